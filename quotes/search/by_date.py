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
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from archive.prepared import as_array
from quotes.conditions import (
    ALWAYS,
    Condition,
    condition_of,
    is_of_one_table,
    named,
    sort_keys,
)
from quotes.models import SHOWN, Quote
from quotes.paging import COUNT_FLOOR, KeysFirst, Order, Place, counted, known_if_few
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

PLACES = "SELECT {keys} FROM quotes_quote WHERE id = ANY(%s::bigint[]) AND status = ANY(%s)"

WALK = """
SELECT {names} FROM (
    SELECT {keys}, ({matches}) AND ({also}) AS _matches FROM quotes_quote
    WHERE status = 'published' {beyond} ORDER BY {sort} LIMIT %s
) AS visited WHERE _matches LIMIT %s
"""

GATHER = "SELECT {names} FROM ({found} OFFSET 0) AS gathered {beyond} ORDER BY {sort} LIMIT %s"
"""OFFSET 0 keeps the planner from walking: it plans the inner part without order and limit."""

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
    places = known.places if first else ()
    walk = (way or Walk).in_order(order, first, all_known, known.share, places, *more)
    # Since they were counted one may have been removed; its words must not be shown.
    return rows if few is None else few.filter(status__in=SHOWN), walk


@dataclass(frozen=True)
class Walk(KeysFirst):
    """An order by date, for many matches: walks if that is cheaper, else gathers.

    Counting may have brought the ``known`` first of them, or ``all`` there are, the ``share`` of
    quotes that match, and of the first page the sort keys.
    """

    known: tuple[int, ...] = ()
    all: bool = False
    share: float | None = None
    first_places: tuple[Place, ...] = ()

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
            beginning = self.first_places[: len(known)]
            is_known = [place[-1] for place in beginning] == known
            return list(beginning) if is_known else self._places_of(known)
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
        named_keys = named(sort_keys(Quote._meta.label, self), self.names)
        found = _asked(PLACES.format(keys=named_keys), [as_array(keys), list(SHOWN)])
        places = {place[-1]: place for place in found}
        return [places[key] for key in keys if key in places]

    def _found(
        self, rows: "QuerySet[Any]", number: int, place: Place | None, backwards: bool
    ) -> list[Place]:
        return self.searched(Search(self, rows, number, place, backwards))

    def searched(self, search: "Search") -> list[Place]:
        """What is found by a walk, by a second if the first promised enough, or by gathering."""
        bound = self._first_bound(search) if search.is_walkable else 0
        for is_last in (False, True):
            if not bound:
                break
            found = search.walked(bound)
            if len(found) == search.number:
                return found
            further = 0 if is_last else search.further(len(found) / bound)
            bound = further if further > bound else 0
        return _asked(*search.gathering)

    def _first_bound(self, search: "Search") -> int:
        """How many rows the first walk looks at: to probe, or as a known share needs."""
        if self.share == RARE:
            return PROBED if search.cost > PROBED else 0
        if self.share is None:
            return PROBED
        if LOOK * search.number / self.share < COUNT_FLOOR:  # the pages that many matches are on
            return max(PROBED, int(PATIENCE * search.number / self.share))
        return search.further(self.share)


@dataclass
class Search:
    """For the first rows of an order that match, and answer another condition; from a place on."""

    order: Order
    rows: "QuerySet[Any]"
    number: int
    place: Place | None
    backwards: bool
    also: Condition = ALWAYS

    def __post_init__(self) -> None:
        self.keys = sort_keys(Quote._meta.label, self.order)
        self.names = ", ".join(self.order.names)
        self.named = named(self.keys, self.order.names)
        direction = "DESC" if self.order.descending is not self.backwards else "ASC"
        self.sort = ", ".join(f"{name} {direction}" for name in self.order.names)

    @property
    def is_walkable(self) -> bool:
        """Whether the indexes hold all the rows, and no other table is asked."""
        (published,) = Quote.objects.published().query.where.children
        return published in self.rows.query.where.children and is_of_one_table(self.rows)

    def walked(self, bound: int) -> list[Place]:
        """Those among so many rows of the order's index."""
        (matches, asked), (also, more) = condition_of(self.rows, looked_at=True), self.also
        beyond, place = self._beyond("AND", ", ".join(self.keys))
        sql = WALK.format(
            names=self.names,
            keys=self.named,
            matches=matches,
            also=also,
            beyond=beyond,
            sort=self.sort,
        )
        return _asked(sql, [*asked, *more, *place, bound, self.number])

    @cached_property
    def gathering(self) -> Statement:
        """What finds those among all that match."""
        found, asked = self._matching()
        beyond, place = self._beyond("WHERE", self.names)
        sql = GATHER.format(names=self.names, found=found, beyond=beyond, sort=self.sort)
        return sql, [*asked, *place, self.number]

    @cached_property
    def cost(self) -> float:
        """What gathering costs in the planner's units.

        It knows poorly how many rows match, but well how many it must look at for that.
        """
        sql, params = self.gathering
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            return float(cursor.fetchone()[0][0]["Plan"]["Total Cost"])

    def further(self, share: float) -> int:
        """How many rows a longer walk may look at; none where gathering is cheaper."""
        expected = self.number / (share or 0.5 / PROBED)
        return int(expected * PATIENCE) if expected * LOOK < self.cost else 0

    def _matching(self) -> Statement:
        also, more = self.also
        if is_of_one_table(self.rows):
            chosen, asked = condition_of(self.rows)
            sql = f"SELECT {self.named} FROM quotes_quote WHERE {chosen} AND ({also})"  # noqa: S608  # Django's own SQL
            return sql, [*asked, *more]
        rows = self.rows.filter(RawSQL(also, more, output_field=BooleanField()))  # noqa: S611  # Django's own SQL
        keyed = rows.annotate(**dict(zip(self.order.names, self.order.keys, strict=True)))
        return keyed.order_by().values_list(*self.order.names).query.sql_with_params()

    def _beyond(self, where: str, keys: str) -> Statement:
        """That rows come after the place, or before it."""
        if self.place is None:
            return "", []
        way = "<" if self.order.descending is not self.backwards else ">"
        return f"{where} ({keys}) {way} ({', '.join(['%s'] * len(self.place))})", self.place


def _asked(sql: str, params: Sequence[Any]) -> list[Place]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
