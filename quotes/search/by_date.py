"""The first matches in an order that an index knows, found by the cheaper of two ways.

*Walking* looks at that index in order until enough rows match: cheap when many do.
*Gathering* takes every match from the index of words, and sorts: cheap when few do. The planner
cannot choose: it knows little of words together and nothing of phrases. So a walk starts with
``PROBED`` rows, and the share of matches among them tells whether to go on. Its length is bounded;
when matches turn out to lie elsewhere (dates cluster by source) it gathers after all. Matches that
are few are not looked for again: counting them brought their primary keys; where it looked at all
of them, up to twice its floor, it brought the first 2,000.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from quotes.conditions import condition_of, is_of_one_table
from quotes.models import SHOWN, Quote
from quotes.paging import COUNT_FLOOR, Among, KeysFirst, Order, Place, counted, known_if_few
from quotes.said import NEWEST, OLDEST
from quotes.search.density import see_whether_many

NEWEST_FIRST = Order("newest", NEWEST, descending=True)
OLDEST_FIRST = Order("oldest", OLDEST)

PROBED = 2_000
"""Rows that a walk looks at before it judges whether to go on: one or two milliseconds."""

LOOK = 0.2
"""What looking at one row of a walk costs in the planner's units, as measured: its rows lie
together, source by source, where a gathered match most often is the only one on its page."""

PATIENCE = 3
"""How many times the rows expected a walk may look at."""

RARE = 0.0
"""The share of what is hardly anywhere: a phrase among alternatives.

It is gathered without a probe, unless that costs more than one."""

Statement = tuple[str, Sequence[Any]]


def in_order(
    rows: "QuerySet[Quote]", order: Order, way: "type[Walk] | None" = None, *more: Any
) -> "tuple[QuerySet[Quote], KeysFirst]":
    """Matches of words, and the way to find the first of them in this order."""
    see_whether_many(rows)
    known = counted(rows, order)
    few = known_if_few(rows)
    first = tuple(known.first or ()) if known.order == order else ()
    all_known = few is not None and bool(first)
    walk = (way or Walk).in_order(order, first, all_known, known.share, *more)
    # Since they were counted one may have been removed; its words must not be shown.
    return rows if few is None else few.filter(status__in=SHOWN), walk


@dataclass(frozen=True)
class Walk(KeysFirst):
    """An order by date, for many matches: walks if that is cheaper, else gathers.

    Counting may have brought the ``known`` first of them, or ``all`` there are, and the ``share``
    of quotes that match.
    """

    known: tuple[int, ...] = ()
    all: bool = False
    share: float | None = None

    @classmethod
    def in_order(cls, order: Order, *known: Any) -> "Walk":
        """The walk in this order, with what is ``known``."""
        return cls(order.name, order.keys, order.descending, *known)

    def places(
        self,
        rows: "QuerySet[Any]",
        number: int,
        place: Place | None = None,
        backwards: bool = False,
    ) -> list[Place]:
        """The sort keys of the first ``number`` rows from a place on, in order."""
        known = self._known(number, place, backwards)
        if known is not None:
            return self._places_of(known)
        try:
            return self._found(rows, number, place, backwards)
        except EmptyResultSet:
            return []

    def _known(self, number: int, place: Place | None, backwards: bool) -> list[int] | None:
        """The primary keys, if they are among those that counting brought."""
        if place is not None and place[-1] not in self.known:
            return None
        at = self.known.index(place[-1]) if place is not None else -1
        if backwards:
            return list(reversed(self.known[max(0, at - number) : at])) if at >= 0 else None
        found = self.known[at + 1 : at + 1 + number]
        return list(found) if self.all or len(found) == number else None

    def _places_of(self, keys: list[int]) -> list[Place]:
        """The sort keys of these; one may have been removed since, its words must not be shown."""
        rows = Quote.objects.shown().filter(Among.these(keys))
        keyed = rows.annotate(**dict(zip(self.names, self.keys, strict=True)))
        places = {place[-1]: place for place in keyed.values_list(*self.names)}
        return [places[key] for key in keys if key in places]

    def _found(
        self, rows: "QuerySet[Any]", number: int, place: Place | None, backwards: bool
    ) -> list[Place]:
        gathering = self._gathering(rows, number, place, backwards)
        bound = self._first_bound(number, gathering) if _is_walkable(rows) else 0
        for is_last in (False, True):
            if not bound:
                break
            visited = self.placed(Quote.objects.published(), place, backwards)[:bound]
            found = _asked(*self._matching(visited, rows, number))
            if len(found) == number:
                return found
            further = 0 if is_last else _further(number, len(found) / bound, *gathering)
            bound = further if further > bound else 0
        return _asked(*gathering)

    def _first_bound(self, number: int, gathering: Statement) -> int:
        """How many rows the first walk looks at: to probe, or as a known share needs."""
        if self.share == RARE:
            return PROBED if _cost(*gathering) > PROBED else 0
        if self.share is None:
            return PROBED
        if LOOK * number / self.share < COUNT_FLOOR:  # the pages on which as many matches lie
            return max(PROBED, int(PATIENCE * number / self.share))
        return _further(number, self.share, *gathering)

    def _matching(
        self, visited: "QuerySet[Quote]", rows: "QuerySet[Any]", number: int
    ) -> Statement:
        """The first of the visited rows that are also among ``rows``."""
        matches = RawSQL(*condition_of(rows, looked_at=True), output_field=BooleanField())  # noqa: S611  # Django's own SQL
        chosen = visited.annotate(_matches=matches).values_list(*self.names, "_matches")
        sql, params = chosen.query.sql_with_params()
        names = ", ".join(self.names)
        return (
            f"SELECT {names} FROM ({sql}) AS visited WHERE _matches LIMIT %s",  # noqa: S608  # Django's own SQL
            [*params, number],
        )

    def _gathering(
        self, rows: "QuerySet[Any]", number: int, place: Place | None, backwards: bool
    ) -> Statement:
        matches = self.placed(rows, place, backwards).order_by().values_list(*self.names)
        sql, params = matches.query.sql_with_params()
        direction = "DESC" if self.descending is not backwards else "ASC"
        names = ", ".join(self.names)
        sort = ", ".join(f"{name} {direction}" for name in self.names)
        # OFFSET 0 keeps the planner from walking: it plans the inner part without order and limit.
        return (
            f"SELECT {names} FROM ({sql} OFFSET 0) AS gathered ORDER BY {sort} LIMIT %s",  # noqa: S608  # Django's own SQL and our names
            [*params, number],
        )


def _is_walkable(rows: "QuerySet[Any]") -> bool:
    """Whether the indexes hold all the rows, and no other table is asked."""
    (published,) = Quote.objects.published().query.where.children
    return published in rows.query.where.children and is_of_one_table(rows)


def _further(number: int, share: float, sql: str, params: Sequence[Any]) -> int:
    """How many rows a longer walk may look at; none where gathering by this SQL is cheaper."""
    expected = number / (share or 0.5 / PROBED)
    return int(expected * PATIENCE) if expected * LOOK < _cost(sql, params) else 0


def _cost(sql: str, params: Sequence[Any]) -> float:
    """What this costs in the planner's units.

    It knows poorly how many rows match, but well how many it must look at for that.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        return float(cursor.fetchone()[0][0]["Plan"]["Total Cost"])


def _asked(sql: str, params: Sequence[Any]) -> list[Place]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
