"""Importing: quotes a second, beside a raw COPY of the same rows into tables with the same indexes.

The COPY computes the same generated columns and keeps the same indexes, but checks no links and
logs nothing: it is the floor that PostgreSQL sets on this machine in this minute. Beside the clock
stands processor time, which other work on the machine hardly changes.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from django.db import connection

from benchmarks import corpus
from benchmarks.processor import Processor
from quotes.importing import load, open_input

COPIED = ("quotes_quote", "quotes_citation")


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Import a corpus, import it again, and copy its quotes and citations raw."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        corpus.write(path, quotes)
        steps = Steps()
        first = timed(partial(do_import, path, steps))
        yield "import", first.speed(quotes)
        for step, seconds in steps.seconds.items():
            yield f"  {step}", f"{seconds:8.1f} s"
        again = timed(partial(do_import, path, Steps()))
        yield "import again, nothing to do", again.speed(quotes)
        copied = timed_copy(Path(folder))
        yield "raw COPY of the same rows", copied.speed(quotes)
        yield "import / raw COPY", f"{first.elapsed / copied.elapsed:8.2f} ×"
        if first.worked and copied.worked:
            yield "import / raw COPY, processor time", f"{first.worked / copied.worked:8.2f} ×"


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of processor time where the system tells."""

    elapsed: float
    worked: float | None

    def speed(self, quotes: int) -> str:
        """Quotes a second, and microseconds of processor time a quote."""
        told = f"{self.elapsed:8.1f} s  {quotes / self.elapsed:10,.0f} quotes/s"
        if self.worked is None:
            return told
        return f"{told}  {1e6 * self.worked / quotes:6.0f} µs of processor time a quote"


def timed(work: Callable[[], object]) -> Took:
    """Do it, between two looks at the clocks."""
    processor = Processor()
    start, before = perf_counter(), processor.spent()
    work()
    elapsed, after = perf_counter() - start, processor.spent()
    return Took(elapsed, None if before is None or after is None else after - before)


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


def do_import(path: Path, steps: Steps) -> None:
    with closing(open_input(str(path))) as file:
        report = load([file], progress=steps.note)
    assert not report.refused, report


def timed_copy(folder: Path) -> Took:
    """Copy out and in again; only the way in is timed."""
    for table in COPIED:
        copy_out(table, folder / table)
    return timed(partial(copy_all_in, folder))


def copy_all_in(folder: Path) -> None:
    for table in COPIED:
        copy_in(table, folder / table)


def copy_out(table: str, file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE raw_{table} (LIKE {table} INCLUDING ALL)")
        out_of = f"COPY {table} ({stored_columns(table)}) TO STDOUT"
        with file.open("wb") as out, cursor.copy(out_of) as rows:
            out.writelines(rows)


def copy_in(table: str, file: Path) -> None:
    into = f"COPY raw_{table} ({stored_columns(table)}) FROM STDIN"
    with connection.cursor() as cursor, file.open("rb") as source, cursor.copy(into) as copy:
        while block := source.read(2**17):
            copy.write(block)


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
