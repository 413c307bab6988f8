"""What was typed → a ``Query``, or a ``QueryError`` that says where and what instead. Pure.

- ``cloud sanctions``: every word, in any of its forms. ``AND`` between words changes nothing.
- ``"cloud services"``: exactly these words in this order; also “ ”, „ “, « », 「 」 and 『 』.
- ``-word``, ``-"a phrase"``, ``-(a OR b)``: must not be there. Something else must be.
- ``ban OR sanctions`` (or ``|``): either; joins only its neighbours. Parentheses group; mixing
  ``AND`` and ``OR`` without them is refused, since it is read both ways.
- ``sanction*``: words that start so, three letters at least; also at the end of a phrase.
- ``speaker:ren``, ``speaker:"Ren Zhengfei"``: an operator (``query.OPERATORS``).

A colon is an operator only after letters: ``10:30`` and ``https://…`` are words, ``Note: we`` is
prose, ``country:china`` is refused by name. Punctuation between words is no word and is passed
over, but a question made of nothing else is refused. ``+cloud`` is refused: all words are required.
Full-width brackets, colons, quotation marks and spaces are as good as ASCII ones.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.messages import Message
from archive.messages import marked as _
from quotes import text as folding
from quotes.search.query import (
    OPERATORS,
    Node,
    Not,
    Operator,
    Phrase,
    Query,
    QueryError,
    Word,
    all_of,
    any_of,
    looks_for_something,
)

MAX_LENGTH: Final = 1000
MAX_TERMS: Final = 32
MAX_DEPTH: Final = 8
SHORTEST_PREFIX: Final = 3

DOUBLE: Final = '"“”„‟＂〝〞〟«»'
OPENING: Final = dict.fromkeys(DOUBLE, DOUBLE) | {"「": "」", "『": "』"}
QUOTES: Final = DOUBLE + "「」『』"
DASHES: Final = r"\-－−"

SAID_OTHERWISE: Final = {
    "author": "speaker",
    "by": "speaker",
    "company": "org",
    "date": "said",
    "from": "after",
    "language": "lang",
    "organisation": "org",
    "organization": "org",
    "person": "speaker",
    "since": "after",
    "status": "standing",
    "subject": "topic",
    "tag": "topic",
    "to": "before",
    "type": "kind",
    "until": "before",
    "year": "said",
}
"""Names people try for an operator we call something else."""


def parse(text: str) -> Query:
    """Return the question that was typed; raise ``QueryError`` where it cannot be understood."""
    if len(text) > MAX_LENGTH:
        message = _("The search is longer than %(most)s characters.", most=MAX_LENGTH)
        advice = _("Search for fewer words.")
        raise QueryError(message, text[MAX_LENGTH:][:20], MAX_LENGTH, advice)
    pieces = list(_pieces(_cleaned(text)))
    _check_count(pieces)
    _check_operators(pieces)
    words = _Reader(_meaningful(pieces)).question()
    operators = tuple(it.value for it in pieces if isinstance(it.value, Operator))
    query = Query(words, operators)
    if pieces:
        _check_question(query, pieces)
    return query


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of what was typed. ``kind`` is ( ) - OR AND, or term, operator, punctuation."""

    kind: str
    typed: str
    start: int
    value: Word | Phrase | Operator | None = None

    def refused(self, message: Message, suggestion: str = "") -> QueryError:
        return QueryError(message, self.typed, self.start, suggestion)


# --- Cutting into pieces -----------------------------------------------------------------------

_PIECE = re.compile(
    rf"""(?P<bracket>[()（）]) | (?P<either>[|｜]+) | (?P<quote>[{QUOTES}])
    | (?P<minus>[{DASHES}](?=[({QUOTES}（]|[^\s{DASHES}()（）|｜]))
    | (?P<word>[^\s|｜()（）{QUOTES}]+)""",
    re.VERBOSE,
)
_NAMED = re.compile(r"([A-Za-z]+)[:：](?!//)(.*)", re.DOTALL)
_LINKS: Final = ("OR", "AND")


def _cleaned(text: str) -> str:
    """Control characters are spaces: PostgreSQL takes no NUL, and nobody typed the others."""
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return text.replace("＊", "*")


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    while found := _PIECE.search(text, at):
        piece, at = _piece(text, found)
        yield piece


