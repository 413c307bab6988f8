"""Searching: every class of question through the API, beside other engines on the same rows.

``python -m benchmarks.searching --write`` also writes ``docs/benchmarks.md``; ``--database NAME``
keeps the corpus for the next run and for other benchmarks. Times are processor
time (this process and its PostgreSQL backend together, no parallel workers): what an answer takes
on an idle machine, whatever else runs on this one. Where the system does not tell, elapsed time.
"""

import gc
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from benchmarks.program import QUICK, load, main

QUOTES = 1_000_000
EACH, EACH_QUICK = 10, 2
"""Different questions of a class."""

FACETS = "speaker,organization,kind,language,standing,topic,publisher,timeline"
VARIANTS: dict[str, dict[str, str]] = {
    "newest": {"ordering": "newest"},
    "relevance": {"ordering": "relevance"},
    "relevance, speaker": {"ordering": "relevance", "speaker": "person-1"},
    "relevance, year": {"ordering": "relevance", "said": "2010"},
    "newest, facets": {"ordering": "newest", "facets": FACETS},
    "relevance, facets": {"ordering": "relevance", "facets": FACETS},
}


@dataclass
class Timed:
    """Milliseconds of one class in one variant: whole answers, and SQL alone."""

    kind: str
    variant: str
    api: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    @property
    def found(self) -> str:
        """How many quotes the middle question finds."""
        middle = sorted(self.counts)[len(self.counts) // 2]
        return f"{middle:,}{'+' if middle >= 10_000 else ''}"


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Fill the database, search it, and yield lines for ``__main__``."""
    yield from load(quotes)
    for line in table(quick=quotes <= QUICK):
        yield "", line


def measure(quick: bool = False) -> tuple[list[Timed], dict[str, dict[str, list[float]]]]:
    """Ask everything of the archive, then of the other engines."""
    from django.test import override_settings

    from benchmarks.questions import questions

    asked = list(questions(EACH_QUICK if quick else EACH))
    # As in a web process (config.wsgi): a search of all objects for circles takes 80 ms.
    gc.set_threshold(20_000, 10, 10)
    gc.freeze()
    with override_settings(DEBUG=False):  # else Django keeps every statement
        return list(ours(asked)), dict(theirs(asked))


def ours(asked: list[Any]) -> Iterator[Timed]:
    """Each class in each variant, through the API."""
    ask = Asking()
    for kind, group in groupby(asked, key=lambda question: question.kind):
        questions = list(group)
        for variant, parameters in VARIANTS.items():
            timed = Timed(kind, variant)
            for question in questions:
                ask.first(question.typed, parameters, timed)
            yield timed


class Asking:
    """A client that knows what its answers cost."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.db import connection
        from django.test import Client

        self.connection, self.client = connection, Client(SERVER_NAME="localhost")
        with connection.cursor() as cursor:
            for name, value in settings.WEB_CONNECTION.items():
                cursor.execute(f"SET {name} = {value}")
            cursor.execute("SELECT pg_backend_pid()")
            self.clock = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def first(self, typed: str, parameters: dict[str, str], timed: Timed) -> None:
        """Ask once to warm up, and then with the clock."""
        asked = {"q": typed, **parameters}
        self.client.get("/api/v1/quotes/", asked)
        start, here, there = perf_counter(), process_time(), self.server()
        answer = self.client.get("/api/v1/quotes/", asked).json()
        elapsed, here = perf_counter() - start, process_time() - here
        there = self.server() - there if self.clock.exists() else elapsed - here
        timed.api.append(1000 * (here + there))
        timed.sql.append(1000 * there)
        timed.elapsed.append(1000 * elapsed)
        timed.counts.append(answer["count"])

    def server(self) -> float:
        """Seconds that the connection's backend has worked; elapsed time where none can tell."""
        if not self.clock.exists():
            return 0
        return int(self.clock.read_text().split()[0]) / 1e9


def theirs(asked: list[Any]) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Milliseconds of each class for each other engine: best 20 ranked, and all counted."""
    from benchmarks.rivals import Sqlite, Tantivy

    for engine in (Sqlite, Tantivy):
        with tempfile.TemporaryDirectory() as folder:
            rival = engine(Path(folder), texts())
            spent: dict[str, list[float]] = {}
            for question in asked:
                spent.setdefault(question.kind, []).append(worked(rival.search, question))
            spent["bytes"] = [rival.size()]
            yield engine.name, spent


def worked(search: Callable[[Any], int], question: Any) -> float:
    """Milliseconds of the second of two times."""
    search(question)
    start = process_time()
    search(question)
    return 1000 * (process_time() - start)


def texts() -> Iterator[tuple[int, str]]:
    """The published quotes' numbers and words."""
    from quotes.models import Quote

    yield from Quote.objects.published().values_list("pk", "text").iterator(10_000)


def lines(results: list[Timed], rivals: dict[str, dict[str, list[float]]]) -> Iterator[str]:
    """A table in Markdown."""
    names = list(rivals)
    head = ["search", "variant", "found", "API p50", "p95", "max", "SQL p50", "p95"]
    head += [f"{name} p50 (× SQL)" for name in names]
    yield f"| {' | '.join(head)} |"
    yield f"|---|---|{'---:|' * (len(head) - 2)}"
    for one in results:
        cells = [one.kind, one.variant, one.found, *spread(one.api), median_of(one.sql)]
        cells += [f"{high(one.sql):.0f}"]
        for name in names:
            other = median(rivals[name][one.kind])
            cells.append(f"{other:.1f} ({other / max(median(one.sql), 0.01):.1f})")
        yield f"| {' | '.join(cells)} |"
    everything = [time for one in results if "facets" not in one.variant for time in one.api]
    yield ""
    yield f"All without facets, API: p50 / p95 / max {' / '.join(spread(everything))} ms."
    faceted = [time for one in results if "facets" in one.variant for time in one.api]
    yield f"With all facets, API: p50 / p95 / max {' / '.join(spread(faceted))} ms."
    yield ""
    yield f"Bytes: {', '.join(sizes(rivals))}."


def spread(times: list[float]) -> list[str]:
    """Middle, 95th percentile, largest."""
    return [median_of(times), f"{high(times):.0f}", f"{max(times):.0f}"]


def median_of(times: list[float]) -> str:
    return f"{median(times):.1f}"


def high(times: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def sizes(rivals: dict[str, dict[str, list[float]]]) -> Iterator[str]:
    """Of the tables and indexes that searches ask, and of the other engines' files."""
    from django.db import connection

    with connection.cursor() as cursor:
        for name in ("quotes_quote", "quote_stems", "quote_exact", "quote_newest", "quote_oldest"):
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [name])
            yield f"{name} {cursor.fetchone()[0] / 2**20:,.0f} MB"
    for name, spent in rivals.items():
        yield f"{name} {spent['bytes'][0] / 2**20:,.0f} MB"


def table(quick: bool) -> Iterator[str]:
    """Everything asked, in Markdown."""
    yield from lines(*measure(quick))


if __name__ == "__main__":
    main("searching", __doc__, QUOTES, table)
