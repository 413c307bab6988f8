"""Every row of a list, in order, in constant memory: what the API streams as a file.

By keys and in batches, not by a cursor of the database: each statement is short, so that no time
limit ends a long export, and between two of them the connection is back in the pool, however slowly
the reader takes the rows. Rows that come and go meanwhile are in it or not; no other row is missed
or repeated, because each batch begins after the sort keys of the one before.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from quotes.paging import KeysFirst, Order, Place

KEYS_AT_ONCE = 20_000
"""Primary keys found by one statement: a search for words may have to gather all it matches."""

ROWS_AT_ONCE = 500


def batches(rows: "QuerySet[Any]", order: Order) -> Iterator[Sequence[int]]:
    """The primary keys of ``rows`` in order, at most ``ROWS_AT_ONCE`` at a time."""
    by_keys = order if isinstance(order, KeysFirst) else KeysFirst(**vars(order))
    place: Place | None = None
    while True:
        keys, place = _next(rows, by_keys, place)
        _let_go()
        left = iter(keys)
        while batch := list(islice(left, ROWS_AT_ONCE)):
            yield batch
            _let_go()
        if len(keys) < KEYS_AT_ONCE:
            return


def _next(
    rows: "QuerySet[Any]", order: KeysFirst, place: Place | None
) -> tuple[list[int], Place | None]:
    """The next keys, and the place of the last: of one moment, or an edit could move it between."""
    with _one_moment():
        keys = order.primary_keys(rows, KEYS_AT_ONCE, place)
        last = rows.model._default_manager.filter(pk__in=keys[-1:])
        return keys, order.place_of(last) if keys else None


@contextmanager
def _one_moment() -> Iterator[None]:
    """Statements that see the same rows; within a transaction of the caller's, its own rules."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _let_go() -> None:
    """Give the connection back to the pool while the reader reads."""
    if not connection.in_atomic_block:
        connection.close()
