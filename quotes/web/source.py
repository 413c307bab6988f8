"""A source's page: the document, what it stands on, what stands on it, and what it carries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Derivation, Source, Speech
from archive.provenance import Chains
from quotes.models import Quote
from quotes.web import records, words
from quotes.web.captured import edition_of, start_asked
from quotes.web.chain import links_of
from quotes.web.lines import SourceLine, SpeechLine
from quotes.web.listing import AS_ENTERED, listing

MOST = 50


@records.page
def source_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The source; the quotes it prints page by page."""
    source: Source = records.at(Source.objects.public().select_related("publisher"), ref)
    quotes = Quote.objects.published().filter(sources=source).distinct()
    context = {
        "source": source,
        "line": SourceLine(source),
        "origins": links_of(Chains([source.pk]).of(source.pk)),
        "derivatives": _derivatives(source),
        "speeches": _speeches(source),
        "edition": edition_of(source, start_asked(request)),
        "page": listing(quotes, request.GET.get("cursor"), AS_ENTERED),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/source.html", context)


def _derivatives(source: Source) -> list[tuple[words.Word, SourceLine]]:
    links = Derivation.objects.filter(origin=source, source__is_public=True)
    found = links.select_related("source__publisher").order_by("id")[:MOST]
    return [(words.RELATIONS[one.relation], SourceLine(one.source)) for one in found]


def _speeches(source: Source) -> list[SpeechLine]:
    found = Speech.objects.public().filter(records__source=source)
    return [SpeechLine(speech) for speech in found[:MOST]]
