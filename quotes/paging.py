"""Pages by key, not by number: stable while rows come and go, and as cheap deep as at the top.

The next page starts after the row at this one's edge, whatever was inserted meanwhile
(``quotes.cursors``). Shared by the API and the pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Case, F, Func, Value
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from archive.prepared import as_array
from quotes.conditions import NEVER, Condition, conditions_apart, is_of_one_table, named, sort_keys
from quotes.cursors import read, written

Item = TypeVar("Item")
Row = TypeVar("Row", bound=models.Model)
Place = Sequence[Any]
"""Sort keys after which a page begins."""

COUNT_FLOOR = 10_000
"""Counting stops here: to the floor it costs milliseconds, an exact count of millions does not."""

FEW = 2_000
"""So many rows are kept by their primary keys: found once, for page, order and facets.

Not more: to look up 4,000 by their keys takes 17 ms, to search two common words again 13.

Never above the floor, where counting stops."""

KEPT = 2_000
"""So many of the first rows are kept by their primary keys, even if there are more."""

BEYOND = 2
"""Counting looks at so many times as many rows as the floor: where it ends before, all were looked
at, and the first of them need not be searched for a second time."""

PLACED = 21
"""Of so many first rows the sort keys are brought too: a page of the usual size, and one more."""

COUNTED = """
WITH found AS MATERIALIZED ({found}),
    first AS MATERIALIZED (SELECT * FROM found {sort} LIMIT {kept})
SELECT number,
    CASE WHEN number <= {most} THEN ARRAY(SELECT pk FROM first) END,
    CASE WHEN number <= {most}
        THEN ARRAY(SELECT pk FROM found WHERE marked {sort} LIMIT {kept}) END,
    {beside}
    {places}
FROM (SELECT count(*) AS number FROM found) counted
"""

PLACES = ", CASE WHEN number <= {most} THEN ARRAY(SELECT {name} FROM first LIMIT {placed}) END"

BESIDE = """CASE WHEN number <= {most} THEN (
        WITH hits AS MATERIALIZED (
            SELECT pk AS id, {columns} FROM found WHERE {kept}
        ){told}
    ) END"""


class Among(Func):
    """``key = ANY(keys)``: one parameter, where ``IN`` takes one for each of a thousand keys.

    The keys go as the text of an array: adapting each of them took a third of a search's time.
    """

    template = "%(expressions)s::bigint[])"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()

    @classmethod
    def these(cls, keys: Sequence[int]) -> "Among":
        """Rows with these primary keys."""
        return cls(F("pk"), Value(as_array(keys), models.TextField()))


@dataclass(frozen=True)
class Beside:
    """What the statement that counts rows also tells of them: NULL where not all were looked at.

    ``told`` is SQL that makes one text of ``hits``: their ``id`` and these ``columns``. It goes on
    after the common table expression of that name. Hits are those that are ``kept``, by SQL that
    knows their ``pk`` and how great a ``number`` was found.
    """

    columns: tuple[str, ...]
    told: str
    kept: str

    @property
    def sql(self) -> str:
        """One more column of the statement."""
        return BESIDE.format(
            most=most_looked_at(),
            columns=", ".join(self.columns),
            kept=self.kept,
            told=self.told,
        )


@dataclass(frozen=True)
class Order:
    """A total order: sort keys that are never NULL and end with the primary key."""

    name: str
    keys: tuple[Coalesce | F | Case | RawSQL, ...]
    descending: bool = False

    def sorted(self, rows: "models.QuerySet[Row]", backwards: bool) -> "models.QuerySet[Row]":
        """``rows`` with their keys as ``_key0``…, in this order or its reverse."""
        keyed = rows.annotate(**dict(zip(self.names, self.keys, strict=True)))
        sign = "-" if self.descending is not backwards else ""
        return keyed.order_by(*(f"{sign}{name}" for name in self.names))

    def beyond(self, values: Sequence[Any], backwards: bool) -> Any:
        """The condition that a row comes after (or, backwards, before) these key values."""
        compare = TupleLessThan if self.descending is not backwards else TupleGreaterThan
        fixed = [
            Value(value, output_field=models.DateField()) if isinstance(value, date) else value
            for value in values
        ]
        return compare(Tuple(*self.keys), tuple(fixed))

    def placed(
        self, rows: "models.QuerySet[Row]", place: Place | None = None, backwards: bool = False
    ) -> "models.QuerySet[Row]":
        """``rows`` in this order or its reverse, from a place on."""
        ordered = self.sorted(rows, backwards)
        return ordered if place is None else ordered.filter(self.beyond(place, backwards))

    def first(
        self,
        rows: "models.QuerySet[Row]",
        number: int,
        place: Place | None = None,
        backwards: bool = False,
    ) -> list[Row]:
        """The first ``number`` rows from a place on."""
        return list(self.placed(rows, place, backwards)[:number])

    def places(
        self,
        rows: "models.QuerySet[Any]",
        number: int,
        place: Place | None = None,
        backwards: bool = False,
    ) -> list[Place]:
        """The sort keys of the first ``number`` rows from a place on, in order."""
        return list(self.placed(rows, place, backwards).values_list(*self.names)[:number])

    @property
    def names(self) -> tuple[str, ...]:
        """What the sort keys are called in statements; the last is the primary key."""
        return tuple(f"_key{i}" for i in range(len(self.keys)))


@dataclass(frozen=True)
class KeysFirst(Order):
    """An order whose first rows are chosen by their keys alone, then fetched with all they show."""

    def first(
        self,
        rows: "models.QuerySet[Row]",
        number: int,
        place: Place | None = None,
        backwards: bool = False,
    ) -> list[Row]:
        """The first ``number`` rows from a place on."""
        places = self.places(rows, number, place, backwards)
        found = {row.pk: row for row in rows.filter(Among.these([keys[-1] for keys in places]))}
        chosen = [(found[keys[-1]], keys) for keys in places if keys[-1] in found]
        for row, keys in chosen:
            vars(row).update(zip(self.names, keys, strict=True))
        return [row for row, _keys in chosen]


@dataclass(frozen=True)
class Beginning:
    """How many rows there are; of the first the sort keys, and what is told of each if asked."""

    order: Order
    number: int
    places: Sequence[Place]
    told: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of rows and the cursors of its neighbours (None where there is none)."""

    rows: list[Item]
    next: str | None
    previous: str | None


