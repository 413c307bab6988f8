"""Pages beside the API: what a page costs until its first byte, and the answers that say the same.

``python -m benchmarks.pages --database NAME --write`` asks a database that holds the corpus. Times
are processor time, Python's and PostgreSQL's, as in ``benchmarks.searching``. A page is rendered
whole before its first byte is sent, as an answer of the API is.
"""

import argparse
import gc
import os
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import groupby
from statistics import median
from time import process_time
from urllib.parse import urlencode

import django

from benchmarks.searching import DOCUMENT, FACETS, Asking, load, machine

QUOTES, QUICK = 1_000_000, 5_000
EACH, ROUNDS = 4, 3
"""Different questions of a class; times each is asked, page and API in turn."""

MARK = "<!-- the table of python -m benchmarks.pages --write -->"

Compared = tuple[str, str, list[str]]
"""What is read, the page's address, and those of the answers that say what it says."""


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Fill the database, open its pages, and yield lines for ``__main__``."""
    yield from load(quotes)
    for what, page, api in measure():
        yield what, f"{page:5.1f} ms, API {api:5.1f} ms"


def measure() -> Iterator[tuple[str, float, float]]:
    """Milliseconds of the page and of the API in the middle, for each class."""
    from django.test import override_settings

    gc.set_threshold(20_000, 10, 10)  # as in a web process (config.wsgi)
    gc.freeze()
    with override_settings(DEBUG=False):
        ask = Asking()
        for what, group in groupby([*searches(), *records()], key=lambda one: one[0]):
            yield (what, *compare(ask, [(page, answers) for _, page, answers in group]))


def compare(ask: Asking, pairs: list[tuple[str, list[str]]]) -> tuple[float, float]:
    """Page and API in turn, the first time unclocked."""
    pages, answers = [], []
    for page, api in pairs:
        for number in range(ROUNDS + 1):
            took = spent(ask, [page]), spent(ask, api)
            if number:
                pages.append(took[0])
                answers.append(took[1])
    return median(pages), median(answers)


def spent(ask: Asking, addresses: list[str]) -> float:
    """Milliseconds that these answers took, one after the other."""
    before = process_time() + ask.server()
    for address in addresses:
        assert ask.client.get(address).status_code == 200, address
    return 1000 * (process_time() + ask.server() - before)


def searches() -> Iterator[Compared]:
    """A search's page, with its seven facets and time line, and the API's answer with the same."""
    from benchmarks.questions import questions

    for one in questions(EACH):
        asked = urlencode({"q": one.typed, "facets": FACETS})
        yield one.kind, f"/search/?{urlencode({'q': one.typed})}", [f"/api/v1/quotes/?{asked}"]


def records() -> Iterator[Compared]:
    """Pages of records, and the answers that hold what stands on them."""
    from quotes.models import Quote

    quotes = Quote.objects.published().exclude(speech=None).exclude(speaker=None)
    some = quotes.select_related("speech", "speaker", "organization").order_by("id")
    chosen = list(some[: 100 * EACH : 100])
    for quote in chosen:
        yield "quote", f"/quotes/{quote.ref}/", [f"/api/v1/quotes/{quote.ref}/"]
    for noun, nouns, field in (
        ("speech", "speeches", "speech"),
        ("person", "people", "speaker"),
        ("organization", "organizations", "organization"),
    ):
        for ref in dict.fromkeys(getattr(quote, field).ref for quote in chosen):
            facets = "" if noun == "speech" else "&facets=timeline"
            said = f"/api/v1/quotes/?{field}={ref}{facets}"
            yield noun, f"/{nouns}/{ref}/", [f"/api/v1/{nouns}/{ref}/", said]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--quotes", type=int, default=QUOTES, metavar="N")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} quotes: does it run?")
    parser.add_argument("--database", metavar="NAME", help="one that holds the corpus already")
    parser.add_argument("--write", action="store_true", help="write the table to docs/")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    if options.database:  # before anything connects: a pool keeps the name it began with
        settings.DATABASES["default"]["NAME"] = options.database
    django.setup()
    from benchmarks.__main__ import own_database
    from benchmarks.searching import held

    with nullcontext() if options.database else own_database():
        if not options.database:
            list(load(QUICK if options.quick else options.quotes))
        table = [f"{held():,} quotes; {machine()}.", "", *lines()]
        print("\n".join(table))
        if options.write:
            write(table)


def lines() -> Iterator[str]:
    """The table."""
    yield "| read | page | API | page / API |"
    yield "|---|---:|---:|---:|"
    for what, page, api in measure():
        yield f"| {what} | {page:.1f} | {api:.1f} | {page / api:.2f} |"


def write(table: list[str]) -> None:
    """Put the table between the marks in the document."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(MARK)
    after = rest.partition(MARK)[2]
    body = "\n".join(table)
    DOCUMENT.write_text(f"{before}{MARK}\n\n{body}\n\n{MARK}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
