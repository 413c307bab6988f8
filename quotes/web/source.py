"""A source's page: the document, what it stands on, what stands on it, and what it carries."""

from dataclasses import dataclass

from django.db.models import Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Derivation, Source, SourceText, Speech
from archive.models.sources import Rights
from archive.provenance import Chains
from quotes.models import Quote
from quotes.web import records, words
from quotes.web.chain import links_of
from quotes.web.lines import SourceLine, SpeechLine
from quotes.web.listing import listing

LONGEST_PART = 20_000
"""Characters of a captured text on a page: at three bytes each the page is under 100 KB."""

MOST = 50


@dataclass(frozen=True)
class Edition:
    """The newest captured edition, with a part of its words where the public may read them."""

    text: SourceText
    words: str
    start: int
    next: int | None


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
        "edition": _edition(source, _start(request)),
        "page": listing(quotes, request.GET.get("cursor")),
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


def _start(request: HttpRequest) -> int:
    """The character a part starts at; the beginning unless a number is given."""
    given = request.GET.get("from", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _edition(source: Source, start: int) -> Edition | None:
    newest = source.texts.defer("text").annotate(part=_part(source, start)).last()
    if newest is None:
        return None
    end = start + len(newest.part)
    more = bool(newest.part) and end < newest.length
    return Edition(newest, newest.part, start, end if more else None)


def _part(source: Source, start: int) -> Combinable:
    """The words from ``start``, cut by the database; none where rights withhold them."""
    if source.rights != Rights.PUBLIC:
        return Value("")
    return Substr("text", start + 1, LONGEST_PART)
