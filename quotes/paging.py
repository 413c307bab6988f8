"""Pages by key, not by number: stable while rows come and go, and as cheap deep as at the top.

A cursor holds the sort keys of a page's edge, signed, so that the next page starts after that row
whatever was inserted meanwhile. Shared by the API and the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db import models
from django.db.models import Case, F, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

Row = TypeVar("Row", bound=models.Model)

COUNT_FLOOR = 10_000
"""Counting stops here: to the floor it costs milliseconds, an exact count of millions does not."""


class CursorError(ValueError):
    """A cursor this archive did not make, or made for another order."""


@dataclass(frozen=True)
class Order:
    """A total order: sort keys that are never NULL and end with the primary key."""

    name: str
    keys: tuple[Coalesce | F | Case, ...]
    descending: bool = False

    def sorted(self, rows: "models.QuerySet[Row]", backwards: bool) -> "models.QuerySet[Row]":
        """``rows`` with their keys as ``_key0``…, in this order or its reverse."""
        keyed = rows.annotate(**{f"_key{i}": key for i, key in enumerate(self.keys)})
        if self.descending is not backwards:
            return keyed.order_by(*(key.desc() for key in self.keys))
        return keyed.order_by(*(key.asc() for key in self.keys))

    def beyond(self, values: Sequence[Any], backwards: bool) -> Any:
        """The condition that a row comes after (or, backwards, before) these key values."""
        compare = TupleLessThan if self.descending is not backwards else TupleGreaterThan
        fixed = [
            Value(value, output_field=models.DateField()) if isinstance(value, date) else value
            for value in values
        ]
        return compare(Tuple(*self.keys), tuple(fixed))


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows and the cursors of its neighbours (None where there is none)."""

    rows: list[Row]
    next: str | None
    previous: str | None


def page_of(
    rows: "models.QuerySet[Row]", order: Order, size: int, cursor: str | None = None
) -> Page[Row]:
    """The page of ``size`` rows at ``cursor`` (the first without one). Raises ``CursorError``."""
    backwards, values = _read(cursor, order) if cursor else (False, None)
    ordered = order.sorted(rows, backwards)
    if values is not None:
        ordered = ordered.filter(order.beyond(values, backwards))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (more if backwards else cursor is not None)
    return Page(
        found,
        _write(order, found[-1], backwards=False) if has_next else None,
        _write(order, found[0], backwards=True) if has_previous else None,
    )


def count_to_floor(rows: "models.QuerySet[Any]") -> tuple[int, bool]:
    """How many rows, and whether that is exact: above 10,000 it is a floor."""
    counted = rows.order_by().values("pk")[: COUNT_FLOOR + 1].count()
    return min(counted, COUNT_FLOOR), counted <= COUNT_FLOOR


def _write(order: Order, row: models.Model, backwards: bool) -> str:
    values = [getattr(row, f"_key{i}") for i in range(len(order.keys))]
    plain = [[v.isoformat()] if isinstance(v, date) else v for v in values]
    return signing.dumps([order.name, backwards, plain], salt="cursor", compress=True)


def _read(cursor: str, order: Order) -> tuple[bool, list[Any]]:
    try:
        name, backwards, plain = signing.loads(cursor, salt="cursor")
    except signing.BadSignature as error:
        raise CursorError("This cursor is not one of ours. Start again without it.") from error
    if name != order.name or len(plain) != len(order.keys):
        raise CursorError(f"This cursor belongs to the ordering “{name}”, not “{order.name}”.")
    return backwards, [date.fromisoformat(v[0]) if isinstance(v, list) else v for v in plain]


def by_name(field: str = "name") -> Order:
    """Alphabetical order."""
    return Order(field, (F(field), F("id")))
