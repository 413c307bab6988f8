"""Statements that PostgreSQL plans once for a connection, and not each time they are asked.

Planning a page of quotes took ten times as long as reading it. So a statement that is always the
same text is bound on the server; asked for the second time over a connection it is prepared there.
Not for statements whose best plan depends on what is asked, such as a search: they are planned
anew by ``connection.cursor()``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg import ClientCursor, RawCursor


class Unprepared(RawCursor[Any]):
    """Prepares nothing, for Django's log: psycopg tells no statement of what is prepared."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> "Unprepared":
        """Ask it as if for the first time."""
        return super().execute(query, params, **how | {"prepare": False})


def asked(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement.

    Give values as texts with a cast (``%s::bigint[]``, :func:`as_array`): numbers would be sent as
    the smallest type that holds them, and a statement is prepared for each combination of types.
    """
    connection.ensure_connection()
    # Before all that may be a write the history says who writes, in a command of its own, and the
    # server binds one. So a statement that reads begins with SELECT, whatever is within it.
    reads = sql.lstrip().startswith("SELECT")
    logged = connection.queries_logged
    kind = ClientCursor if not reads else Unprepared if logged else RawCursor
    bound: Any = kind(connection.connection)
    wrapped = connection.make_debug_cursor if logged else connection.make_cursor
    with wrapped(bound) as cursor:
        cursor.execute(*(numbered(sql, values) if reads else (sql, values)))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


PLACE = re.compile(r"%(?:s|\((\w+)\)s|(%))")


def numbered(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[str, Sequence[Any]]:
    """A statement as the server reads it, its places numbered, and what stands there.

    psycopg would find the places of a statement of more than 4,096 characters anew each time.
    """
    statement, names = _numbered(sql)
    return statement, [values[name] for name in names] if isinstance(values, Mapping) else values


@lru_cache(maxsize=500)
def _numbered(sql: str) -> tuple[str, list[str]]:
    names: list[str] = []

    def place(found: re.Match[str]) -> str:
        if found[2]:
            return "%"
        name = found[1] or str(len(names))
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return PLACE.sub(place, sql), names


def as_array(numbers: Iterable[int]) -> str:
    """Numbers as PostgreSQL writes an array of them."""
    return f"{{{','.join(map(str, numbers))}}}"
