"""Search: the query string bound to ``QuoteFilter``, and the page around what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.dates import PartialDate, show
from quotes.filters import QuoteFilter
from quotes.models import SHOWN, Quote
from quotes.paging import CursorError, Order, count_to_floor
from quotes.web import words
from quotes.web.listing import NEWEST_FIRST, OLDEST_FIRST, Listing, listing

READ_HERE = ("cursor", "ordering")

ORDERS: dict[str, tuple[Order, words.Word]] = {
    order.name: (order, label)
    for order, label in ((NEWEST_FIRST, _("Newest first")), (OLDEST_FIRST, _("Oldest first")))
}

LABELS: dict[str, words.Word] = {
    "q": _("Words"),
    "speaker": _("Speaker"),
    "organization": _("Organization"),
    "topic": _("Topic"),
    "said": _("Said in"),
    "after": _("Said then or later"),
    "before": _("Said then or earlier"),
    "speech": _("Speech"),
    "source": _("Source"),
    "publisher": _("Publisher"),
    "published": _("Source published in"),
    "published_after": _("Source published then or later"),
    "published_before": _("Source published then or earlier"),
    "language": _("Language of the words"),
    "spoken_language": _("Language spoken"),
    "kind": _("Kind"),
    "standing": _("Standing"),
    "status": _("Status"),
    "ordering": _("Order"),
    "cursor": _("Page"),
}

CHOICES: dict[str, dict[str, words.Word]] = {
    "kind": words.KINDS,
    "standing": words.STANDINGS,
    "status": words.STATUSES,
}

HINTS: dict[str, words.Word] = {
    "speaker": _("A name in any script, or a ref"),
    "said": _("2020, 2020-11 or 2020-11-30"),
    "language": _("en, zh, zh-Hans"),
}


@dataclass(frozen=True)
class Field:
    """One input of the form, with what was typed and why it was refused."""

    name: str
    value: str
    errors: list[str]

    @property
    def label(self) -> words.Word:
        """Its name for the reader; a parameter nobody knows keeps its own."""
        return LABELS.get(self.name, self.name)

    @property
    def hint(self) -> words.Word:
        """How to fill it in; may be empty."""
        return HINTS.get(self.name, "")

    @property
    def choices(self) -> dict[str, words.Word]:
        """What may be chosen; empty for free text."""
        return CHOICES.get(self.name, {})


@dataclass(frozen=True)
class Chip:
    """One condition of the search, in words, and the search without it."""

    label: words.Word
    value: str
    without: str
    errors: list[str]


def search_page(request: HttpRequest) -> HttpResponse:
    """What was asked and what was found; refused with 400 when any of it is not understood."""
    asked = filled_in(request.GET)
    if asked != request.GET:
        return HttpResponseRedirect(address(asked))
    bound = bind(request)
    errors = _errors(bound, asked)
    found: dict[str, Any] = {} if errors else _found(bound, asked, errors)
    context = {**_form(asked, bound, errors), **found, "errors": errors}
    return render(request, "quotes/search.html", context, status=400 if errors else 200)


def filled_in(query: QueryDict) -> QueryDict:
    """The parameters that say something: a form sends its empty inputs too."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if any(values):
            kept.setlist(name, [value for value in values if value])
    return kept


def address(query: QueryDict, *without: str, page: str = "web:search") -> str:
    """The permanent address of a search, less some parameters."""
    kept = query.copy()
    for name in without:
        kept.pop(name, None)
    return f"{reverse(page)}?{kept.urlencode()}" if kept else reverse(page)


def bind(request: HttpRequest) -> QuoteFilter:
    """The filters with what the address asks for."""
    rows = Quote.objects.filter(status__in=SHOWN)
    bound = QuoteFilter(request.GET, queryset=rows, request=request)
    bound.also_known = READ_HERE
    return bound


def _errors(bound: QuoteFilter, asked: QueryDict) -> dict[str, list[str]]:
    bound.is_valid()
    errors = {name: [str(one) for one in found] for name, found in bound.errors.items()}
    if asked.get("ordering", NEWEST_FIRST.name) not in ORDERS:
        errors["ordering"] = [f"Order by one of: {', '.join(ORDERS)}."]
    return errors


def _found(bound: QuoteFilter, asked: QueryDict, errors: dict[str, list[str]]) -> dict[str, Any]:
    order, _label = ORDERS[asked.get("ordering", NEWEST_FIRST.name)]
    rows: QuerySet[Quote] = bound.qs
    try:
        page: Listing = listing(rows, asked.get("cursor"), order)
    except CursorError as error:
        errors["cursor"] = [str(error)]
        return {}
    count, exact = count_to_floor(rows)
    return {"page": page, "count": count, "count_words": words.how_many(count, exact)}


def _form(asked: QueryDict, bound: QuoteFilter, errors: dict[str, list[str]]) -> dict[str, Any]:
    names = [name for name in LABELS if name not in ("q", "cursor", "ordering")]
    return {
        "q": Field("q", asked.get("q", ""), errors.get("q", [])),
        "fields": [Field(name, asked.get(name, ""), errors.get(name, [])) for name in names],
        "orders": [(name, label) for name, (_order, label) in ORDERS.items()],
        "ordering": asked.get("ordering", NEWEST_FIRST.name),
        "refused_field": any(name in errors for name in names),
        "chips": list(_chips(asked, bound, errors)),
        "clean": address(asked, "cursor"),
        "api": address(asked, "cursor", page="v1:quote-list"),
        "feed": address(asked, *READ_HERE, page="web:feed"),
    }


def _chips(asked: QueryDict, bound: QuoteFilter, errors: dict[str, list[str]]) -> Iterable[Chip]:
    for name in asked:
        if name in READ_HERE and name not in errors:
            continue
        meant = bound.form.cleaned_data.get(name) or asked[name]
        wrong = errors.get(name, [])
        yield Chip(
            LABELS.get(name, name), _in_words(name, meant), address(asked, name, "cursor"), wrong
        )


def _in_words(name: str, meant: Any) -> str:
    if isinstance(meant, PartialDate):
        return show(meant.edtf)
    if name in ("language", "spoken_language"):
        return words.language_name(meant)
    return str(CHOICES.get(name, {}).get(str(meant), meant))