def _piece(text: str, found: re.Match[str]) -> tuple[_Piece, int]:
    """Return the piece that begins here, and where the next one may."""
    typed, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "bracket":
            return _Piece("(" if typed in "(（" else ")", typed, start), end
        case "either":
            return _Piece("OR", typed, start), end
        case "minus":
            return _Piece("-", typed, start), end
        case "quote":
            content, end = _quoted(text, start)
            return _phrase(content, text[start:end], start), end
    if named := _NAMED.fullmatch(typed):
        return _named(text, named, start, end)
    return _word(typed, start), end


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Return what stands between quotation marks, and where the text goes on."""
    closing = OPENING.get(text[start], "")
    for at in range(start + 1, len(text)):
        if text[at] in closing:
            return text[start + 1 : at], at + 1
    raise QueryError(
        _("The quotation mark at character %(place)s has no partner.", place=start + 1),
        text[start:][:20],
        start,
        _("Close it, or leave it out."),
    )


def _phrase(content: str, typed: str, start: int) -> _Piece:
    body = _plain(content)
    prefix = body.endswith("*")
    piece = _Piece("term", typed, start, Phrase(body[: len(body) - prefix].strip(), prefix))
    return _checked(piece)


def _plain(content: str) -> str:
    """Quotation marks within are spaces, so that the canonical spelling can quote it again."""
    return " ".join(re.sub(rf"[{QUOTES}]", " ", content).split())


def _word(typed: str, start: int) -> _Piece:
    if typed in _LINKS:
        return _Piece(typed, typed, start)
    if typed == "NOT":
        raise QueryError(
            _("NOT is not understood."),
            typed,
            start,
            _('Write -word to leave a word out, or "NOT" to look for it.'),
        )
    body = typed.rstrip(",.;:!?") if "*" in typed else typed
    prefix = body.endswith("*")
    piece = _Piece("term", typed, start, Word(body[: len(body) - prefix], prefix))
    if not prefix and not folding.words(typed) and "*" not in typed:
        return _Piece("punctuation", typed, start)
    return _checked(piece)


def _checked(piece: _Piece) -> _Piece:
    """Refuse a term that cannot be looked for as it was typed."""
    term = piece.value
    assert isinstance(term, Word | Phrase)
    cut = folding.words(term.text)
    if not cut and "*" in term.text:
        raise piece.refused(_("There is no word in %(typed)s to look for.", typed=piece.typed))
    if "*" in term.text:
        raise piece.refused(
            _("A * can only stand at the end of a word."), term.text.split("*")[0] + "*"
        )
    if term.prefix and (not cut or (len(cut[-1]) < SHORTEST_PREFIX and cut[-1].isascii())):
        raise piece.refused(
            _(
                "“%(typed)s” is too short for a *: %(least)s letters at least.",
                typed=piece.typed,
                least=SHORTEST_PREFIX,
            ),
            _("Write more of the word, or all of it without the *."),
        )
    if not cut:
        raise piece.refused(_("There is no word in %(typed)s to look for.", typed=piece.typed))
    if required := re.fullmatch(r"[+＋]([^\W\d].*)", term.text):
        raise piece.refused(_("A + is not needed: every word is looked for."), required[1])
    return piece


def _named(text: str, named: re.Match[str], start: int, end: int) -> tuple[_Piece, int]:
    """Read ``name:value``, where the value may be quoted. A name at the end of a word is prose."""
    name, value = named[1].lower(), named[2]
    if not value and text[end : end + 1] in OPENING:
        value, end = _quoted(text, end)
        value = _plain(value)
    typed = text[start:end]
    if name in OPERATORS:
        return _operator(name, value, typed, start), end
    if not folding.words(value):
        return _word(typed, start), end
    raise _unknown(name, typed, start)


def _operator(name: str, value: str, typed: str, start: int) -> _Piece:
    if not value:
        raise QueryError(
            _("“%(typed)s” needs a value.", typed=typed),
            typed,
            start,
            _('Write it without a space: %(name)s:value, or %(name)s:"several words".', name=name),
        )
    return _Piece("operator", typed, start, Operator(name, value, start))


def _unknown(name: str, typed: str, start: int) -> QueryError:
    near = difflib.get_close_matches(name, OPERATORS, n=1, cutoff=0.7)
    meant = SAID_OTHERWISE.get(name) or next(iter(near), None)
    value = typed[len(name) + 1 :]
    suggestion = f"{meant}:{value}" if meant else f'"{_plain(typed)}"'
    known = ", ".join(f"{operator}:" for operator in OPERATORS)
    message = _(
        "There is no “%(name)s:” to search by. There are %(known)s.",
        name=typed[: len(name)],
        known=known,
    )
    return QueryError(message, typed, start, suggestion)


# --- Putting the pieces together ---------------------------------------------------------------


def _meaningful(pieces: list[_Piece]) -> list[_Piece]:
    """Pass over punctuation, with a - that is glued to it, and operators: they stand apart."""
    followed = zip(pieces, [*pieces[1:], None], strict=False)
    return [
        piece
        for piece, after in followed
        if piece.kind not in ("punctuation", "operator")
        and not (piece.kind == "-" and after and after.kind == "punctuation")
    ]


class _Reader:
    """Reads pieces from left to right."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.at = 0
        self.depth = 0

    def question(self) -> Node | None:
        node = self.group()
        if piece := self.ahead():
            raise piece.refused(_("This bracket closes what none opened."), _("Leave it out."))
        return node

    def ahead(self) -> _Piece | None:
        return self.pieces[self.at] if self.at < len(self.pieces) else None

    def taken(self) -> _Piece:
        self.at += 1
        return self.pieces[self.at - 1]

    def group(self) -> Node | None:
        """Read up to a closing bracket or the end."""
        nodes: list[Node] = []
        link = ""
        while (piece := self.ahead()) and piece.kind != ")":
            if piece.kind in _LINKS:
                link = self.linked(nodes, link)
            else:
                nodes.append(self.part())
                link = ""
        return all_of(nodes)

    def linked(self, nodes: list[Node], last: str) -> str:
        """Join what comes next to the last node; return by which word."""
        link = self.taken()
        if last and link.kind != last:
            raise link.refused(_("AND and OR together can be read two ways."), _("Use brackets."))
        after = self.ahead()
        if not nodes or after is None or after.kind in (")", *_LINKS):
            lonely = (
                _("%(typed)s has nothing after it.", typed=link.typed)
                if nodes
                else _("%(typed)s has nothing before it.", typed=link.typed)
            )
            advice = _(
                'Write it in small letters or as "%(typed)s" to look for the word.',
                typed=link.typed,
            )
            raise link.refused(lonely, advice)
        nodes += self.alternatives(link, nodes.pop()) if link.kind == "OR" else [self.part()]
        return link.kind

    def alternatives(self, link: _Piece, before: Node) -> list[Node]:
        both = [before, self.part()]
        if not all(map(looks_for_something, both)):
            raise link.refused(
                _("OR needs something to look for on both sides, and one only leaves quotes out."),
                _("Leave words out of the whole search instead: a OR b -c."),
            )
        return [any_of(both)]

    def part(self) -> Node:
        piece = self.taken()
        if piece.kind == "-":
            return self.left_out(piece)
        if piece.kind == "(":
            return self.bracketed(piece)
        assert isinstance(piece.value, Word | Phrase)
        return piece.value

    def left_out(self, minus: _Piece) -> Node:
        after = self.ahead()
        if after is None or after.kind not in ("(", "term"):
            raise minus.refused(_("This - has no word to leave out."), _("Write -word."))
        node = self.part()
        if not looks_for_something(node):
            raise minus.refused(_("This - leaves out what is left out."), _("Leave one - away."))
        return Not(node)

    def bracketed(self, opening: _Piece) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise opening.refused(_("More than %(most)s brackets within brackets.", most=MAX_DEPTH))
        node = self.group()
        if self.ahead() is None:
            raise opening.refused(
                _("This bracket is never closed."), _("Close it, or leave it out.")
            )
        if node is None:
            raise opening.refused(
                _("There is nothing between these brackets."), _("Leave them out.")
            )
        self.taken()
        self.depth -= 1
        return node


