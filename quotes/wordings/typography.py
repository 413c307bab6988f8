"""What two wordings of the same words may differ in and still be the same words. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from quotes.text import INVISIBLE
from quotes.wordings.units import APOSTROPHES, DASHES, QUOTATION_MARKS, simplified


class Typography(StrEnum):
    """A difference of print, not of words."""

    QUOTATION_MARKS = "quotation marks"
    DASHES = "dashes"
    SPACES = "spaces"
    INVISIBLE = "invisible characters"
    WIDTH = "full-width forms"
    SCRIPT = "traditional and simplified characters"
    LIGATURES = "ligatures and composed letters"
    DIGITS = "grouping of digits"
    ELLIPSES = "ellipses"
    FIRST_LETTER = "case of the first letter"
    ALL_CAPITALS = "capitals throughout"
    FINAL_MARK = "final punctuation"
    OTHER = "other signs"


_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_QUOTES = re.compile(f"[{re.escape(QUOTATION_MARKS + APOSTROPHES)}]")
_DASHES = re.compile(rf"\s?[{re.escape(DASHES)}]+\s?")
_WIDE = re.compile("[\uff01-\uff5e\u3001\u3002\u3010\u3011\uff61\uff64]")
_WIDE_MARKS = str.maketrans({"。": ".", "、": ",", "｡": ".", "､": ",", "【": "[", "】": "]"})

# In this order: each rule makes its own differences vanish, so that the next sees only its own.
_RULES: Final[tuple[tuple[Typography, Callable[[str], str]], ...]] = (
    (Typography.INVISIBLE, lambda text: _INVISIBLE.sub("", text)),
    (Typography.WIDTH, lambda text: _WIDE.sub(_narrow, text)),
    (Typography.LIGATURES, lambda text: unicodedata.normalize("NFC", _plain(text))),
    (Typography.SCRIPT, simplified),
    (Typography.QUOTATION_MARKS, lambda text: _QUOTES.sub("", text)),
    (Typography.ELLIPSES, lambda text: re.sub(r"[\[(]?(…+|\.(\s?\.){2,})[\])]?", "…", text)),
    (Typography.DASHES, lambda text: _DASHES.sub(" ", text)),
    (Typography.DIGITS, lambda text: re.sub(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d{3})", "", text)),
    (Typography.SPACES, lambda text: "".join(text.split())),
    (Typography.FIRST_LETTER, lambda text: text[:1].lower() + text[1:]),
    (Typography.ALL_CAPITALS, str.casefold),
)


def differences(claim: str, record: str) -> Iterator[Typography]:
    """What differs between two wordings whose words are the same; nothing when they are equal."""
    for what, rule in _RULES:
        if claim == record:
            return
        before = claim, record
        claim, record = rule(claim), rule(record)
        if (claim == record) or _nearer(what, *before):
            yield what
    if claim != record:
        yield Typography.OTHER


def _nearer(what: Typography, claim: str, record: str) -> bool:
    """Whether the two differ in this already, whatever else they differ in."""
    signs = {
        Typography.INVISIBLE: _INVISIBLE,
        Typography.WIDTH: _WIDE,
        Typography.QUOTATION_MARKS: _QUOTES,
        Typography.DASHES: _DASHES,
    }.get(what)
    if signs is not None:
        return signs.findall(claim) != signs.findall(record)
    if what is Typography.SPACES:
        return [*map(len, claim.split())] != [*map(len, record.split())]
    return False


def _narrow(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0]).translate(_WIDE_MARKS)


def _plain(text: str) -> str:
    return re.sub(
        "[\ufb00-\ufb06\uf900-\ufaff]", lambda f: unicodedata.normalize("NFKC", f[0]), text
    )
