"""Every row of a list, in order, in constant memory: what the API streams as a file.

By keys and in batches, not by a cursor of the database: each statement is short, so that no time
limit ends a long export, and between two of them the connection is back in the pool, however slowly
the reader takes the rows. Rows that come and go meanwhile are in it or not; no other row is missed
or repeated, because each batch begins after the sort keys of the one before. PostgreSQL reads the
next batch while this process writes the one before.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from quotes.paging import Order, Place

T = TypeVar("T")
Told = TypeVar("Told")
Made = TypeVar("Made")
Keys = Sequence[int]

KEYS_AT_ONCE = 20_000
"""Primary keys found by one statement: a search for words may have to gather all it matches."""

ROWS_AT_ONCE = 500


def batches(
    rows: "QuerySet[Any]",
    order: Order,
    read: Callable[[Keys], Told],
    make: Callable[[Keys, Told], Made],
) -> Iterator[Made]:
    """What is made of ``rows``, in order, ``ROWS_AT_ONCE`` at most at a time.

    ``read`` asks PostgreSQL about their primary keys, in another thread and over a connection of
    its own; ``make`` is told what it said.
    """
    for keys, told in _ahead((keys, read(keys)) for keys in _keys(rows, order)):
        made = make(keys, told)
        _let_go()
        yield made


def _keys(rows: "QuerySet[Any]", order: Order) -> Iterator[Keys]:
    place: Place | None = None
    while True:
        places = _next(rows, order, place)
        left = (keys[-1] for keys in places)
        while batch := list(islice(left, ROWS_AT_ONCE)):
            yield batch
        if len(places) < KEYS_AT_ONCE:
            return
        place = places[-1]


def _next(rows: "QuerySet[Any]", order: Order, place: Place | None) -> list[Place]:
    """The sort keys of the next rows; the last of each is its primary key."""
    return order.places(rows, KEYS_AT_ONCE, place)


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, each made by another thread while the one before is used.

    Who stops early waits for the statement that runs; none follows it.
    """
    if connection.in_atomic_block:  # no other connection sees its rows
        yield from items
        return
    with ThreadPoolExecutor(1, "ahead") as thread:
        coming = thread.submit(_made, items)
        while True:
            _let_go()  # a small pool may have no other for the thread
            item = coming.result()
            if item is None:
                return
            coming = thread.submit(_made, items)
            yield item


def _made(items: Iterator[T]) -> T | None:
    """The next item; None after the last."""
    try:
        return next(items, None)
    finally:
        _let_go()  # what a thread holds when it ends would be lost to the pool


def _let_go() -> None:
    """Give the connection back to the pool while the reader reads."""
    if not connection.in_atomic_block:
        connection.close()
