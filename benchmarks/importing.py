"""Importing: quotes a second, beside a raw COPY of the same rows into tables with the same indexes.

The COPY computes the same generated columns and keeps the same indexes, but checks nothing, links
nothing and logs nothing: it is the floor that PostgreSQL sets on this machine in this minute.
"""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from django.db import connection

from benchmarks import corpus
from quotes.importing import load, open_input

COPIED = ("quotes_quote", "quotes_citation")


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Import a corpus, import it again, and copy its quotes and citations raw."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        corpus.write(path, quotes)
        steps = Steps()
        first = timed_import(path, steps)
        yield "import", speed(quotes, first)
        for step, seconds in steps.seconds.items():
            yield f"  {step}", f"{seconds:8.1f} s"
        yield "import again, nothing to do", speed(quotes, timed_import(path, Steps()))
        copied = timed_copy(Path(folder))
        yield "raw COPY of the same rows", speed(quotes, copied)
        yield "import / raw COPY", f"{first / copied:8.2f} ×"


class Steps:
    """How long each step took, by listening to the progress."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def note(self, step: str, done: int, total: int) -> None:
        """Count the time since the last note for this step."""
        now = perf_counter()
        self.seconds[step] = self.seconds.get(step, 0) + now - self._last
        self._last = now


def timed_import(path: Path, steps: Steps) -> float:
    start = perf_counter()
    with closing(open_input(str(path))) as file:
        report = load([file], progress=steps.note)
    assert not report.refused, report
    return perf_counter() - start


def timed_copy(folder: Path) -> float:
    """Copy out and in again; only the way in is timed."""
    return sum(timed_copy_of(table, folder / table) for table in COPIED)


def timed_copy_of(table: str, file: Path) -> float:
    columns = stored_columns(table)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE raw_{table} (LIKE {table} INCLUDING ALL)")
        with file.open("wb") as out, cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as rows:
            out.writelines(rows)
        start = perf_counter()
        into = f"COPY raw_{table} ({columns}) FROM STDIN"
        with file.open("rb") as source, cursor.copy(into) as copy:
            while block := source.read(2**17):
                copy.write(block)
        return perf_counter() - start


def stored_columns(table: str) -> str:
    """The columns that are not computed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
            " AND NOT attisdropped",
            [table],
        )
        return str(cursor.fetchone()[0])


def speed(quotes: int, seconds: float) -> str:
    return f"{seconds:8.1f} s  {quotes / seconds:10,.0f} quotes/s"
