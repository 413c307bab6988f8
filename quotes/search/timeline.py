"""When the quotes found were said: bars of months, years or decades, without gaps. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

MOST_MONTHS = 36
"""A timeline of more months than these shows years."""

MONTHS = {"month": 1, "year": 12, "decade": 120}
"""How many months a bar of each unit holds."""

WRITTEN: dict[str, Callable[[int], str]] = {
    "month": lambda month: f"{month // 12:04}-{month % 12 + 1:02}",
    "year": "{:04}".format,
    "decade": "{:03}X".format,
}
"""How EDTF writes the periods: 2020-11, 2020, 202X."""


FIRST, LAST = (12 * year for year in (date.min.year, date.max.year))
"""Before and after these months an end is open: what a date that is none was written as."""


@dataclass(frozen=True, slots=True)
class Span:
    """Quotes that may have been said from one month to another, counted from year 0."""

    first: int
    last: int
    in_doubt: bool
    number: int

    @property
    def ends(self) -> list[int]:
        """The months that are known: none of an open end."""
        return [month for month in (self.first, self.last) if FIRST < month < LAST]


@dataclass
class Bar:
    """A month, year or decade: quotes surely said then, and quotes that may have been."""

    period: str
    count: int = 0
    possible: int = 0


@dataclass(frozen=True)
class Timeline:
    """Bars without gaps, oldest first, and the number of quotes without any date."""

    unit: str
    bars: list[Bar] = field(default_factory=list)
    undated: int = 0


def timeline(spans: Sequence[Span], undated: int, most_years: int | None = None) -> Timeline:
    """The quotes by month, by year when they span more than three, by decade of too many years."""
    known = [month for span in spans for month in span.ends]
    if not known:
        return Timeline("year", [], undated)
    start, end = min(known), max(known)
    unit = _unit(start, end, most_years)
    size = MONTHS[unit]
    periods = range(start // size, end // size + 1)
    bars = [Bar(WRITTEN[unit](period)) for period in periods]
    for span in spans:
        _add(bars, span, size, periods)
    return Timeline(unit, bars, undated)


def _unit(start: int, end: int, most_years: int | None) -> str:
    if end - start < MOST_MONTHS:
        return "month"
    return "decade" if most_years and end // 12 - start // 12 >= most_years else "year"


def _add(bars: list[Bar], span: Span, size: int, periods: range) -> None:
    """Surely said in a period is what can be of no other and whose date is not in doubt."""
    first, last = span.first // size, span.last // size
    if first == last and not span.in_doubt:
        bars[first - periods.start].count += span.number
        return
    first, last = max(first, periods.start), min(last, periods.stop - 1)
    for bar in bars[first - periods.start : last + 1 - periods.start]:
        bar.possible += span.number
