"""Pages beside the API: what a page costs until its first byte, and the answers that say the same.

``python -m benchmarks.pages --database NAME --write`` asks a database that holds the corpus. Times
are processor time, Python's and PostgreSQL's, as in ``benchmarks.searching``. A page is rendered
whole before its first byte is sent, as an answer of the API is.
"""

import gc
from collections.abc import Iterator
from itertools import groupby
from statistics import median
from time import process_time
from urllib.parse import urlencode

from benchmarks.program import QUICK, load, main
from benchmarks.searching import FACETS, Asking

QUOTES = 1_000_000

EACH, EACH_QUICK, ROUNDS = 4, 1, 3
"""Different questions of a class; times each is asked, page and API in turn."""

Compared = tuple[str, str, list[str]]
"""What is read, the page's address, and those of the answers that say what it says."""


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Fill the database, open its pages, and yield lines for ``__main__``."""
    yield from load(quotes)
    for what, page, api in measure(quotes <= QUICK):
        yield what, f"{page:5.1f} ms, API {api:5.1f} ms"


def measure(quick: bool = False) -> Iterator[tuple[str, float, float]]:
    """Milliseconds of the page and of the API in the middle, for each class."""
    from django.test import override_settings

    gc.set_threshold(20_000, 10, 10)  # as in a web process (config.wsgi)
    gc.freeze()
    with override_settings(DEBUG=False):
        ask, each = Asking(), EACH_QUICK if quick else EACH
        for what, group in groupby([*searches(each), *records(each)], key=lambda one: one[0]):
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


def searches(each: int) -> Iterator[Compared]:
    """A search's page, with its seven facets and time line, and the API's answer with the same."""
    from benchmarks.questions import questions

    for one in questions(each):
        asked = urlencode({"q": one.typed, "facets": FACETS})
        yield one.kind, f"/search/?{urlencode({'q': one.typed})}", [f"/api/v1/quotes/?{asked}"]


def records(each: int) -> Iterator[Compared]:
    """Pages of records, and the answers that hold what stands on them."""
    from quotes.models import Quote

    quotes = Quote.objects.published().exclude(speech=None).exclude(speaker=None)
    some = quotes.select_related("speech", "speaker", "organization").order_by("id")
    chosen = list(some[: 100 * each : 100])
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


def table(quick: bool) -> Iterator[str]:
    """The same in Markdown."""
    yield from ("| read | page | API | page / API |", "|---|---:|---:|---:|")
    for what, page, api in measure(quick):
        yield f"| {what} | {page:.1f} | {api:.1f} | {page / api:.2f} |"


if __name__ == "__main__":
    main("pages", __doc__, QUOTES, table)
