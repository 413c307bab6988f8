"""What the quotes found have in common: counts by speaker, kind, year …, and a timeline.

Each facet ignores its own choice, so that a reader sees what choosing otherwise would give. All
facets without a choice share one statement. Counting stops at the floor (``quotes.paging``): of
more hits 10,000 are counted, and the answer says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from archive.models import Organization, Person
from archive.models.base import Record
from quotes.models import Quote, Topic
from quotes.paging import COUNT_FLOOR, count_to_floor, known_if_few

MOST_VALUES = 20
"""Values listed in a facet, the most frequent first."""

MOST_MONTHS = 36
"""A timeline of more months than these shows years."""

COLUMNS = ("id", "speaker", "organization", "speech", "kind", "language", "standing",
           "said", "speech_delivered", "said_earliest", "said_latest")  # fmt: skip

COUNTS = {
    "speaker": "SELECT speaker_id::text, count(*) FROM hits GROUP BY 1",
    "organization": "SELECT organization_id::text, count(*) FROM hits GROUP BY 1",
    "kind": "SELECT kind, count(*) FROM hits GROUP BY 1",
    "language": "SELECT language, count(*) FROM hits GROUP BY 1",
    "standing": "SELECT standing, count(*) FROM hits GROUP BY 1",
    "topic": """
        SELECT topic_id::text, count(*) FROM quotes_quote_topics
        WHERE quote_id = ANY(ARRAY(SELECT id FROM hits)) GROUP BY 1""",
    "publisher": """
        SELECT publisher_id::text, count(*) FROM (
            WITH RECURSIVE carried(quote, source) AS MATERIALIZED (
                SELECT quote_id, source_id FROM quotes_citation
                WHERE quote_id = ANY(ARRAY(SELECT id FROM hits))
                UNION ALL
                SELECT hits.id, source_id FROM hits JOIN archive_speechsource USING (speech_id)
            ), chain(source, origin) AS (
                SELECT DISTINCT source, source FROM carried
                UNION
                SELECT chain.source, d.origin_id
                FROM chain JOIN archive_derivation d ON d.source_id = origin
            ), published(origin, publisher_id) AS MATERIALIZED (
                SELECT id, publisher_id FROM archive_source
                WHERE id = ANY(ARRAY(SELECT origin FROM chain)) AND is_public
            )
            SELECT DISTINCT quote, publisher_id
            FROM carried JOIN chain USING (source) JOIN published USING (origin)
        ) of_quotes GROUP BY 1""",
}
"""A statement each: value and number of quotes, from the rows found (``hits``).

