"""The words of a text and where they stand in it. Pure.

The mirror in Python of ``public.search_words``, the one rule by which stored and typed words are
folded and cut (``migrations/0001_search_functions.py`` says what becomes a word). The database
finds; this knows *where* in the original text each word was, so that a match can be marked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from quotes.han import SIMPLIFIED, TRADITIONAL

INVISIBLE: Final = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
APART: Final = r"\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2116\u2150-\u215f\u2189"
CJK: Final = (
    r"\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    r"\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7fb"
    r"\uf900-\ufaff\U00016fe0-\U00018cff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
LETTER: Final = r"A-Za-z0-9\u0080-\U0010ffff"

SYMBOLS: Final = {
    "%": "percentsign",
    "$": "dollarsign",
    "&": "andsign",
    "€": "eurosign",
    "£": "poundsign",
    "¥": "yensign",
    "+": "plussign",
    "#": "numbersign",
    "§": "sectionsign",
}
"""Symbols that are words: without them C++ is c, and M&A is the middle of "I'm a leader"."""


class Token(NamedTuple):
    """A word as it is searched, and its place in the original text."""

    word: str
    start: int
    end: int


_made = tuple.__new__


def tokens(text: str, *, joined: bool = False) -> list[Token]:
    """Return the words of ``text`` in order; ``joined`` reads e-mail as email, not as e mail."""
    found: list[Token] = []
    for piece in _PIECE.finditer(text):
        _place(found, piece.start(), _cut(piece[0], joined))
    return found


def runs(text: str, among: Iterable[str], *, joined: bool = False) -> Iterator[list[Token]]:
    """Yield the words in these of a text's pieces and no other, neighbours in one list."""
    run: list[Token] = []
    end = 0
    for at, piece in sorted(places(text, among)):
        if run and any(_cut(between, joined) for between in pieces(text[end:at])):
            yield run
            run = []
        _place(run, at, _cut(piece, joined))
        end = at + len(piece)
    if run:
        yield run


