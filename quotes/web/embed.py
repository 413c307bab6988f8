"""A quote or a speech as a small card in the page of another site.

The card is looked up each time it is shown, so a retraction reaches every page that embeds it. It
may be framed by anyone; in return it runs no script, sets no cookie and sends nothing anywhere.
"""

from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt

from archive.models import Redirect, Speech, SpeechSource
from quotes.models import SHOWN, Quote, Status
from quotes.search.highlight import Segment
from quotes.web import records
from quotes.web.lines import QuoteLine, SpeechLine, for_lines, shortened

LONGEST = 900
"""Characters of the words in a card; the rest is on the quote's page."""

POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "style-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}


def card(view: records.Page) -> records.Page:
    """Let any site frame the answer; a merged record leads to the card of the one kept."""

    @wraps(view)
    def answer(request: HttpRequest, ref: str) -> HttpResponse:
        try:
            shown = view(request, ref)
        except records.NotHere as missing:
            shown = _moved_or_missing(request, missing)
        shown["X-Robots-Tag"] = "noindex"
        patch_cache_control(shown, public=True, no_cache=True)
        return shown

    framed: Any = csp(POLICY)  # typed for views without a ref
    page: records.Page = xframe_options_exempt(framed(answer))
    return page


def _moved_or_missing(request: HttpRequest, missing: records.NotHere) -> HttpResponse:
    target = Redirect.objects.target(missing.kind, missing.ref)
    if target is None:
        return render(request, "quotes/embed/missing.html", status=404)
    return HttpResponseRedirect(reverse(f"web:embed-{missing.kind}", args=[target]))


@card
def quote_card(request: HttpRequest, ref: str) -> HttpResponse:
    """The quote with its speaker, date, source and standing; 410 without a word when removed."""
    quotes = for_lines(Quote.objects.filter(status__in=(*SHOWN, Status.REMOVED)))
    quote: Quote = records.at(quotes, ref)
    if quote.status == Status.REMOVED:
        return render(request, "quotes/embed/removed.html", status=410)
    line = QuoteLine(quote, shortened([Segment(quote.text)], LONGEST))
    return render(request, "quotes/embed/quote.html", {"quote": quote, "line": line})


@card
def speech_card(request: HttpRequest, ref: str) -> HttpResponse:
    """The speech with who spoke, when, where, and the sources that record it."""
    recording = SpeechSource.objects.filter(source__is_public=True).select_related("source")
    speeches = Speech.objects.public().prefetch_related(
        "speakers__person", "speakers__organization", "speakers__role",
        Prefetch("records", recording),
    )  # fmt: skip
    speech: Speech = records.at(speeches, ref)
    context = {
        "speech": speech,
        "line": SpeechLine(speech),
        "number": Quote.objects.published().filter(speech=speech).count(),
    }
    return render(request, "quotes/embed/speech.html", context)
