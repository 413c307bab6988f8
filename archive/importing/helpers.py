"""Helpers: many new records are written by two connections at once, each portion a transaction.

One connection cannot use more than one processor, and what PostgreSQL does for a new quote (two
text search columns, a dozen indexes, the change log) is most of the work of an import. So the rows
are put together here and copied into the tables by two others. What they cannot write is left to
the careful way (``loading``), which finds the line at fault.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from django.db import DatabaseError, connection, transaction

from archive.importing import writing
from archive.importing.database_errors import sentence
from archive.importing.shapes import Kind
from archive.importing.staging import Stage, fill

HELPERS = 2
MANY = 10_000
"""New records of one kind that are worth two more connections."""


def worthwhile(new: int) -> bool:
    """Whether so many new records need helpers, and the pool has connections for them."""
    pool = connection.settings_dict["OPTIONS"].get("pool")
    room = pool.get("max_size", 4) if isinstance(pool, dict) else HELPERS + 1
    return new >= MANY and room > HELPERS


@dataclass(frozen=True)
class Portion:
    """Some new records with their lists, ready to be copied in: statements and their data."""

    lines: writing.Lines
    tables: list[tuple[str, list[bytes]]]


def write_new(stage: Stage, kind: Kind, batches: list[writing.Lines]) -> Iterator[writing.Lines]:
    """Write and commit the new records of each batch; the lines of those written, as they are.

    Closing this early, or an error that no record has caused, waits for the portions under way.
    """
    with ThreadPoolExecutor(HELPERS, thread_name_prefix="import") as pool:
        portions = (_portion(stage, kind, lines) for lines in batches)
        # One more than helpers, so that the next is ready when one of them is.
        waiting = [pool.submit(_copy, portion) for portion in islice(portions, HELPERS + 1)]
        while waiting:
            written = waiting.pop(0).result()
            waiting += [pool.submit(_copy, portion) for portion in islice(portions, 1)]
            if written:
                yield written


def _portion(stage: Stage, kind: Kind, lines: writing.Lines) -> Portion:
    return Portion(
        lines,
        [
            (fill("COPY {table} ({columns}) FROM STDIN", table=table, columns=columns), blocks)
            for table, columns, select in writing.new_rows(stage, kind, lines)
            if (blocks := _copied_out(fill("COPY ({select}) TO STDOUT", select=select)))
        ],
    )


def _copied_out(query: str) -> list[bytes]:
    with connection.cursor() as cursor, cursor.copy(query) as rows:
        return [bytes(block) for block in rows]


def _copy(portion: Portion) -> writing.Lines | None:
    """Copy a portion into the archive, whole or not at all; its lines if that went well."""
    try:
        with transaction.atomic(), connection.wrap_database_errors:
            _copy_in(portion)
    except DatabaseError as error:
        sentence(error)  # raises what no record can have caused
        return None
    finally:
        connection.close()
    return portion.lines


def _copy_in(portion: Portion) -> None:
    with connection.cursor() as cursor:
        for statement, blocks in portion.tables:
            with cursor.copy(statement) as copy:
                for block in blocks:
                    copy.write(block)