def page_of(
    rows: "models.QuerySet[Row]", order: Order, size: int, cursor: str | None = None
) -> Page[Row]:
    """The page of ``size`` rows at ``cursor`` (the first without one). Raises ``CursorError``."""
    backwards, place = read(cursor, order) if cursor else (False, None)
    found = order.first(rows, size + 1, place, backwards)
    return _page(order, found, size, backwards, place, lambda row: _place_of(row, order))


def _place_of(row: Any, order: Order) -> Place:
    """A row's sort keys; not by ``attrgetter``, which of one name gives no tuple."""
    return [getattr(row, name) for name in order.names]


def keys_of_page(
    rows: "models.QuerySet[Any]", order: Order, size: int, cursor: str | None = None
) -> Page[int]:
    """The same page, with nothing of its rows but their primary keys."""
    backwards, place = read(cursor, order) if cursor else (False, None)
    found = order.places(rows, size + 1, place, backwards)
    page = _page(order, found, size, backwards, place, lambda keys: keys)
    return Page([keys[-1] for keys in page.rows], page.next, page.previous)


def first_page(order: Order, found: Sequence[Place], number: int) -> Page[int]:
    """The page of these sort keys, the first of so many."""
    following = written(order, found[-1], backwards=False) if number > len(found) else None
    return Page([keys[-1] for keys in found], following, None)


def _page(
    order: Order,
    found: list[Item],
    size: int,
    backwards: bool,
    place: Place | None,
    place_of: Callable[[Item], Place],
) -> Page[Item]:
    """The page of what was found from a place on, which is one more where there is another."""
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (more if backwards else place is not None)
    return Page(
        found,
        written(order, place_of(found[-1]), backwards=False) if has_next else None,
        written(order, place_of(found[0]), backwards=True) if has_previous else None,
    )


@dataclass(frozen=True)
class Counted:
    """How many rows there are, or some number above the floor; and the first of them.

    ``first`` holds the first 2,000 primary keys, ``marked`` those of rows that were marked; both
    in the order that was asked when they were counted, if one was. None where not all were looked
    at. ``places`` are the sort keys of the very first. ``share`` is how many of the table's rows
    are among them, where that was found out. ``told`` is what was to be told ``beside``.
    """

    number: int
    first: list[int] | None
    marked: list[int] | None
    order: Order | None = None
    share: float | None = None
    places: tuple[Place, ...] = ()
    beside: Beside | None = None
    told: str | None = None


def counted(
    rows: "models.QuerySet[Any]", order: Order | None = None, mark: Condition = NEVER
) -> Counted:
    """Count beyond the floor, and remember the first rows in this order, and the marked ones.

    In one statement, because what it costs is to look at the rows. Kept with ``rows``, as Django
    keeps what it fetched: page, order and facets all ask, and the first to ask says in what order.
    """
    return _kept(rows, lambda: _count(rows, order, mark))


