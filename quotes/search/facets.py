"""What the quotes found have in common: counts by speaker, kind, year …, and a timeline.

Each facet ignores its own choice, so that a reader sees what choosing otherwise would give. All
facets without a choice share one statement: the one that counts what was found, so that it is
looked at once. Of more hits than the floor (``quotes.paging``) those in a fair part of the archive
are counted (``quotes.parts``), some 2,500 to 5,000, and the answer says how many: every fourth
block, eighth … as the planner expects them, which the indexes find, and once more where it was
wrong.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log2
from typing import TYPE_CHECKING

from quotes.paging import (
    COUNT_FLOOR,
    Beside,
    counted,
    is_counted,
    known_if_few,
    most_looked_at,
    tell_beside,
)
from quotes.paging import Counted as Found
from quotes.parts import InPart, no_more_than
from quotes.search.density import expected
from quotes.search.frequencies import known_rows
from quotes.search.timeline import Span

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from quotes.models import Quote

MOST_VALUES = 20
"""Values listed in a facet, the most frequent first."""

COLUMNS = ("speaker_id", "organization_id", "speech_id", "said_earliest", "said_latest",
           "kind", "language", "standing", "said", "speech_delivered")  # fmt: skip

COUNTED = 5_000
"""Of more than the floor a part of no more than so many is counted: each costs 7 microseconds.

Half of them are the fewest in such a part. What a tenth of 2,500 have in common is told as 10 %
with a standard error of 0.6, what a hundredth have as 1 % with 0.2.
"""

FEWEST = 0.4
"""Where fewer than so many of these are in a part, a larger one is counted."""

HITS = "hits"
"""What is told of the hits beside their facets: how many they are."""

TOLD = """, alike AS MATERIALIZED (
        SELECT speaker_id, organization_id, kind, language, standing, count(*) AS number
        FROM hits GROUP BY 1, 2, 3, 4, 5
    )
    SELECT coalesce(json_agg(json_build_array(facet, value, label, number))::text, '[]')
    FROM (
        SELECT '{hits}' AS facet, NULL AS value, NULL AS label, count(*) AS number FROM hits
        UNION ALL {facets}
    ) AS told"""
"""What is told of the hits. Five facets count what of them is alike, and not each row again."""

VALUES = """
    SELECT '{name}' AS facet, {name} AS value, {name} AS label, sum(number)::bigint AS number
    FROM alike GROUP BY {name}"""

RECORDS = """
    SELECT '{name}' AS facet, ref AS value, name AS label, number
    FROM (
        SELECT * FROM ({numbers}) AS numbers(id, number)
        WHERE id IS NOT NULL ORDER BY number DESC, id LIMIT {most}
    ) AS best JOIN {table} USING (id)
    WHERE is_public"""

SPEAKERS = "SELECT speaker_id, sum(number)::bigint FROM alike GROUP BY 1"

ORGANIZATIONS = "SELECT organization_id, sum(number)::bigint FROM alike GROUP BY 1"

TOPICS = """
    SELECT topic_id, count(*) FROM quotes_quote_topics
    WHERE quote_id = ANY(ARRAY(SELECT id FROM hits)) GROUP BY 1"""

PUBLISHERS = """
    WITH RECURSIVE carried(quote, source) AS MATERIALIZED (
        SELECT quote_id, source_id FROM quotes_citation
        WHERE quote_id = ANY(ARRAY(SELECT id FROM hits))
        UNION
        SELECT hits.id, source_id FROM hits JOIN (
            SELECT speech_id, source_id FROM archive_speechsource
            WHERE speech_id = ANY(ARRAY(SELECT speech_id FROM hits))
        ) AS of_speeches USING (speech_id)
    ), origins(source, origin) AS (
        SELECT source_id, origin_id FROM archive_derivation
        WHERE source_id = ANY(ARRAY(SELECT source FROM carried))
        UNION
        SELECT origins.source, origin_id FROM origins JOIN archive_derivation ON source_id = origin
    ), chain(quote, source) AS (
        SELECT quote, source FROM carried
        UNION ALL
        SELECT quote, origin FROM carried JOIN origins USING (source)
    ), published(source, publisher_id) AS MATERIALIZED (
        SELECT id, publisher_id FROM archive_source
        WHERE id = ANY(ARRAY(SELECT source FROM chain)) AND is_public
    )
    SELECT publisher_id, count(*) FROM (
        SELECT DISTINCT quote, publisher_id FROM chain JOIN published USING (source)
    ) AS of_quotes GROUP BY 1"""
"""A publisher counts as the filter does (``quotes.filters.leading_to``): along the whole chain.

