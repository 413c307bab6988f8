"""When a quote was said: the orders by that date, and periods that an index can answer.

A quote may have been said on any day from ``said_earliest`` to ``said_latest``. Whether that
overlaps a period needs both columns, and an index orders by one: asked plainly, half of it is read.
So the period is asked once more in a way that an index can: a quote whose date is known to the year
begins at most 366 days before it may end, and the few that span more have an index of their own.
Where words are asked too, the indexes of words know the years that a quote may be of, and find both
at once.
"""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    Func,
    IntegerField,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThanOrEqual

from archive.dates import PartialDate
from archive.models.fields import not_after, not_before, overlaps
from quotes.states import Standing

Keys = tuple[Case | Coalesce | F, ...]


def _order(unknown: date) -> Keys:
    """Sort keys of a quote's date, never NULL: a page's last row can then be compared with."""
    day = Value(unknown, output_field=DateField())
    return (Coalesce("said_earliest", day), Coalesce("said_latest", day), F("id"))


NEWEST = _order(date.min)
OLDEST = _order(date.max)

SUREST: Keys = (
    Case(
        When(standing=Standing.CONFIRMED.value, then=1),
        When(standing=Standing.UNVERIFIED.value, then=0),
        default=-1,
        output_field=IntegerField(),
    ),
    *NEWEST,
)
"""Confirmed before unverified, and both before disputed and misattributed; then the newest."""

YEAR = 366
"""Days that most dates span at most."""


class Span(Func):
    """The number of days between two."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


LONG = Q(GreaterThan(Span(F("said_latest"), F("said_earliest")), YEAR))
"""Quotes whose date spans more than a year: a decade, “in or after 2015”."""


class Years(Func):
    """The years that a quote may be of: two at most, 0 for a date that spans more.

    NULL where nothing is known. The indexes of words hold it, since to meet what was said within
    a year with all that hold a word took ten times as long.
    """

    template = (
        "(CASE WHEN {1} - {0} <= %(most)s"
        " THEN ARRAY[EXTRACT(year FROM {0})::integer, EXTRACT(year FROM {1})::integer]"
        " WHEN {1} - {0} > %(most)s THEN ARRAY[0] END)"
    )
    output_field = ArrayField(IntegerField())

    def __init__(self, *dates: Any) -> None:
        super().__init__(*(dates or ("said_earliest", "said_latest")))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **more: Any) -> tuple[str, Any]:
        """The expression, with each date in it where it is needed."""
        dates = [compiler.compile(date)[0] for date in self.get_source_expressions()]
        return (self.template % {"most": YEAR}).format(*dates), []


class MayBeOf(Func):
    """Whether a quote may be of one of these years: for the indexes of words alone."""

    template = "(%(expressions)s::integer[])"
    arg_joiner = " && "
    is_for_an_index = True
    output_field = BooleanField()

    @classmethod
    def years(cls, first: int, last: int) -> "MayBeOf":
        """From the first to the last of them."""
        listed = ",".join(map(str, (0, *range(first, last + 1))))
        return cls(Years(), Value(f"{{{listed}}}", TextField()))


MOST_YEARS = 10
"""Of a longer period all days are asked of the index of dates: it takes no more time then."""


def said_in(when: PartialDate, *, beside_words: bool = False) -> Q:
    """Quotes that may have been said within ``when``; for an index that knows words or dates."""
    first, last = when.earliest, when.latest
    if beside_words and last.year - first.year < MOST_YEARS:
        return overlaps("said", when) & Q(MayBeOf.years(first.year, last.year))
    return overlaps("said", when) & _begins(first, last)


def said_from(when: PartialDate) -> Q:
    """Quotes that may have been said on the first day of ``when`` or later."""
    return not_before("said", when) & _begins(when.earliest, date.max)


def said_until(when: PartialDate) -> Q:
    """Quotes that may have been said on the last day of ``when`` or earlier."""
    return not_after("said", when) & _begins(date.min, when.latest)


def _begins(first: date, last: date) -> Q:
    """Implied by the overlap with these days; says where in the index of dates to look."""
    beginning = NEWEST[0]
    until = Q(LessThanOrEqual(beginning, Value(last))) if last < date.max else Q()
    if first.toordinal() <= YEAR:
        return until
    since = Q(GreaterThanOrEqual(beginning, Value(first - timedelta(YEAR))))
    # Once more for all of them: a list of the newest starts there, not at the newest of all.
    return until & (since & until | LONG & Q(said_latest__gte=first))