def tell_beside(rows: "models.QuerySet[Any]", beside: Beside) -> None:
    """Let the statement that will count ``rows`` tell this too: looking at them costs the most."""
    rows.__dict__["_beside"] = beside


def known_many(rows: "models.QuerySet[Any]", share: float) -> None:
    """Let ``rows`` be known for more than the floor, this share of their table, and not counted."""
    _kept(rows, lambda: Counted(COUNT_FLOOR + 1, None, None, share=share))


def known_as(rows: "models.QuerySet[Any]", others: "models.QuerySet[Any]") -> None:
    """Let ``rows`` be known for what ``others`` were found to be."""
    rows.__dict__["_counted"] = counted(others)


def is_counted(rows: "models.QuerySet[Any]") -> bool:
    """Whether it is known how many they are."""
    return "_counted" in rows.__dict__


def _kept(rows: "models.QuerySet[Any]", made: Callable[[], Counted]) -> Counted:
    if not is_counted(rows):
        try:
            rows.__dict__["_counted"] = made()
        except EmptyResultSet:
            rows.__dict__["_counted"] = Counted(0, [], [])
    known: Counted = rows.__dict__["_counted"]
    return known


def _count(rows: "models.QuerySet[Any]", order: Order | None, mark: Condition) -> Counted:
    direction = "DESC" if order and order.descending else "ASC"
    sort = ", ".join(f"{name} {direction}" for name in order.names) if order else ""
    beside: Beside | None = rows.__dict__.get("_beside")
    columns = beside.columns if beside else ()
    apart = conditions_apart(rows) if is_of_one_table(rows) else []
    if apart:
        found, params = _written(rows, apart, order, mark, columns)
    else:
        found, params = _composed(rows, order, mark, columns)
    most, names = most_looked_at(), order.names if order else ()
    sql = COUNTED.format(
        found=found,
        sort=f"ORDER BY {sort}" if sort else "",
        most=most,
        kept=max(KEPT, FEW),
        places="".join(PLACES.format(most=most, name=name, placed=PLACED) for name in names),
        beside=beside.sql if beside else "NULL",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        number, first, those, told, *keys = cursor.fetchone()
    places = tuple(zip(*keys, strict=True)) if first is not None else ()
    return Counted(number, first, those, order, None, places, beside, told)


def most_looked_at() -> int:
    """How many rows counting looks at."""
    return COUNT_FLOOR * BEYOND


def _written(
    rows: "models.QuerySet[Any]",
    apart: Sequence[Condition],
    order: Order | None,
    mark: Condition,
    beside: Sequence[str],
) -> Condition:
    """Rows of one table: primary and sort keys, whether they are marked, and what is told of."""
    marked, more = mark
    table = rows.model._meta.db_table
    columns = [f"{table}.id AS pk", f"({marked}) AS marked", *(f"{table}.{it}" for it in beside)]
    if order:
        columns.append(named(sort_keys(rows.model._meta.label, order), order.names))
    select = f"SELECT {', '.join(columns)} FROM {table} WHERE "  # noqa: S608  # Django's own SQL
    found = " UNION ALL ".join(select + chosen for chosen, _ in apart)
    given = [one for _, params in apart for one in (*more, *params)]
    return f"{found} LIMIT %s", [*given, most_looked_at() + 1]


def _composed(
    rows: "models.QuerySet[Any]", order: Order | None, mark: Condition, beside: Sequence[str]
) -> Condition:
    """The same of rows chosen by other tables too."""
    keys = dict(zip(order.names, order.keys, strict=True)) if order else {}
    marked = RawSQL(*mark, output_field=models.BooleanField())  # noqa: S611  # Django's own SQL
    found = rows.order_by().annotate(**keys, marked=marked).values("pk", *keys, "marked", *beside)
    sql, params = found[: most_looked_at() + 1].query.sql_with_params()
    return sql, params


def count_to_floor(rows: "models.QuerySet[Any]") -> tuple[int, bool]:
    """How many rows, and whether that is exact: above 10,000 it is a floor."""
    number = counted(rows).number
    return min(number, COUNT_FLOOR), number <= COUNT_FLOOR


def known_if_few(rows: "models.QuerySet[Row]") -> "models.QuerySet[Row] | None":
    """The same rows by their primary keys, so that nothing is searched again; None if many."""
    keys = keys_if_few(rows)
    return None if keys is None else rows.model._default_manager.filter(Among.these(keys))


def keys_if_few(rows: "models.QuerySet[Any]") -> list[int] | None:
    """The primary keys of the rows; None if they are many."""
    known = counted(rows)
    return known.first if known.number <= FEW else None


def by_name(field: str = "name") -> Order:
    """Alphabetical order."""
    return Order(field, (F(field), F("id")))
