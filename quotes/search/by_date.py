"""The first matches in order of date, found by the cheaper of two ways.

*Walking* looks at an index of dates in order until enough rows match: cheap when many do.
*Gathering* takes every match from the index of words, and sorts: cheap when few do. The planner
cannot choose: it knows little of words together and nothing of phrases. So a walk starts with
``PROBED`` rows, and the share of matches among them tells whether to go on. Its length is bounded;
when matches turn out to lie elsewhere (dates cluster by source) it gathers after all. Matches that
are few are not looked for again: counting them brought their primary keys; up to the floor of the
count it brought the first 2,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from quotes.models import SHOWN, Quote
from quotes.paging import KeysFirst, Order, Place, counted, known_if_few
from quotes.said import NEWEST, OLDEST

NEWEST_FIRST = Order("newest", NEWEST, descending=True)
OLDEST_FIRST = Order("oldest", OLDEST)

PROBED = 2_000
"""Rows that a walk looks at before it judges whether to go on: one or two milliseconds."""

LOOK = 0.2
"""What looking at one row of a walk costs in the planner's units, as measured: its rows lie
together, source by source, where a gathered match most often is the only one on its page."""

PATIENCE = 3
"""How many times the rows expected a walk may look at."""

Statement = tuple[str, Sequence[Any]]


def in_date_order(rows: "QuerySet[Quote]", order: Order) -> "tuple[QuerySet[Quote], KeysFirst]":
    """Matches of words, and the way to find the first of them in this order."""
    known = counted(rows, order)
    few = known_if_few(rows)
    if few is None:
        first = known.first if known.order == order else None
        return rows, Walk(order.name, order.keys, order.descending, tuple(first or ()))
    # Since they were counted one may have been removed; its words must not be shown.
    return few.filter(status__in=SHOWN), KeysFirst(order.name, order.keys, order.descending)


@dataclass(frozen=True)
class Walk(KeysFirst):
    """An order by date, for many matches: walks if that is cheaper, else gathers.

    Counting may have brought the ``known_first`` of them.
    """

    known_first: tuple[int, ...] = ()

    def primary_keys(
        self,
        rows: "QuerySet[Any]",
        number: int,
        place: Place | None = None,
        backwards: bool = False,
    ) -> list[int]:
        """The primary keys of the first ``number`` rows from a place on, in order."""
        if place is None and not backwards and number <= len(self.known_first):
            return list(self.known_first[:number])
        try:
            bound = PROBED if _is_walkable(rows) else 0
            while bound:
                visited = self.placed(Quote.objects.published(), place, backwards)[:bound]
                found = _column(*_matching(visited, rows, number))
                if len(found) == number:
                    return found
                gathering = self._gathering(rows, number, place, backwards)
                bound = _further(number, len(found), *gathering) if bound == PROBED else 0
            return _column(*self._gathering(rows, number, place, backwards))
        except EmptyResultSet:
            return []

    def _gathering(
        self, rows: "QuerySet[Any]", number: int, place: Place | None, backwards: bool
    ) -> Statement:
        names = [f"_key{i}" for i in range(len(self.keys))]
        matches = self.placed(rows, place, backwards).order_by().values_list("pk", *names)
        sql, params = matches.query.sql_with_params()
        direction = "DESC" if self.descending is not backwards else "ASC"
        sort = ", ".join(f"{name} {direction}" for name in names)
        # OFFSET 0 keeps the planner from walking: it plans the inner part without order and limit.
        return (
            f"SELECT pk FROM ({sql} OFFSET 0) AS gathered ORDER BY {sort} LIMIT %s",  # noqa: S608  # Django's own SQL and our names
            [*params, number],
        )


def _is_walkable(rows: "QuerySet[Any]") -> bool:
    """Whether the indexes hold all the rows, and no other table is asked."""
    (published,) = Quote.objects.published().query.where.children
    return published in rows.query.where.children and len(rows.query.alias_map) == 1


def _matching(visited: "QuerySet[Quote]", rows: "QuerySet[Any]", number: int) -> Statement:
    """The first of the visited rows that are also among ``rows``."""
    condition, given = rows.query.get_compiler(connection=connection).compile(rows.query.where)
    matches = RawSQL(condition, given, output_field=BooleanField())  # noqa: S611  # Django's own SQL
    chosen = visited.annotate(_matches=matches).values_list("pk", "_matches")
    sql, params = chosen.query.sql_with_params()
    return (
        f"SELECT pk FROM ({sql}) AS visited WHERE _matches LIMIT %s",  # noqa: S608  # Django's own SQL
        [*params, number],
    )


def _further(number: int, found: int, sql: str, params: Sequence[Any]) -> int:
    """How many rows a longer walk may look at; none where gathering by this SQL is cheaper.

    The planner knows poorly how many rows match, but well how many it must look at for that.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        cost = cursor.fetchone()[0][0]["Plan"]["Total Cost"]
    expected = number * PROBED / (found or 0.5)
    return int(expected * PATIENCE) if expected * LOOK < cost else 0


def _column(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [value for (value,) in cursor.fetchall()]
