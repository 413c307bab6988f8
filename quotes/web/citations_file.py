"""The references to everything a search finds, as a file for a reference manager."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.provenance import Chains
from quotes.citation_styles import STYLES, reference_to
from quotes.models import Citation, Quote
from quotes.paging import page_of
from quotes.search.ordering import OrderingError, ordered
from quotes.web.search import FOR_MANAGERS, MOST_CITED, bind


def citations_file(request: HttpRequest) -> HttpResponse:
    """The first 500 of a search in the style ``cite``; refused with 400 as the search itself."""
    style = request.GET.get("cite", "")
    if style not in FOR_MANAGERS:
        known = ", ".join(FOR_MANAGERS)
        return _refused([_("Give one of these as “cite”: %(known)s.") % {"known": known}])
    bound = bind(request)
    bound.also_known = ("ordering", "cite")
    if not bound.is_valid():
        return _refused(f"{name}: {one}" for name, found in bound.errors.items() for one in found)
    try:
        rows, order = ordered(bound, request.GET.get("ordering"))
    except OrderingError as error:
        return _refused([f"ordering: {error}"])
    quotes = page_of(_with_their_sources(rows), order, MOST_CITED).rows
    written = "\n\n".join(_references(request, quotes, style))
    kind = STYLES[style]
    answer = HttpResponse(written + "\n", content_type=f"{kind.media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="quotes.{kind.ending}"'
    return answer


def _refused(sentences: Any) -> HttpResponse:
    return HttpResponse("\n".join(sentences), status=400, content_type="text/plain; charset=utf-8")


def _with_their_sources(rows: Any) -> Any:
    citations = Citation.objects.select_related("source__publisher")
    return (
        rows.select_related("speaker", "organization", "role", "speech")
        .prefetch_related("speech__records", Prefetch("citations", citations))
        .defer("stems", "exact")
    )


def _references(request: HttpRequest, quotes: Sequence[Quote], style: str) -> Iterator[str]:
    chains = Chains(one.source_id for quote in quotes for one in quote.citations.all())
    for quote in quotes:
        page = request.build_absolute_uri(reverse("web:quote", args=[quote.ref]))
        yield STYLES[style].write(reference_to(quote, page, chains)).strip()
