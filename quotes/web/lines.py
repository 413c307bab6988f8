"""Quotes and sources as a list shows them: small values of ready words for the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from archive.models import Organization, Person, Source, Speech
from quotes.language_names import language_name
from quotes.models import Citation, Kind, Quote, Standing, Status, is_translation
from quotes.search.highlight import Passage, Segment, passage
from quotes.web import words
from quotes.web.dates import date_in_words
from quotes.web.listed import Listed

LONGEST_IN_A_LIST = 600
"""Characters of a quote in a list: twenty long ones still make a page under 100 KB."""


@dataclass(frozen=True)
class SourceLine:
    """A source with its kind, date and language in words."""

    source: Source

    @property
    def published(self) -> str:
        """When, in words; empty when unknown."""
        return date_in_words(self.source.published)

    @property
    def kind(self) -> words.Word:
        """What sort of document."""
        return words.SOURCE_KINDS[self.source.kind]

    @property
    def language(self) -> str:
        """The language's name; empty when unknown."""
        return language_name(self.source.language)


@dataclass(frozen=True)
class SpeechLine:
    """A speech with its date in words."""

    speech: Speech

    @property
    def delivered(self) -> str:
        """When, in words; empty when unknown."""
        return date_in_words(self.speech.delivered)


@dataclass(frozen=True)
class Line:
    """A quote, or what a list shows of one, with its date, kind, standing and language in words."""

    quote: Quote | Listed
    segments: Sequence[Segment]

    @property
    def said(self) -> str:
        """When, in words; empty when unknown."""
        return date_in_words(self.quote.said_or_delivered)

    @property
    def kind(self) -> words.Word:
        """How much of the wording is the speaker's."""
        return words.KINDS[self.quote.kind]

    @property
    def verbatim(self) -> bool:
        """Whether it may stand between quotation marks."""
        return self.quote.kind != Kind.INDIRECT

    @property
    def standing(self) -> words.Word:
        """How sure the archive is."""
        return words.STANDINGS[self.quote.standing]

    @property
    def warning(self) -> words.Word:
        """What must not be missed, in a word; empty when there is nothing."""
        if self.quote.status == Status.RETRACTED:
            return words.RETRACTED
        doubted = self.quote.standing in (Standing.DISPUTED, Standing.MISATTRIBUTED)
        return self.standing if doubted else ""

    @property
    def spoken_language(self) -> str:
        """The language it was spoken in, when that is another than the words'; else empty."""
        spoken = self.quote.spoken_language
        return language_name(spoken) if is_translation(self.quote.language, spoken) else ""


@dataclass(frozen=True)
class ListedLine(Line):
    """A line of a list."""

    quote: Listed


@dataclass(frozen=True)
class QuoteLine(Line):
    """A quote as its page, a feed and a card say it."""

    quote: Quote

    @property
    def sources(self) -> list[Source]:
        """The public sources that print it, each once."""
        cited = {one.source_id: one.source for one in self.quote.citations.all()}
        return [source for source in cited.values() if source.is_public]


@dataclass(frozen=True)
class NameLine:
    """Another name, and what sort of name it is."""

    name: str
    language: str
    kind: words.Word


def other_names(named: Person | Organization) -> list[NameLine]:
    """Every other name (prefetched), the ones in other scripts with their language."""
    return [
        NameLine(one.name, one.language, words.NAME_KINDS[one.kind]) for one in named.names.all()
    ]


def for_lines(quotes: "QuerySet[Quote]") -> "QuerySet[Quote]":
    """``quotes`` with all that their lines read, in two queries; the search columns stay behind."""
    citations = Citation.objects.select_related("source__publisher")
    return (
        quotes.select_related("speaker", "organization", "role", "speech")
        .prefetch_related(Prefetch("citations", citations))
        .defer("stems", "exact")
    )


def lines_of(quotes: Iterable[Quote]) -> list[QuoteLine]:
    """A line for each quote, shortened for a list."""
    return [QuoteLine(quote, _in_a_list(quote.text, [Segment(quote.text)])) for quote in quotes]


def listed_lines(
    quotes: Iterable[Listed], highlights: Mapping[int, Sequence[Segment]] | None = None
) -> list[ListedLine]:
    """A line for each, shortened for a list, with what was searched for marked."""
    marked = highlights or {}
    return [
        ListedLine(quote, _in_a_list(quote.text, marked.get(quote.pk, [Segment(quote.text)])))
        for quote in quotes
    ]


def _in_a_list(text: str, segments: Sequence[Segment]) -> Sequence[Segment]:
    return segments if len(text) <= LONGEST_IN_A_LIST else shortened(segments, LONGEST_IN_A_LIST)


def shortened(segments: Sequence[Segment], longest: int) -> list[Segment]:
    """At most ``longest`` characters of the segments, beginning a little before the first match."""
    return shortened_passage(passage(segments, longest))


def shortened_passage(shown: Passage) -> list[Segment]:
    """The segments of a passage, with an ellipsis where some of the text is left out."""
    before = [Segment("… ")] if shown.truncated_before else []
    after = [Segment(" …")] if shown.truncated_after else []
    return [*before, *shown.segments, *after]