A publisher counts as the filter does (``quotes.filters.leading_to``): along the whole chain. Ten
thousand keys are asked for at once: those of one import lie together in an index.
"""

TIMELINE = """
    SELECT date_trunc('month', said_earliest)::date || '/' ||
           date_trunc('month', said_latest)::date || CASE WHEN in_doubt THEN '?' ELSE '' END,
        sum(number)::bigint
    FROM (
        SELECT said_earliest, said_latest,
            coalesce(nullif(said, ''), delivered) ~ '[?~%%]' AS in_doubt, count(*) AS number
        FROM hits GROUP BY 1, 2, 3
    ) days GROUP BY 1"""
"""First and last month a quote may be of, with a ? where even these are in doubt (``2015-03?``)."""

NAMED: Mapping[str, type[Record]] = {
    "speaker": Person,
    "organization": Organization,
    "publisher": Organization,
    "topic": Topic,
}

FACETS = (*COUNTS, "timeline")
"""The facets that can be asked for."""


@dataclass(frozen=True)
class Value:
    """One value of a facet: what to filter by, what to show, how many quotes."""

    value: str
    label: str
    count: int


@dataclass
class Bar:
    """A month or a year of the timeline: quotes surely said then, and quotes that may have been."""

    period: str
    count: int = 0
    possible: int = 0


@dataclass(frozen=True)
class Timeline:
    """Bars without gaps, oldest first, and the number of quotes without any date."""

    unit: str
    bars: list[Bar] = field(default_factory=list)
    undated: int = 0


@dataclass(frozen=True)
class Counted:
    """Raw counts of several facets over one set of rows, and whether they cover all of it."""

    counts: dict[str, list[tuple[str | None, int]]]
    exact: bool


def count(rows: "QuerySet[Quote]", names: Iterable[str]) -> Counted:
    """Count the values of the facets ``names`` over ``rows``, in one statement."""
    wanted = {name: COUNTS.get(name, TIMELINE) for name in names}
    hits, exact = _hits(rows)
    sql, params = hits.values_list(*COLUMNS).query.sql_with_params()
    parts = [_labelled(name, part) for name, part in wanted.items()]
    statement = f"""
        WITH hits(id, speaker_id, organization_id, speech_id, kind, language, standing,
                  said, delivered, said_earliest, said_latest) AS MATERIALIZED ({sql})
        {" UNION ALL ".join(parts)}"""  # Django's own SQL and our constants
    counts: dict[str, list[tuple[str | None, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for name, value, number in cursor.fetchall():
            counts[name].append((value, number))
    return Counted(counts, exact)


def _hits(rows: "QuerySet[Quote]") -> "tuple[QuerySet[Quote], bool]":
    """What is counted, all of it or 10,000 as they come, and whether it is all.

    The newest would have to be looked for: 200,000 rows of the index of dates where one in twenty
    matches. As they come they span the whole archive, and are the same each time.
    """
    few = known_if_few(rows)
    if few is not None:
        return few.order_by(), True
    return rows.order_by()[:COUNT_FLOOR], count_to_floor(rows)[1]


def _labelled(name: str, part: str) -> str:
    return f"SELECT '{name}' AS facet, * FROM ({part}) AS f"  # noqa: S608  # our constants


def values(counted: Counted, name: str) -> list[Value]:
    """The most frequent values of a facet, with the ref and the name of the records they are."""
    known = [(value, number) for value, number in counted.counts.get(name, []) if value]
    if name == "language":
        known = _with_more_exact(known)
    best = sorted(known, key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
    if name not in NAMED:
        return [Value(value, value, number) for value, number in best]
    records = NAMED[name]._default_manager.in_bulk([int(value) for value, _ in best])
    return [
        Value(records[int(value)].ref, str(records[int(value)]), number)
        for value, number in best
        if records[int(value)].is_public
    ]


def _with_more_exact(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Tags with what is told more exactly counted in, as the filter finds it: zh with zh-Hans."""
    return [
        (tag, sum(number for other, number in counts if f"{other}-".startswith(f"{tag}-")))
        for tag, _ in counts
    ]


def timeline(counted: Counted, most_years: int | None = None) -> Timeline:
    """The counts by month, by year when they span more than three, by decade of too many years.

    Surely said in a period is what can be of no other and whose date is not in doubt.
    """
    given = counted.counts.get("timeline", [])
    spans = [(_months(value), "?" in value, number) for value, number in given if value]
    undated = sum(number for value, number in given if not value)
    known = [edge for span, _, _ in spans for edge in span if _within(edge)]
    if not known:
        return Timeline("year", [], undated)
    start, end = min(known), max(known)
    unit = _unit(start, end, most_years)
    bars = {period: Bar(period) for period in _periods(start, end, unit)}
    for (first, last), in_doubt, number in spans:
        periods = _periods(max(first, start), min(last, end), unit)
        _add(bars, periods, number, sure=len(periods) == 1 and not in_doubt)
    return Timeline(unit, list(bars.values()), undated)


def _unit(start: int, end: int, most_years: int | None) -> str:
    if end - start < MOST_MONTHS:
        return "month"
    return "decade" if most_years and end // 12 - start // 12 >= most_years else "year"


def _months(span: str) -> tuple[int, int]:
    """First and last month, counted from year 0, of ``2020-11-01/2020-12-01``."""
    first, last = (date.fromisoformat(day) for day in span.rstrip("?").split("/"))
    return first.year * 12 + first.month - 1, last.year * 12 + last.month - 1


def _within(month: int) -> bool:
    """Whether this is a real edge, not the sentinel of an open end."""
    return date.min.year * 12 < month < date.max.year * 12


def _periods(first: int, last: int, unit: str) -> list[str]:
    """The periods from one month to another, as EDTF writes them: 2020-11, 2020, 202X."""
    if unit == "month":
        return [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(first, last + 1)]
    if unit == "year":
        return [f"{year:04}" for year in range(first // 12, last // 12 + 1)]
    return [f"{decade:03}X" for decade in range(first // 120, last // 120 + 1)]


def _add(bars: dict[str, Bar], periods: list[str], number: int, *, sure: bool) -> None:
    for period in periods:
        if sure:
            bars[period].count += number
        else:
            bars[period].possible += number
