"""Searching speeches: by their headings, and by what was said in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from archive.models import Speech
from quotes.cursors import CursorError
from quotes.filters import SpeechFilter
from quotes.paging import Page, count_to_floor, page_of
from quotes.search.highlight import Segment
from quotes.search.ordering import RELEVANCE, OrderingError
from quotes.search.places import Found, Place, found_in
from quotes.search.speech_order import NEWEST, OLDEST, TITLE, default_ordering, ordered
from quotes.web import form, words
from quotes.web.form import READ_HERE, address, filled_in
from quotes.web.lines import SpeechLine, shortened_passage
from quotes.web.reading import how_it_was_read, meant
from quotes.web.refusals import refusals

SIZE = 20
HERE = "web:speeches"

LABELS: dict[str, words.Word] = {
    "speaker": _("Speaker"),
    "organization": _("Organization"),
    "delivered": _("Delivered in"),
    "delivered_after": _("Delivered then or later"),
    "delivered_before": _("Delivered then or earlier"),
    "language": _("Language spoken"),
    "source": _("Recorded in"),
}

HINTS: dict[str, words.Word] = {
    "speaker": _("A name in any script, or a ref"),
    "delivered": _("2020, 2020-11 or 2020-11-30"),
    "language": _("en, zh, zh-Hans"),
}

ORDERS: dict[str, words.Word] = {
    RELEVANCE: _("Best match first"),
    NEWEST.name: _("Newest first"),
    OLDEST.name: _("Oldest first"),
    TITLE.name: _("By title"),
}
"""What the orders are called."""


@dataclass(frozen=True)
class Field:
    """One input of the form, with what was typed and why it was refused."""

    name: str
    label: words.Word
    value: str
    hint: words.Word
    errors: list[str]


@dataclass(frozen=True)
class PlaceLine:
    """A passage of a source's text with what was looked for marked, and where to read on."""

    place: Place

    @property
    def segments(self) -> list[Segment]:
        """Its words, with an ellipsis where some are left out."""
        return shortened_passage(self.place.passage)


@dataclass(frozen=True)
class Line:
    """A speech as the list shows it."""

    speech: Speech
    segments: Iterable[Segment]
    places: list[PlaceLine]

    @property
    def delivered(self) -> str:
        """When, in words; empty when unknown."""
        return SpeechLine(self.speech).delivered


def speeches_page(request: HttpRequest) -> HttpResponse:
    """What was asked and the speeches found; refused with 400 when any of it is not understood."""
    asked = filled_in(request.GET)
    if asked != request.GET:
        return HttpResponseRedirect(address(asked, page=HERE))
    bound = SpeechFilter(request.GET, queryset=Speech.objects.public(), request=request)
    bound.also_known = READ_HERE
    bound.is_valid()
    errors = {name: [str(one) for one in found] for name, found in bound.errors.items()}
    found = {} if errors else _found(bound, asked, errors)
    context = {**_around(asked, bound, errors), **found, "errors": errors}
    return render(request, "quotes/speeches.html", context, status=400 if errors else 200)


def _found(bound: SpeechFilter, asked: QueryDict, errors: dict[str, list[str]]) -> dict[str, Any]:
    try:
        rows, order = ordered(bound, asked.get("ordering"))
        page = page_of(_shown(rows), order, SIZE, asked.get("cursor"))
    except OrderingError as error:
        errors["ordering"] = [str(error)]
        return {}
    except CursorError as error:
        errors["cursor"] = [str(error)]
        return {}
    count, exact = count_to_floor(bound.qs)
    return {
        "page": page,
        "lines": list(_lines(page, bound)),
        "count": count,
        "count_words": words.how_many(count, exact),
        "reading": how_it_was_read(bound.reading, asked, HERE),
        "meant": meant(bound, asked, count, HERE),
    }


def _shown(speeches: "QuerySet[Speech]") -> "QuerySet[Speech]":
    """With who spoke, which each line says."""
    return speeches.prefetch_related("speakers__person", "speakers__organization")


def _lines(page: Page[Speech], bound: SpeechFilter) -> Iterable[Line]:
    found = _places(page, bound)
    for speech in page.rows:
        here = found.get(speech.pk, Found((Segment(speech.title),)))
        yield Line(speech, here.title, [PlaceLine(place) for place in here.places])


def _places(page: Page[Speech], bound: SpeechFilter) -> dict[int, Found]:
    titles = {speech.pk: speech.title for speech in page.rows}
    return found_in(bound.words.reading, titles) if bound.words else {}


def _label(name: str) -> words.Word:
    """What the reader calls a parameter; one nobody knows keeps its own name."""
    return LABELS.get(name) or form.label_of(name)


def _around(asked: QueryDict, bound: SpeechFilter, errors: dict[str, list[str]]) -> dict[str, Any]:
    chosen = "" if errors else asked.get("ordering", default_ordering(bound))
    fields = [
        Field(name, label, form.typed(bound, name), HINTS.get(name, ""), errors.get(name, []))
        for name, label in LABELS.items()
    ]
    return {
        "q": Field("q", _label("q"), asked.get("q", ""), "", errors.get("q", [])),
        "fields": fields,
        "narrowed": any(one.value for one in fields),
        "refusals": refusals(bound, asked, errors, _label, HERE),
        "orders": form.orders(asked, ORDERS, bound, chosen, HERE),
        "quotes": address(QueryDict(), **({"q": str(asked["q"])} if "q" in asked else {})),
        "everything": address(QueryDict(), page=HERE),
        "api": address(form.lasting(bound, asked), "cursor", page="v1:speech-list"),
    }
