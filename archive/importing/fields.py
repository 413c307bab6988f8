"""Fields: how one value of a record is checked before it reaches the database.

A check takes a JSON value and gives what is staged, or raises ``RecordError``. It is never stricter
than the database: whatever the archive holds can be exported and imported again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices

from archive import dates
from archive.importing.json_lines import called
from archive.importing.refusals import RecordError, shortened
from archive.models.fields import LANGUAGE_PATTERN, REF_PATTERN

Check = Callable[[Any], Any]

# Unicode's White_Space, as PostgreSQL's \s knows it; Python's \s adds four control characters.
_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_VISIBLE = re.compile(f"[^{_SPACE}]")
_WEB_ADDRESS = re.compile(f"https?://[^{_SPACE}]+")
_REF = re.compile(REF_PATTERN.rstrip("$"))
_LANGUAGE = re.compile(LANGUAGE_PATTERN.rstrip("$"))


@dataclass(frozen=True)
class Field:
    """One key of a record, and the column it fills.

    ``link`` is the kind of record that its ref leads to. ``wanted`` is the SQL expression of the
    new value where it is not simply the staged one: ``s`` is the staged row, ``t`` the stored one.
    ``shown`` is where the exporter finds the value, when not in ``column``.
    """

    key: str
    check: Check
    column: str = ""
    type: str = "text"
    default: Any = ""
    required: bool = False
    link: str = ""
    wanted: str = ""
    shown: str = ""
    private: bool = False

    @property
    def stored(self) -> str:
        """The column of the model's table."""
        column = self.column or self.key
        return f"{column}_id" if self.link else column

    @property
    def path(self) -> str:
        """Where Django finds the value that the exporter writes."""
        return self.shown or (f"{self.column or self.key}__ref" if self.link else self.stored)


def text(longest: int = 0, *, visible: bool = False) -> Check:
    """Text of at most ``longest`` characters; ``visible`` when blanks alone say nothing."""

    def check(value: Any) -> str:
        if type(value) is not str:
            raise RecordError(f"Text is needed here, not {called(value)}.")
        if longest and len(value) > longest:
            raise RecordError(f"{len(value)} characters are too many; {longest} fit.")
        if visible and not _VISIBLE.search(value):
            raise RecordError("This must not be empty.")
        return value

    return check


def ref(value: Any) -> str:
    """Check a record's permanent name."""
    if type(value) is not str or not _REF.fullmatch(value):
        raise RecordError(
            "A ref is 1 to 120 letters a–z, digits and . _ : ~ - and starts with a letter or digit."
        )
    return value


def language(value: Any) -> str:
    """Check a BCP-47 tag; empty when unknown."""
    if type(value) is not str or (value and not _LANGUAGE.fullmatch(value)) or len(value) > 35:
        raise RecordError("This must be a BCP-47 language tag such as en, zh or zh-Hans.")
    return value


def date(value: Any) -> str:
    """Check a partial date; empty when unknown."""
    if type(value) is not str:
        raise RecordError(f'A date is text such as "2020-12-30", not {called(value)}.')
    return _date(value) if value else ""


@lru_cache(maxsize=20_000)
def _date(value: str) -> str:
    try:
        return dates.parse(value).edtf
    except dates.DateError as error:
        raise RecordError(error.message) from None


def web_address(value: Any) -> str:
    """Check an http(s) address; empty when there is none."""
    address: str = _address_text(value)
    if address and not _WEB_ADDRESS.fullmatch(address):
        raise RecordError("An address must start with http:// or https:// and have no spaces.")
    return address


_address_text = text(2000)


def choice(choices: type[TextChoices]) -> Check:
    """One of a few words."""
    known = frozenset(choices.values)
    listed = ", ".join(choices.values)

    def check(value: Any) -> str:
        if type(value) is not str or value not in known:
            raise RecordError(f"{_shown(value)} is not one of {listed}.")
        return value

    return check


def flag(value: Any) -> bool:
    """Check for true or false."""
    if type(value) is not bool:
        raise RecordError(f"true or false is needed here, not {called(value)}.")
    return value


def number(lowest: int, highest: int = 2**31 - 1) -> Check:
    """A whole number between two bounds."""

    def check(value: Any) -> int:
        if type(value) is not int:
            raise RecordError(f"A whole number is needed here, not {_shown(value)}.")
        if not lowest <= value <= highest:
            raise RecordError(f"{value} is not between {lowest} and {highest}.")
        return value

    return check


def moment(value: Any) -> str:
    """Check a date with time and zone (ISO 8601)."""
    try:
        when = datetime.fromisoformat(value)
        if when.tzinfo is None:
            raise ValueError
        return when.astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        raise RecordError(
            f"{_shown(value)} is not a time with its zone such as 2020-12-30T08:00:00Z."
        ) from None


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"“{shortened(value)}”"
    return str(value) if type(value) in (int, float) else called(value)
