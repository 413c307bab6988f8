"""Sitemaps: every public page, in files of at most 10,000 addresses found by key range.

By key and not by offset, so that the last file of millions costs what the first does. A range may
have gaps; a file with none left is simply shorter.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive.models import Organization, Person, Source, Speech
from quotes.models import Quote, Topic

SIZE = 10_000


def _nouns() -> dict[str, "QuerySet[Any]"]:
    return {
        "quote": Quote.objects.published(),
        "speech": Speech.objects.public(),
        "source": Source.objects.public(),
        "person": Person.objects.public(),
        "organization": Organization.objects.public(),
        "topic": Topic.objects.filter(is_public=True),
    }


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of all sitemaps that have an address in them."""
    files = [
        (request.build_absolute_uri(reverse("web:sitemap", args=[kind, number])), changed)
        for kind, rows in _nouns().items()
        for number, changed in _files(rows)
    ]
    return _xml(request, "quotes/sitemap_index.xml", {"files": files})


def _files(rows: "QuerySet[Any]") -> Iterator[tuple[int, Any]]:
    numbered = rows.order_by().annotate(number=F("id") / SIZE).values("number")
    latest = numbered.annotate(changed=Max("updated_at")).order_by("number")
    yield from latest.values_list("number", "changed")


def sitemap(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One file: the public pages of a noun whose keys lie in one range."""
    rows = _nouns().get(kind)
    if rows is None or number > 2**31 // SIZE:
        raise Http404
    within = rows.filter(id__gte=number * SIZE, id__lt=(number + 1) * SIZE).order_by("id")
    host = request.build_absolute_uri("/").rstrip("/")
    pages = [
        (host + reverse(f"web:{kind}", args=[ref]), changed.isoformat())
        for ref, changed in within.values_list("ref", "updated_at")
    ]
    return _xml(request, "quotes/sitemap.xml", {"pages": pages})


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