def places(text: str, among: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where each of these pieces stands in ``text``, and the piece."""
    for piece in among:
        at = text.find(piece)
        while at >= 0:
            end = at + len(piece)
            if _APART.match(piece) or not (
                (at and _GOES_ON.match(text, at - 1)) or _GOES_ON.match(text, end)
            ):
                yield at, piece
            at = text.find(piece, end)


def _place(found: list[Token], at: int, cut: Iterable[tuple[str, int, int]]) -> None:
    """Append the words of a piece that begins ``at`` a place of the text."""
    # A token made by its class takes three times as long, and a page has some 500.
    found += [_made(Token, (word, at + start, at + end)) for word, start, end in cut]


def pieces(text: str) -> list[str]:
    """Cut ``text`` at white space and around Chinese characters: no rule looks across."""
    return text.split() if text.isascii() else _PIECE.findall(text)


def pieces_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the different pieces of several texts."""
    # Together, and those of ASCII apart, which are cut in a quarter of the time.
    together: dict[bool, list[str]] = {True: [], False: []}
    for text in texts:
        together[text.isascii()].append(text)
    return frozenset().union(*(pieces("\n".join(some)) for some in together.values()))


@lru_cache(maxsize=20_000)
def words_in(piece: str) -> frozenset[str]:
    """Return what the words of a piece are searched as, hyphened words both cut and joined."""
    return frozenset(word for joined in (False, True) for word, _, _ in _cut(piece, joined))


def words(text: str) -> list[str]:
    """Return what the words of ``text`` are searched as."""
    return [token.word for token in tokens(text)]


@dataclass(frozen=True, slots=True)
class _Traced:
    """A text under rewriting that remembers where each of its characters came from."""

    text: str
    origins: list[tuple[int, int]]

    def replace(self, pattern: re.Pattern[str], replacement: str) -> "_Traced":
        """Put ``replacement`` where the pattern, or its first group, matches."""
        group = 1 if pattern.groups else 0
        spans = [found.span(group) for found in pattern.finditer(self.text)]
        return self.rewritten((*span, replacement) for span in spans) if spans else self

    def rewritten(self, changes: Iterable[tuple[int, int, str]]) -> "_Traced":
        """Put new text in place of spans; each of its characters stands where the span stood."""
        text: list[str] = []
        origins: list[tuple[int, int]] = []
        done = 0
        for start, end, new in changes:
            text += self.text[done:start], new
            origins += self.origins[done:start] + [self._origin(start, end)] * len(new)
            done = end
        return _Traced("".join((*text, self.text[done:])), origins + self.origins[done:])

    def spelled(self, table: Mapping[int, int | str]) -> "_Traced":
        """Put one character for one, each in its place."""
        return _Traced(self.text.translate(table), self.origins)

    def _origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a span came from. What is put between characters is a space: in no word."""
        return (self.origins[start][0], self.origins[end - 1][1]) if end > start else (0, 0)


# No rule looks across white space or a Chinese character, so a text is cut piece by piece, and
# pieces recur: 150 characters cost 30 µs instead of 300. White space is what it is in ASCII: the
# narrow space in 1 000 stands in a number.
_APART = re.compile(r"[\u4e00-\u9fff]")
_GOES_ON = re.compile(r"[^ \t-\r\x1c-\x1f\u4e00-\u9fff]")
_PIECE = re.compile(f"{_APART.pattern}|{_GOES_ON.pattern}+")
_HYPHEN = re.compile("-")
_WORD = re.compile(r"[^- ]+")

_RESPELLED = str.maketrans("’ʼ´ςΣİ™℠", "'''σσI  ")
_SIMPLER = str.maketrans("‐" + TRADITIONAL, "-" + SIMPLIFIED)

_BEFORE_NORMAL = [
    (re.compile(f"[{INVISIBLE}]"), ""),
    # A space inside a number, where no line breaks: as good as a comma.
    (re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))"), ","),
    (re.compile(rf"(?<=[{APART}])(?![{APART}])|(?<![{APART}])(?=[{APART}])"), " "),
]
_AFTER_NORMAL = [
    (re.compile(r"[\u0300-\u036f]"), ""),
    (re.compile(rf"(?<=[{CJK}])|(?=[{CJK}])"), " "),
]
_LAST = [
    *((re.compile(re.escape(symbol)), f" {word} ") for symbol, word in SYMBOLS.items()),
    (
        re.compile(rf"(?<![{LETTER}])(?:US(?![{LETTER}])|[Uu]\.[Ss](?!\.?[{LETTER}]))"),
        "usinitials",
    ),
    (re.compile(rf"(?<=(?<![{LETTER}])[A-Za-z])\.(?=[A-Za-z](?![{LETTER}]))"), ""),
    (re.compile(r"(?<![0-9])[0-9]{1,3}([,'])(?=[0-9]{3}(?![0-9]))"), ""),
    (re.compile(r"(?<![0-9.])[0-9]+(\.)[0-9]+(?!\.?[0-9])"), "dot"),
    (re.compile(rf"(?<![{LETTER}])-|-(?![{LETTER}])|(?<=[0-9])-(?=[0-9])"), " "),
    (re.compile(rf"[^-{LETTER} ]"), " "),
]


@lru_cache(maxsize=20_000)
def _cut(piece: str, joined: bool) -> tuple[tuple[str, int, int], ...]:
    if piece.isascii() and piece.isalnum() and piece != "US":
        return ((piece.lower(), 0, len(piece)),)
    traced = _folded(_Traced(piece, [(at, at + 1) for at in range(len(piece))]))
    if joined:
        traced = traced.replace(_HYPHEN, "")
    return tuple(
        (found[0], traced.origins[found.start()][0], traced.origins[found.end() - 1][1])
        for found in _WORD.finditer(traced.text)
    )


def _folded(text: _Traced) -> _Traced:
    """Lower case, words between spaces; a hyphen stays where it joins two words."""
    if not text.text.isascii():
        text = _letters(text)
    return _lower(_rewrite(text, _LAST))


def _letters(text: _Traced) -> _Traced:
    """ASCII and letters only: every other sign above ASCII becomes a space."""
    text = _rewrite(text.spelled(_RESPELLED), _BEFORE_NORMAL)
    text = _rewrite(_normal(text).spelled(_SIMPLER), _AFTER_NORMAL)
    return text.spelled(dict.fromkeys(map(ord, filter(_separates, set(text.text))), " "))


def _rewrite(text: _Traced, rules: Iterable[tuple[re.Pattern[str], str]]) -> _Traced:
    for pattern, replacement in rules:
        text = text.replace(pattern, replacement)
    return text


def _normal(text: _Traced) -> _Traced:
    """NFKC, a base character with what composes with it at a time."""
    if unicodedata.is_normalized("NFKC", text.text):
        return text
    return text.rewritten(
        (start, end, _nfkc(text.text[start:end])) for start, end in _clusters(text.text)
    )


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(text)):
        if not _combines(text[start:at], text[at]):
            yield start, at
            start = at
    yield start, len(text)


def _combines(before: str, sign: str) -> bool:
    if sign < "\u0300":
        return False
    if unicodedata.combining(unicodedata.normalize("NFKD", sign)[0]):
        return True
    return _nfkc(before + sign) != _nfkc(before) + _nfkc(sign)


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _separates(sign: str) -> bool:
    """Is this sign above ASCII no part of a word? A kana voicing mark on its own is not."""
    if sign.isascii() or sign in SYMBOLS:
        return False
    return unicodedata.category(sign)[0] in "PSZC" or sign in "\u3099\u309a"


def _lower(text: _Traced) -> _Traced:
    """Lower case one character at a time, so that places are kept."""
    signs = {sign: sign.lower() for sign in set(text.text)}
    return text.spelled({ord(sign): low for sign, low in signs.items() if len(low) == 1})
