"""A speech's page: the occasion, who spoke, the sources that record it, and what was said."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Speech, SpeechSource
from archive.provenance import Chains
from quotes.language_names import language_name
from quotes.models import Quote
from quotes.web import records
from quotes.web.chain import Link, links_of
from quotes.web.lines import SourceLine, SpeechLine
from quotes.web.listing import listing


@records.page
def speech_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The speech; its published quotes page by page."""
    recording = SpeechSource.objects.filter(source__is_public=True)
    speeches = Speech.objects.public().prefetch_related(
        "speakers__person",
        "speakers__organization",
        "speakers__role",
        Prefetch("records", recording.select_related("source__publisher")),
    )
    speech: Speech = records.at(speeches, ref)
    context = {
        "speech": speech,
        "line": SpeechLine(speech),
        "language": language_name(speech.language),
        "sources": _sources(speech),
        "page": listing(Quote.objects.published().filter(speech=speech), request.GET.get("cursor")),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/speech.html", context)


def _sources(speech: Speech) -> list[tuple[SourceLine, tuple[Link, ...]]]:
    """The public sources that record it, each with the chain it stands on."""
    sources = [record.source for record in speech.records.all()]
    chains = Chains(source.pk for source in sources)
    return [(SourceLine(source), links_of(chains.of(source.pk))) for source in sources]
