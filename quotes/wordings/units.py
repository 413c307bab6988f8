"""A wording in units: its words and signs, and the punctuation that stands between. Pure.

Stricter than ``quotes.text``, which folds so that a search finds: here nothing is passed over that
is not named below. Accents, minus signs, symbols and capitals all count. A unit is a word, a
number, one CJK character, a sign (%, $, +) or an ellipsis; quotation marks, spaces and invisible
characters belong to none, and punctuation is kept with the unit it follows.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from quotes.han import SIMPLIFIED, TRADITIONAL
from quotes.text import CJK, INVISIBLE

QUOTATION_MARKS: Final = '"“”„‟«»‹›「」『』﹁﹂﹃﹄〝〞〟《》〈〉＂'
APOSTROPHES: Final = "'’‘‚‛ʼ`´′＇"
DASHES: Final = "-‐‑‒–—―−﹣－⸺⸻"
PUNCTUATION: Final = ".,;:!?·()[]{}¿¡。，、；：！？．（）［］｛｝【】〔〕・｡､"
GAP: Final = "…"
"""The key of an ellipsis, whatever it is made of: words may have been left out there."""

_LETTER = rf"[^\W\d_{CJK}]"
_DASH = re.escape(DASHES)
_DIGITS = r"\d+(?:[.,:’'\u00a0\u2009\u202f．，：]\d+)*"
_UNIT = re.compile(
    rf"(?P<initials>(?<!\w)[A-Za-z](?:\.[A-Za-z])+(?!\w)\.?)"
    rf"|(?P<number>(?<![\w)\]])[{_DASH}]?[.．]?{_DIGITS}|{_DIGITS})"
    rf"|(?P<range>(?<=\d)\s?[{_DASH}]\s?(?=\d))"
    rf"|(?P<han>[{CJK}])"
    rf"|(?P<word>{_LETTER}(?:[{INVISIBLE}]*[{APOSTROPHES}]?[{INVISIBLE}]*{_LETTER}|[\u0300-\u036f])*)"
    r"|(?P<gap>[\[(（［]?(?:[…⋯]+|\.(?:\s?\.){2,})[\])）］]?)"
    rf"|(?P<nothing>[\s{INVISIBLE}{re.escape(QUOTATION_MARKS + APOSTROPHES)}]+)"
    rf"|(?P<dash>[{_DASH}]+)"
    rf"|(?P<mark>[{re.escape(PUNCTUATION)}])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_GROUPED = re.compile(r"(?<![\d.])(\d{1,3})((?:[,'\u00a0\u2009\u202f]\d{3})+)(?![\d,'])")
_WIDE = re.compile("[\uff00-\uffef\ufb00-\ufb06\uf900-\ufaff\u2f00-\u2fdf]")
_EVEN = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(DASHES, "-")
    | dict(zip("。，、；：！？．（）［］｛｝【】〔〕・｡､", ".,,;:!?.()[]{}[][]·.,", strict=True))
)
_ENDING = frozenset(".!?")
_SIMPLER = str.maketrans(TRADITIONAL, SIMPLIFIED)


class Unit(NamedTuple):
    """A word or sign: what it is compared as, as it stands, where, and the marks behind it."""

    key: str
    text: str
    start: int
    end: int
    after: str = ""


@lru_cache(maxsize=512)
def units(text: str) -> tuple[Unit, ...]:
    """Return the units of ``text`` in order; places are characters from 0, the end exclusive."""
    found: list[Unit] = []
    marks = ""
    for match in _UNIT.finditer(text):
        kind, piece = match.lastgroup, match[0]
        if kind == "nothing":
            continue
        if kind == "mark" or (kind == "dash" and _joins(text, match.start(), match.end())):
            marks += even(piece) if kind == "mark" else ""
        elif kind == "dash":
            marks += "—"
        elif kind == "sign" and found and unicodedata.category(piece).startswith("M"):
            found[-1] = _longer(found[-1], text, match.end())
        else:
            marks = _closed(found, marks)
            found.append(Unit(_key(kind or "", piece), piece, match.start(), match.end()))
    _closed(found, marks)
    return tuple(found)


def _closed(found: list[Unit], marks: str) -> str:
    """Give the unit before its marks; those before the first unit belong to none."""
    if found and marks:
        found[-1] = found[-1]._replace(after=marks)
    return ""


def _joins(text: str, start: int, end: int) -> bool:
    """Whether this dash joins two words into one; a long one, or one between spaces, parts."""
    short = text[start:end] in "-‐‑–－﹣"
    return short and text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()


def _longer(unit: Unit, text: str, end: int) -> Unit:
    piece = text[unit.start : end]
    return unit._replace(key=_key("word", piece), text=piece, end=end)


def _key(kind: str, piece: str) -> str:
    if kind == "gap":
        return GAP
    if kind == "range":
        return "-"
    if kind == "han":
        return simplified(even(piece))
    piece = even(piece)
    if kind == "number":
        return _number(piece)
    if kind == "initials":
        piece = piece.replace(".", "")
        return piece if piece.upper() == "US" else piece.casefold()
    return piece if piece == "US" else piece.casefold()  # the country is not the pronoun


def even(piece: str) -> str:
    """One spelling of what is typed in several: width, ligatures, composition, apostrophes."""
    if piece.isascii():
        return piece.translate(_EVEN)
    piece = _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), piece)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", piece.translate(_EVEN)))


def _number(piece: str) -> str:
    """Digits in one spelling: 1,000,000 and 1’000’000 are 1000000. 1.50 is not 1.5."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in piece)
    return _GROUPED.sub(lambda found: found[1] + re.sub(r"\D", "", found[2]), plain)


def simplified(text: str) -> str:
    """``text`` with traditional characters replaced by the simplified ones they meet."""
    return text.translate(_SIMPLER)


def sentences(found: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Where the sentences of a wording begin and end, in units."""
    start = 0
    for place, unit in enumerate(found, start=1):
        if not _ENDING.isdisjoint(unit.after) or place == len(found):
            yield start, place
            start = place