# --- What the question as a whole must be -------------------------------------------------------


def _check_count(pieces: list[_Piece]) -> None:
    terms = [piece for piece in pieces if piece.value]
    if len(terms) > MAX_TERMS:
        raise terms[MAX_TERMS].refused(
            _("There are more than %(most)s words to look for.", most=MAX_TERMS),
            _("Search for fewer words."),
        )


def _check_operators(pieces: list[_Piece]) -> None:
    """Operators narrow the whole search, so none stands in brackets, beside OR, or after -."""
    depth = 0
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        depth += (piece.kind == "(") - (piece.kind == ")")
        beside = {it.kind for it in (before, after) if it}
        minus = before is not None and before.kind == "-"
        if piece.kind == "operator" and (depth or minus or beside & set(_LINKS)):
            raise piece.refused(
                _(
                    "“%(typed)s” applies to the whole search: it cannot stand in brackets, "
                    "beside OR or AND, or after -.",
                    typed=piece.typed,
                ),
                _("Move it to the end."),
            )


def _check_question(query: Query, pieces: list[_Piece]) -> None:
    if not query:
        typed = pieces[0].typed
        raise pieces[0].refused(_("There is no word in %(typed)s to look for.", typed=typed))
    if not query.operators and not looks_for_something(query.words):
        minus = next(piece for piece in pieces if piece.kind == "-")
        raise minus.refused(
            _("This search only leaves words out."),
            _("Say what to look for as well, before %(query)s.", query=str(query)),
        )
