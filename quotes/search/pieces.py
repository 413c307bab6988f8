"""What was typed, cut into pieces: words, phrases, operators, and the signs between them. Pure."""

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.messages import Message
from archive.messages import marked as _
from quotes import text as folding
from quotes.search.query import OPERATORS, Operator, Phrase, QueryError, Word

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


_PIECE = re.compile(
    rf"""(?P<bracket>[()（）]) | (?P<either>[|｜]+) | (?P<quote>[{QUOTES}])
    | (?P<minus>[{DASHES}](?=[({QUOTES}（]|[^\s{DASHES}()（）|｜]))
    | (?P<word>[^\s|｜()（）{QUOTES}]+)""",
    re.VERBOSE,
)
_NAMED = re.compile(r"([A-Za-z]+)[:：](?!//)(.*)", re.DOTALL)
LINKS: Final = ("OR", "AND")
"""Words that join what stands around them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what was typed. ``kind`` is ( ) - OR AND, or term, operator, punctuation."""

    kind: str
    typed: str
    start: int
    value: Word | Phrase | Operator | None = None

    def refused(self, message: Message, suggestion: str = "") -> QueryError:
        """What is said of it where it cannot be understood."""
        return QueryError(message, self.typed, self.start, suggestion)


def _cleaned(text: str) -> str:
    """Control characters are spaces: PostgreSQL takes no NUL, and nobody typed the others."""
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return text.replace("＊", "*")


def pieces(text: str) -> Iterator[Piece]:
    """Cut what was typed; raises ``QueryError`` at a piece that cannot be looked for."""
    text, at = _cleaned(text), 0
    while found := _PIECE.search(text, at):
        piece, at = _piece(text, found)
        yield piece


def _piece(text: str, found: re.Match[str]) -> tuple[Piece, int]:
    """Return the piece that begins here, and where the next one may."""
    typed, start, end = found[0], found.start(), found.end()
    match found.lastgroup:
        case "bracket":
            return Piece("(" if typed in "(（" else ")", typed, start), end
        case "either":
            return Piece("OR", typed, start), end
        case "minus":
            return Piece("-", typed, start), end
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
        _("This quotation mark has no partner."),
        text[start:][:20],
        start,
        _("Close it, or leave it out."),
    )


def _phrase(content: str, typed: str, start: int) -> Piece:
    body = _plain(content)
    prefix = body.endswith("*")
    piece = Piece("term", typed, start, Phrase(body[: len(body) - prefix].strip(), prefix))
    return _checked(piece)


def _plain(content: str) -> str:
    """Quotation marks within are spaces, so that the canonical spelling can quote it again."""
    return " ".join(re.sub(rf"[{QUOTES}]", " ", content).split())


def _word(typed: str, start: int) -> Piece:
    if typed in LINKS:
        return Piece(typed, typed, start)
    if typed == "NOT":
        raise QueryError(
            _("NOT is not understood."),
            typed,
            start,
            _('Write -word to leave a word out, or "NOT" to look for it.'),
        )
    body = typed.rstrip(",.;:!?") if "*" in typed else typed
    prefix = body.endswith("*")
    piece = Piece("term", typed, start, Word(body[: len(body) - prefix], prefix))
    if not prefix and not folding.words(typed) and "*" not in typed:
        return Piece("punctuation", typed, start)
    return _checked(piece)


def _checked(piece: Piece) -> Piece:
    """Refuse a term that cannot be looked for as it was typed."""
    term = piece.value
    assert isinstance(term, Word | Phrase)
    cut = folding.words(term.text)
    if not cut and "*" in term.text:
        raise piece.refused(_("There is no word in %(typed)s to look for.", typed=piece.typed))
    if "*" in term.text:
        raise piece.refused(_("A * can only stand at the end of a word."), _starred(term))
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


def _starred(term: Word | Phrase) -> str:
    """What a * inside was meant for: the first part of a word, every part of a phrase."""
    parts = [part.strip() for part in term.text.split("*") if folding.words(part)]
    if isinstance(term, Phrase):
        return " ".join(f'"{part}"' for part in parts)
    return parts[0] + "*" * (len(parts[0]) >= SHORTEST_PREFIX)


def _named(text: str, named: re.Match[str], start: int, end: int) -> tuple[Piece, int]:
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


def _operator(name: str, value: str, typed: str, start: int) -> Piece:
    if not value:
        raise QueryError(
            _("“%(typed)s” needs a value.", typed=typed),
            typed,
            start,
            _('Write it without a space: %(name)s:value, or %(name)s:"several words".', name=name),
        )
    return Piece("operator", typed, start, Operator(name, value, start))


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