Ten thousand keys are asked for at once: those of one import lie together in an index.
"""

TIMELINE = """
    SELECT 'timeline' AS facet, first || '/' || last AS value,
        CASE WHEN in_doubt THEN '?' ELSE '' END AS label, sum(number)::bigint AS number
    FROM (
        SELECT (12 * date_part('year', said_earliest) + date_part('month', said_earliest))::int - 1
                AS first,
            (12 * date_part('year', said_latest) + date_part('month', said_latest))::int - 1
                AS last,
            coalesce(nullif(said, ''), speech_delivered) ~ '[?~%%]' AS in_doubt, number
        FROM (
            SELECT said_earliest, said_latest, said, speech_delivered, count(*) AS number
            FROM hits GROUP BY 1, 2, 3, 4
        ) AS days
    ) AS months GROUP BY first, last, in_doubt"""
"""First and last month a quote may be of, counted from year 0; a ? where even they are in doubt."""


def _records(name: str, table: str, numbers: str) -> str:
    return RECORDS.format(name=name, table=table, numbers=numbers, most=MOST_VALUES)


STATEMENTS = {
    "speaker": _records("speaker", "archive_person", SPEAKERS),
    "organization": _records("organization", "archive_organization", ORGANIZATIONS),
    "kind": VALUES.format(name="kind"),
    "language": VALUES.format(name="language"),
    "standing": VALUES.format(name="standing"),
    "topic": _records("topic", "quotes_topic", TOPICS),
    "publisher": _records("publisher", "archive_organization", PUBLISHERS),
    "timeline": TIMELINE,
}
"""A part of the statement for each facet: its name, value and label, and the number of quotes."""

FACETS = tuple(STATEMENTS)
"""The facets that can be asked for."""


@dataclass(frozen=True)
class Value:
    """One value of a facet: what to filter by, what to show, how many quotes."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Counted:
    """Several facets over one set of rows: the most frequent values, and when they were said.

    ``exact`` says whether all rows were counted, ``among`` how many were, ``undated`` how many of
    these have no date.
    """

    values: dict[str, list[Value]]
    spans: list[Span]
    undated: int
    exact: bool
    among: int


def ask(rows: "QuerySet[Quote]", names: Sequence[str]) -> None:
    """Let ``rows`` be counted by these facets when they are counted."""
    if names:
        tell_beside(rows, _beside(tuple(names)))


def count(rows: "QuerySet[Quote]", names: Sequence[str]) -> Counted:
    """Count the values of the facets ``names`` over ``rows``."""
    if not is_counted(rows):
        ask(rows, names)
    known, beside = counted(rows), _beside(tuple(names))
    told = known.told if known.beside == beside else None
    found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in (HITS, *names)}
    for name, *value in json.loads(told or _told(rows, tuple(names))):
        found[name].append((value[0], value[1], value[2]))
    ((_value, _label, among),) = found.pop(HITS) or [("", "", 0)]
    when = found.pop("timeline", [])
    return Counted(
        values={name: _most_frequent(name, numbers) for name, numbers in found.items()},
        spans=[_span(*one) for one in when if one[0]],
        undated=sum(number for months, _mark, number in when if not months),
        exact=known.number <= COUNT_FLOOR,
        among=among,
    )


def _beside(names: tuple[str, ...], halvings: int = 0) -> Beside:
    kept = no_more_than(COUNTED, "number", "pk", halvings, most_looked_at())
    return Beside(
        COLUMNS, _written(names), kept if halvings else f"number <= {COUNT_FLOOR} OR {kept}"
    )


@lru_cache(maxsize=100)
def _written(names: tuple[str, ...]) -> str:
    parts = " UNION ALL ".join(f"({STATEMENTS[name]})" for name in names)
    return TOLD.format(hits=HITS, facets=parts)


def _span(months: str, mark: str, number: int) -> Span:
    first, _, last = months.partition("/")
    return Span(int(first), int(last), bool(mark), number)


def _told(rows: "QuerySet[Quote]", names: tuple[str, ...]) -> str:
    """The same of rows that were counted without it, or of which not all were looked at."""
    halvings = _halvings(_expected(rows))
    part = _part(rows, names, halvings)
    if part.number < FEWEST * COUNTED and halvings:
        halvings = _halvings(part.number << halvings)
        part = _part(rows, names, halvings)
    while part.number > most_looked_at():
        halvings += 2
        part = _part(rows, names, halvings)
    return part.told or "[]"


def _part(rows: "QuerySet[Quote]", names: tuple[str, ...], halvings: int) -> Found:
    """Those of the rows that are in a part, as they are counted: and fewer of them, if many."""
    few = known_if_few(rows)
    part = rows.filter(InPart.halved(halvings)) if halvings else rows.all() if few is None else few
    tell_beside(part, _beside(names, halvings))
    return counted(part)


def _expected(rows: "QuerySet[Quote]") -> float:
    """How many they are, or may be."""
    known = counted(rows)
    if known.number <= COUNT_FLOOR:
        return known.number
    return max(known.number, expected(rows), (known.share or 0) * (known_rows() or 0))


def _halvings(number: float) -> int:
    """How often the archive is halved until so many are no more than are counted of a part."""
    return ceil(log2(number / COUNTED)) if number > COUNT_FLOOR else 0


def _most_frequent(name: str, counts: list[tuple[str, str, int]]) -> list[Value]:
    known = [Value(*one) for one in counts if one[0]]
    if name == "language":
        known = _with_more_exact(known)
    return sorted(known, key=lambda one: (-one.count, one.value))[:MOST_VALUES]


def _with_more_exact(counts: list[Value]) -> list[Value]:
    """Tags with what is told more exactly counted in, as the filter finds it: zh with zh-Hans."""
    return [
        Value(
            one.value,
            one.label,
            sum(other.count for other in counts if f"{other.value}-".startswith(f"{one.value}-")),
        )
        for one in counts
    ]
