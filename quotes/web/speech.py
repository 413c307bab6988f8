"""A speech's page: the occasion, who spoke, the sources that record it, and what was said."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from archive.models import Derivation, Source, Speech, SpeechSource, SpeechSpeaker
from archive.models.sources import Relation, Rights, SourceKind
from archive.provenance import Chains
from archive.written import ASKED_FOR, KEY, Written, among_asked, fetched
from quotes.language_names import language_name
from quotes.models import Quote
from quotes.web import records, words
from quotes.web.captured import Edition, edition_of, start_asked
from quotes.web.chain import Link, links_of
from quotes.web.lines import SourceLine, SpeechLine
from quotes.web.listing import AS_ENTERED, listing

MOST_REPORTS = 20
"""Sources named that tell of a speech at second hand; the search finds the rest."""

POSTS = (SourceKind.INTERNAL_POST, SourceKind.SOCIAL_POST)
POSTED, PUBLISHED = _("Posted"), _("Published")

AT_SECOND_HAND: dict[str, words.Word] = {
    Relation.REPORTS: _("Reported"),
    Relation.TRANSLATES: _("Translated"),
    Relation.REPRINTS: _("Reprinted"),
    Relation.EXCERPTS: _("Excerpted"),
}


@dataclass(frozen=True)
class Made:
    """What became of the speech in a source, and that source with its date."""

    what: words.Word
    line: SourceLine


@records.page
def speech_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The speech; its published quotes page by page, in its own order."""
    speech = _speech_at(ref)
    quotes = Quote.objects.published().filter(speech=speech)
    context = {
        "speech": speech,
        "line": SpeechLine(speech),
        "language": language_name(speech.language),
        "made": [*_recorded(speech), *_told(speech)],
        "sources": _sources(speech),
        "edition": _transcript(speech, start_asked(request)),
        "page": listing(quotes, request.GET.get("cursor"), AS_ENTERED),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/speech.html", context)


def _speech_at(ref: str) -> Speech:
    """The public speech with who spoke and what records it; raises ``records.NotHere``."""
    found: Speech | None = next(iter(SPEECH.of(ref)), None)
    if found is None:
        raise records.NotHere("speech", ref)
    fetched(found, "speakers", SPEAKERS.of(found.pk))
    fetched(found, "records", RECORDS.of(found.pk))
    return found


def _told_by() -> "QuerySet[Derivation]":
    """What derives from the sources asked for, however far, and is none of them."""
    derived = Source.objects.filter(among_asked(F("pk"))).with_derivatives()
    links = Derivation.objects.filter(source__in=derived, source__is_public=True)
    others = links.exclude(among_asked(F("source_id"))).select_related("source__publisher")
    in_time = others.order_by(F("source__published_earliest").asc(nulls_last=True), "id")
    return in_time[:MOST_REPORTS]


SPEECH = Written(lambda: Speech.objects.public().filter(ref=ASKED_FOR))
SPEAKERS = Written(
    lambda: SpeechSpeaker.objects.filter(speech=KEY).select_related(
        "person", "organization", "role"
    )
)
RECORDS = Written(
    lambda: SpeechSource.objects.filter(source__is_public=True, speech=KEY).select_related(
        "source__publisher"
    )
)
TOLD_BY = Written(_told_by)


def _recorded(speech: Speech) -> list[Made]:
    """The sources that record it, as posted or published."""
    sources = [record.source for record in speech.records.all()]
    return [Made(POSTED if one.kind in POSTS else PUBLISHED, SourceLine(one)) for one in sources]


def _told(speech: Speech) -> list[Made]:
    """The public sources that derive from those, however far, by the day they came out."""
    recorded = {record.source_id for record in speech.records.all()}
    told = {one.source_id: one for one in TOLD_BY.among(recorded)}
    return [Made(AT_SECOND_HAND[one.relation], SourceLine(one.source)) for one in told.values()]


def _sources(speech: Speech) -> list[tuple[SourceLine, tuple[Link, ...]]]:
    """The public sources that record it, each with the chain it stands on."""
    sources = [record.source for record in speech.records.all()]
    chains = Chains(source.pk for source in sources)
    return [(SourceLine(source), links_of(chains.of(source.pk))) for source in sources]


def _transcript(speech: Speech, start: int) -> Edition | None:
    """The text of the first source that records it and may be read; None without such a text.

    Sources of the kind "transcript" before others, those in the language spoken before the rest.
    """
    readable = [one.source for one in speech.records.all() if one.source.rights == Rights.PUBLIC]
    readable.sort(
        key=lambda one: (one.kind != SourceKind.TRANSCRIPT, one.language != speech.language)
    )
    editions = (edition_of(source, start) for source in readable)
    return next((edition for edition in editions if edition), None)
