"""The desk: every list of the admin, autocomplete while typing, and home.

Times are processor time, this process and its PostgreSQL together: the mean of ``RUNS`` answers
after one to warm up. In brackets the median of what the clock said, with whatever else was running.
``python -m benchmarks.desk --write`` also writes its table into ``docs/benchmarks.md``.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import quote_plus

from benchmarks.program import load, main

QUOTES = 100_000
RUNS = 5
LIST_LIMIT, AUTOCOMPLETE_LIMIT = 1_000, 150
"""Milliseconds: what the desk promises at 100,000 quotes."""

AUTOCOMPLETE = {
    ("quotes", "quote", "speaker"): ["a", "th", "person", "1"],
    ("quotes", "quote", "organization"): ["a", "th", "7"],
    ("quotes", "quote", "speech"): ["a", "the", "market"],
    ("quotes", "quote", "role"): ["a", "ch"],
    ("quotes", "quote", "topics"): ["a", "th"],
    ("quotes", "citation", "source"): ["a", "the", "market"],
    ("quotes", "quoterelation", "other"): ["the", "market growth", "thank you"],
}
"""What is typed into which field: few letters and many, rare and common."""


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Fill the database, open everything, and yield lines for ``__main__``."""
    yield from load(quotes)
    yield from measure()


def measure() -> Iterator[tuple[str, str]]:
    """Open everything, as an editor of this database."""
    client = _editor()
    yield from _lists(client)
    yield from _autocomplete(client)
    yield "home", _told(lambda: client.get("/admin/"), LIST_LIMIT)
    yield from _duplicates(client)
    yield "is anything due? (at the door)", _told(_due, AUTOCOMPLETE_LIMIT)


def _editor() -> Any:
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    editor, _ = User.objects.get_or_create(username="benchmark", is_staff=True)
    editor.groups.set(Group.objects.all())
    client = Client()
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    return client


def _lists(client: Any) -> Iterator[tuple[str, str]]:
    from django.contrib import admin
    from django.urls import reverse

    for model in admin.site._registry:
        if model._meta.app_label in ("archive", "quotes"):
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            address = reverse(f"admin:{name}_changelist")
            yield f"list: {model._meta.verbose_name_plural}", _told(_opens(client, address))
            if model._meta.model_name == "quote":
                for query in ("q=market", "status__exact=in_review", "fidelity=failed", "p=100"):
                    yield f"list: quotes, {query}", _told(_opens(client, f"{address}?{query}"))


def _autocomplete(client: Any) -> Iterator[tuple[str, str]]:
    for (app, model, field), typed in AUTOCOMPLETE.items():
        for term in typed:
            address = (
                f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}"
                f"&term={term.replace(' ', '+')}"
            )
            told = _told(_opens(client, address), AUTOCOMPLETE_LIMIT)
            yield f"autocomplete: {field} “{term}”", told


def _duplicates(client: Any) -> Iterator[tuple[str, str]]:
    """A portion of the page of near ones, and what is alike while one types."""
    from quotes.admin.near import PORTION
    from quotes.models import Quote, Status

    newest = Quote.objects.order_by("-pk").values_list("pk", flat=True)[:PORTION]
    Quote.objects.filter(pk__in=list(newest)).update(status=Status.DRAFT)
    near = _told(_opens(client, "/admin/quotes/quote/near/"))
    yield f"possible duplicates: {PORTION} looked through", near
    words = Quote.objects.order_by("pk").values_list("text", flat=True)[0]
    asked = {
        "quote": f"text={quote_plus(words)}",
        "source": "url=https://example.org/an/article",
        "speech": "delivered=2020-11&speakers-0-person=1",
    }
    for noun, query in asked.items():
        app = "quotes" if noun == "quote" else "archive"
        address = f"/admin/{app}/{noun}/alike/?{query}"
        yield f"alike while typing: {noun}", _told(_opens(client, address), AUTOCOMPLETE_LIMIT)


def _opens(client: Any, address: str) -> Callable[[], None]:
    def opens() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return opens


def _due() -> None:
    from quotes.embargo import publish_due

    assert publish_due() == 0


def _told(ask: Callable[[], Any], limit: int = LIST_LIMIT) -> str:
    from benchmarks.processor import Processor

    ask()
    processor, elapsed = Processor(), []
    before = processor.spent()
    for _ in range(RUNS):
        start = perf_counter()
        ask()
        elapsed.append(1000 * (perf_counter() - start))
    after = processor.spent()
    if before is None or after is None:
        return f"{median(elapsed):7.1f} ms elapsed"
    spent = 1000 * (after - before) / RUNS
    over = "" if spent <= limit else f"  over {limit} ms"
    return f"{spent:7.1f} ms ({median(elapsed):.1f} elapsed){over}"


def table(_quick: bool) -> Iterator[str]:
    """The same in Markdown."""
    yield from ("| opened | what it took |", "|---|---:|")
    for label, value in measure():
        yield f"| {label} | {value.strip()} |"


if __name__ == "__main__":
    main("desk", __doc__, QUOTES, table)
