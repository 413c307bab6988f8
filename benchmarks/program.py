"""A benchmark run by itself: its options, the corpus it asks, and its table in the document.

``--database NAME`` keeps the corpus for the next run and for other benchmarks.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

import django

QUICK = 5_000
"""Quotes that show whether a benchmark runs at all."""

DOCUMENT = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main(
    name: str, about: str | None, quotes: int, measured: Callable[[bool], Iterator[str]]
) -> None:
    """Ask a corpus of so many quotes unless told otherwise; show, and perhaps write, the table.

    ``measured`` asks it, in full or only quickly, and yields lines of Markdown.
    """
    options = _parser(name, about, quotes).parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    if options.database:  # before anything connects: a pool keeps the name it began with
        settings.DATABASES["default"]["NAME"] = options.database
    django.setup()
    with _corpus(options.database, QUICK if options.quick else options.quotes) as loaded:
        lines = [f"{held():,} quotes; {machine()}.", "", *loaded]
        print("\n".join(lines), flush=True)
        for line in measured(options.quick):
            print(line, flush=True)
            lines.append(line)
        if options.write:
            write(name, lines)


def _parser(name: str, about: str | None, quotes: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=about)
    parser.add_argument("--quotes", type=int, default=quotes, metavar="N")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} quotes: does it run?")
    parser.add_argument(
        "--database", metavar="NAME", help="keep the corpus in this one; made and filled if missing"
    )
    parser.add_argument("--write", action="store_true", help="write the table to docs/")
    return parser


@contextmanager
def _corpus(database: str | None, size: int) -> Iterator[list[str]]:
    """A database that holds a corpus: of its own, or the one named; what loading it took."""
    from benchmarks.__main__ import own_database

    if database and _is_there(database):
        yield []
    elif database:
        yield [f"{label}: {told}" for label, told in load(size)]
    else:
        with own_database():
            yield [f"{label}: {told}" for label, told in load(size)]


def _is_there(name: str) -> bool:
    """Whether this database holds a corpus; it is made, or brought up to date, to hold one."""
    from django.core.management import call_command
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        known = bool(cursor.rowcount)
    if known:
        call_command("migrate", verbosity=0)
    else:
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, serialize=False)
    return held() > 0


def load(quotes: int) -> Iterator[tuple[str, str]]:
    """A corpus, imported as any file is."""
    from django.db import connection

    from benchmarks import corpus
    from quotes.importing import load as load_files
    from quotes.importing import open_input

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        corpus.write(path, quotes)
        start = perf_counter()
        with closing(open_input(str(path))) as file:
            report = load_files([file])
        assert not report.refused, report
        seconds = perf_counter() - start
    yield "import", f"{seconds:,.0f} s, {quotes / seconds:,.0f} quotes/s"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def held() -> int:
    """How many quotes the database holds."""
    from quotes.models import Quote

    return Quote.objects.count()


def machine() -> str:
    """What this ran on, without names."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('shared_buffers')"
        )
        version, buffers = cursor.fetchone()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, PostgreSQL"
        f" {version} with {buffers} shared buffers, Python {platform.python_version()}"
    )


def write(name: str, lines: list[str]) -> None:
    """Put the table between its marks in the document."""
    mark = f"<!-- the table of python -m benchmarks.{name} --write -->"
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(mark)
    after = rest.partition(mark)[2]
    body = "\n".join(lines)
    DOCUMENT.write_text(f"{before}{mark}\n\n{body}\n\n{mark}{after}", encoding="utf-8")
