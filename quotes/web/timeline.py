"""Roles on a small time line: a bar for each, as exact as its period is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.dates import PartialDate, parse
from archive.models import Role
from quotes.web.dates import period_in_words

WIDTH = 100.0
"""The time line's width in its own units."""

THINNEST = 1.0
"""A day must still be seen."""


@dataclass(frozen=True)
class Bar:
    """Where a period stands on the time line; an open end reaches its edge."""

    x: float
    width: float
    open: bool
    """Whether an end is not known: the bar says less than it seems to."""


@dataclass(frozen=True)
class RoleLine:
    """A role with its period in words and its bar; no bar when the period is unknown."""

    role: Role
    bar: Bar | None = None

    @property
    def period(self) -> str:
        """When it was held, in words; empty when unknown."""
        return period_in_words(self.role.period)


@dataclass(frozen=True)
class TimeLine:
    """Roles over the years they span."""

    roles: Sequence[RoleLine]
    first_year: int | None = None
    last_year: int | None = None


def time_line(roles: Sequence[Role], today: date) -> TimeLine:
    """The roles drawn from the first year known to the last; open ends reach to ``today``."""
    periods = [parse(role.period) for role in roles if role.period]
    days = [day for when in periods for day in _known_ends(when)]
    if not days:
        return TimeLine([RoleLine(role) for role in roles])
    if any(when.open_end for when in periods):
        days.append(today)
    first, last = min(days).year, max(days).year
    lines = [RoleLine(role, _bar(role.period, first, last)) for role in roles]
    return TimeLine(lines, first, last)


def _known_ends(when: PartialDate) -> list[date]:
    return [day for day in (when.earliest, when.latest) if day not in (date.min, date.max)]


def _bar(period: str, first: int, last: int) -> Bar | None:
    if not period:
        return None
    when = parse(period)
    start, end = _place(when.earliest, first, last), _place(when.latest, first, last)
    width = max(end - start, THINNEST)
    return Bar(
        round(min(start, WIDTH - width), 2), round(width, 2), when.open_start or when.open_end
    )


def _place(day: date, first: int, last: int) -> float:
    start, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    return min(max((day.toordinal() - start) / (end - start), 0.0), 1.0) * WIDTH
