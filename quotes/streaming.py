"""Every row of a list, in order, in constant memory: what the API streams as a file.

By keys and in batches, not by a cursor of the database: each statement is short, so that no time
limit ends a long export, and between two of them the connection is back in the pool, however slowly
the reader takes the rows. Rows that come and go meanwhile are in it or not; no other row is missed
or repeated, because each batch begins after the sort keys of the one before.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from quotes.paging import Order, Place

KEYS_AT_ONCE = 20_000
"""Primary keys found by one statement: a search for words may have to gather all it matches."""

ROWS_AT_ONCE = 500


def batches(rows: "QuerySet[Any]", order: Order) -> Iterator[Sequence[int]]:
    """The primary keys of ``rows`` in order, at most ``ROWS_AT_ONCE`` at a time."""
    place: Place | None = None
    while True:
        places = _next(rows, order, place)
        _let_go()
        left = (keys[-1] for keys in places)
        while batch := list(islice(left, ROWS_AT_ONCE)):
            yield batch
            _let_go()
        if len(places) < KEYS_AT_ONCE:
            return
        place = places[-1]


def _next(rows: "QuerySet[Any]", order: Order, place: Place | None) -> list[Place]:
    """The sort keys of the next rows; the last of each is its primary key."""
    return order.places(rows, KEYS_AT_ONCE, place)


def _let_go() -> None:
    """Give the connection back to the pool while the reader reads."""
    if not connection.in_atomic_block:
        connection.close()
