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

from collections.abc import Iterator
from typing import Final

from archive.messages import Message
from archive.messages import marked as _
from quotes.search.pieces import LINKS, OPENING, Piece, pieces
from quotes.search.query import (
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

CLOSED_BY: Final = {
    **{sign: closing[0] for sign, closing in OPENING.items()}, "“": "”", "„": "“", "«": "»",
    "(": ")", ")": "", "（": "）", "）": "",
}  # fmt: skip
"""What a sign without a partner is closed by."""


def parse(text: str) -> Query:
    """Return the question that was typed; raise ``QueryError`` where it cannot be understood."""
    if len(text) > MAX_LENGTH:
        message = _("The search is longer than %(most)s characters.", most=MAX_LENGTH)
        advice = _("Search for fewer words.")
        raise QueryError(message, text[MAX_LENGTH:][:20], MAX_LENGTH, advice)
    found = list(pieces(text))
    _check_count(found)
    _check_operators(found)
    words = _Reader(_meaningful(found)).question()
    operators = tuple(it.value for it in found if isinstance(it.value, Operator))
    query = Query(words, operators)
    if found:
        _check_question(query, found)
    return query


def meant(text: str, error: QueryError) -> str:
    """What was typed as it may have been meant; empty where that is not clear.

    The refused word is replaced by what to type instead; a quotation mark or bracket is closed at
    the end, or left out. What is offered is understood.
    """
    offered = (one.strip() for one in _otherwise(text, error))
    return next((one for one in offered if _is_understood(one)), "")


def _otherwise(text: str, error: QueryError) -> Iterator[str]:
    before, after = text[: error.position], text[error.position + len(error.word) :]
    sign = text[error.position : error.position + 1]
    if error.suggestion and not isinstance(error.suggestion, Message):
        yield before + error.suggestion + after
    elif error.word == "NOT":
        yield f"{before}-{after.lstrip()}"
    elif error.word.endswith(":"):
        yield before + error.word + after.lstrip()
    elif sign in CLOSED_BY:
        yield text + CLOSED_BY[sign]
        yield text[: error.position] + text[error.position + 1 :]
    elif error.word in LINKS and not (before.strip() and after.strip()):
        yield before + after


def _is_understood(text: str) -> bool:
    try:
        return bool(parse(text))
    except QueryError:
        return False


# --- Putting the pieces together ---------------------------------------------------------------


def _meaningful(pieces: list[Piece]) -> list[Piece]:
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

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.at = 0
        self.depth = 0

    def question(self) -> Node | None:
        node = self.group()
        if piece := self.ahead():
            raise piece.refused(_("This bracket closes what none opened."), _("Leave it out."))
        return node

    def ahead(self) -> Piece | None:
        return self.pieces[self.at] if self.at < len(self.pieces) else None

    def taken(self) -> Piece:
        self.at += 1
        return self.pieces[self.at - 1]

    def group(self) -> Node | None:
        """Read up to a closing bracket or the end."""
        nodes: list[Node] = []
        link = ""
        while (piece := self.ahead()) and piece.kind != ")":
            if piece.kind in LINKS:
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
        if not nodes or after is None or after.kind in (")", *LINKS):
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

    def alternatives(self, link: Piece, before: Node) -> list[Node]:
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

    def left_out(self, minus: Piece) -> Node:
        after = self.ahead()
        if after is None or after.kind not in ("(", "term"):
            raise minus.refused(_("This - has no word to leave out."), _("Write -word."))
        node = self.part()
        if not looks_for_something(node):
            raise minus.refused(_("This - leaves out what is left out."), _("Leave one - away."))
        return Not(node)

    def bracketed(self, opening: Piece) -> Node:
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


def _check_count(pieces: list[Piece]) -> None:
    terms = [piece for piece in pieces if piece.value]
    if len(terms) > MAX_TERMS:
        raise terms[MAX_TERMS].refused(
            _("There are more than %(most)s words to look for.", most=MAX_TERMS),
            _("Search for fewer words, or put a whole sentence in quotation marks."),
        )


def _check_operators(pieces: list[Piece]) -> None:
    """Operators narrow the whole search, so none stands in brackets, beside OR, or after -."""
    depth = 0
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        depth += (piece.kind == "(") - (piece.kind == ")")
        beside = {it.kind for it in (before, after) if it}
        minus = before is not None and before.kind == "-"
        if piece.kind == "operator" and (depth or minus or beside & set(LINKS)):
            raise piece.refused(
                _(
                    "“%(typed)s” applies to the whole search: it cannot stand in brackets, "
                    "beside OR or AND, or after -.",
                    typed=piece.typed,
                ),
                _("Move it to the end."),
            )


def _check_question(query: Query, pieces: list[Piece]) -> None:
    if not query:
        typed = pieces[0].typed
        raise pieces[0].refused(_("There is no word in %(typed)s to look for.", typed=typed))
    if not query.operators and not looks_for_something(query.words):
        minus = next(piece for piece in pieces if piece.kind == "-")
        raise minus.refused(
            _("This search only leaves words out."),
            _("Say what to look for as well, before %(query)s.", query=str(query)),
        )
