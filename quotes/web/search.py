"""Search: the query string bound to ``QuoteFilter``, and the page around what it finds."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quotes.cursors import CursorError
from quotes.filters import QuoteFilter
from quotes.models import SHOWN, Quote
from quotes.paging import count_to_floor
from quotes.search.highlight import highlights
from quotes.search.ordering import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    RELEVANCE,
    OrderingError,
    default_ordering,
    ordered,
)
from quotes.search.pointing import place_of
from quotes.web import form, words
from quotes.web.form import READ_HERE, address, filled_in
from quotes.web.listing import Mark, listing
from quotes.web.narrowing import ask_for_narrowing, narrowed_at, narrowing
from quotes.web.reading import how_it_was_read, less, may_be_a_quotation, meant
from quotes.web.refusals import refusals

ORDERS: dict[str, words.Word] = {
    RELEVANCE: _("Best match first"),
    NEWEST_FIRST.name: _("Newest first"),
    OLDEST_FIRST.name: _("Oldest first"),
}
"""What the orders are called."""

FOR_MANAGERS = ("bibtex", "ris")
"""Citation styles that hold many references in one file."""

MOST_CITED = 500
"""References in one file: more than that is no bibliography but an export."""


def search_page(request: HttpRequest) -> HttpResponse:
    """What was asked and what was found; refused with 400 when any of it is not understood."""
    asked = filled_in(request.GET)
    if asked != request.GET:
        return HttpResponseRedirect(address(asked))
    if [*asked] == ["q"] and (place := place_of(str(asked["q"]), request.get_host())):
        kind, ref = place
        return HttpResponseRedirect(reverse(f"web:{kind}", args=[ref]))
    bound = bind(request)
    errors = _errors(bound)
    found = {} if errors else _found(bound, asked, errors)
    context = {**_around(request, asked, bound, errors), **found, "errors": errors}
    return render(request, "quotes/search.html", context, status=400 if errors else 200)


def bind(request: HttpRequest) -> QuoteFilter:
    """The filters with what the address asks for."""
    rows = Quote.objects.filter(status__in=SHOWN)
    bound = QuoteFilter(request.GET, queryset=rows, request=request)
    bound.also_known = READ_HERE
    return bound


def _errors(bound: QuoteFilter) -> dict[str, list[str]]:
    bound.is_valid()
    return {name: [str(one) for one in found] for name, found in bound.errors.items()}


def _found(bound: QuoteFilter, asked: QueryDict, errors: dict[str, list[str]]) -> dict[str, Any]:
    ask_for_narrowing(bound, asked)
    try:
        rows, order = ordered(bound, asked.get("ordering"))
        page = listing(rows, asked.get("cursor"), order, mark=_marks(bound))
    except OrderingError as error:
        errors["ordering"] = [str(error)]
        return {}
    except CursorError as error:
        errors["cursor"] = [str(error)]
        return {}
    count, exact = count_to_floor(bound.qs)
    return {
        "page": page,
        "count": count,
        "count_words": words.how_many(count, exact),
        "cited_of_many": MOST_CITED if count > MOST_CITED else None,
        "reading": how_it_was_read(bound.reading, asked),
        "narrowing": narrowing(bound, asked, count),
        "narrowed_at": narrowed_at(asked),
        "meant": meant(bound, asked, count),
        "less": [] if count else less(bound, asked),
    }


def _marks(bound: QuoteFilter) -> Mark | None:
    """How to mark the words searched in a page of quotes; None without words."""
    return partial(highlights, bound.words.reading) if bound.words else None


def _words(asked: QueryDict) -> dict[str, str]:
    return {"q": str(asked["q"])} if "q" in asked else {}


def _around(
    request: HttpRequest, asked: QueryDict, bound: QuoteFilter, errors: dict[str, list[str]]
) -> dict[str, Any]:
    fields = form.fields(bound, errors)
    lasting = form.lasting(bound, asked)
    chosen = "" if errors else asked.get("ordering", default_ordering(bound))
    return {
        "q": form.field("q", asked, errors),
        "refusals": refusals(bound, asked, errors, form.label_of),
        "inputs": form.inputs(fields),
        "refused_field": any(one.errors for one in fields),
        "orders": form.orders(asked, ORDERS, bound, chosen),
        "chips": list(form.chips(asked, bound.form.cleaned_data, errors)),
        "api": request.build_absolute_uri(address(lasting, "cursor", page="v1:quote-list")),
        "here": request.build_absolute_uri(address(lasting, "cursor")),
        "exports": _exports(lasting),
        "feed": address(lasting, *READ_HERE, page="web:feed"),
        "quotation": pasted if may_be_a_quotation(pasted := str(asked.get("q", ""))) else "",
        "speeches": address(QueryDict(), page="web:speeches", **_words(asked)),
    }


def _exports(asked: QueryDict) -> dict[str, str]:
    """Where the whole answer is to be had as a file."""
    return {
        "csv": address(asked, "cursor", page="v1:quote-list", format="csv"),
        "jsonl": address(asked, "cursor", page="v1:quote-list", format="jsonl"),
        "cited": address(asked, "cursor", page="web:citations", cite=""),
    }
