"""A quote's page: the words, who said them, when, and every claim's way to its source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive.provenance import Chains
from quotes.citation_styles import STYLES, reference_to
from quotes.fidelity.checks import FAILED
from quotes.language_names import language_name
from quotes.language_tags import primary
from quotes.models import SHOWN, Citation, Quote, QuoteRelationKind, Status
from quotes.search.highlight import Segment
from quotes.structured import data_block, is_plain, linked_data
from quotes.web import records, words
from quotes.web.captured import Context, address_of_passage, context_of
from quotes.web.chain import Link, links_of
from quotes.web.changes import public_changes
from quotes.web.citing import LONGEST_REPEATED, citation_of
from quotes.web.differences import Differences, differences
from quotes.web.fragments import address_of_words
from quotes.web.lines import QuoteLine, SourceLine, SpeechLine, shortened
from quotes.web.oembed import frame_of
from quotes.web.quote_rows import quote_at

LONG = 600
"""Characters of a quote that is set smaller, below who said it: else that were off the screen."""

LONGEST_RELATED = 2_000
"""Characters of another wording: its own page has the rest."""


@dataclass(frozen=True)
class CitationLine:
    """One source's print of the quote, and what that source stands on."""

    citation: Citation
    source: SourceLine
    origins: tuple[Link, ...]
    records: SpeechLine | None

    @property
    def context(self) -> Context | None:
        """The words around the quote in the captured text, where rights let them be shown."""
        return context_of(self.citation)

    @property
    def verdict(self) -> words.Word:
        """How the words compare with the captured text."""
        verdict: str | None = self.citation.verdict  # type: ignore[attr-defined]  # annotated
        return words.VERDICTS[verdict] if verdict else words.NO_VERDICT

    @property
    def doubted(self) -> bool:
        """Whether the comparison found that the words are not those of the text."""
        return self.citation.verdict in FAILED  # type: ignore[attr-defined]  # annotated

    @property
    def passage(self) -> str:
        """Where the words stand in the captured text; empty where it is not shown."""
        return address_of_passage(self.citation)

    @property
    def address(self) -> str:
        """Where the source was published, at the words where the browser can find them."""
        printed = self.citation.exact or self.citation.wording or self.citation.quote.text
        return address_of_words(self.citation.source.url, printed)


@dataclass(frozen=True)
class Related:
    """Another quote, and what it is to this one."""

    label: words.Word
    line: QuoteLine
    compared: Differences
    original: bool | None = None
    """Of a translation: whether this other quote is its original; None of another wording."""


@dataclass(frozen=True)
class Style:
    """The reference in one citation style: what that is called, how it reads, the file of it."""

    name: str
    label: str
    written: str
    file: str


@records.page
def quote_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The quote; 410 without its words when it was removed, noindex when retracted."""
    quote = quote_at(ref)
    if quote is None:
        raise records.NotHere("quote", ref)
    if quote.status == Status.REMOVED:
        return render(request, "quotes/gone.html", status=410)
    answer = render(request, "quotes/quote.html", _context(request, quote))
    if quote.status == Status.RETRACTED:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _context(request: HttpRequest, quote: Quote) -> dict[str, Any]:
    line = _whole(quote)
    chains = Chains(citation.source_id for citation in quote.citations.all())
    citations = list(_citation_lines(quote, chains))
    address = request.build_absolute_uri(request.path)
    related = list(_related(quote))
    beside = _beside(related)
    return {
        "line": line,
        "quote": quote,
        "long": len(quote.text) > LONG,
        "kind_explained": words.KINDS_EXPLAINED[quote.kind],
        "standing_explained": words.STANDINGS_EXPLAINED[quote.standing],
        "language": language_name(quote.language),
        "original_unrecorded": line.spoken_language and not _has_an_original(quote),
        "topics": [topic for topic in quote.topics.all() if topic.is_public],
        "citations": citations,
        "beside": beside,
        "related": [one for one in related if one is not beside],
        "embed": frame_of(request, quote),
        "styles": _styles(quote, address, chains),
        "retracted": quote.status == Status.RETRACTED,
        "citation_text": citation_of(line, quote.citations.all(), address),
        "changes": public_changes(quote, noted=quote.has_notes),  # type: ignore[attr-defined]  # annotated
        "structured": _structured(request, quote, chains),
        "canonical": address,
        "card": request.build_absolute_uri(reverse("web:card", args=[quote.ref])),
    }


def _structured(request: HttpRequest, quote: Quote, chains: Chains) -> str:
    """The quote as a data block, unless a machine would lose what must be said beside it.

    Nor the words of a very long one a second time: the page links to its data.
    """
    if len(quote.text) > LONGEST_REPEATED:
        return ""

    def address(kind: str, ref: str) -> str:
        return request.build_absolute_uri(reverse(f"web:{kind}", args=[ref]))

    return data_block(linked_data(quote, address, chains)) if is_plain(quote) else ""


def _whole(quote: Quote) -> QuoteLine:
    return QuoteLine(quote, [Segment(quote.text)])


def _citation_lines(quote: Quote, chains: Chains) -> Iterable[CitationLine]:
    recording = {one.source_id for one in quote.speech.records.all()} if quote.speech else set()
    for citation in quote.citations.all():
        heard = citation.source_id in recording and quote.speech
        yield CitationLine(
            citation,
            SourceLine(citation.source),
            links_of(chains.of(citation.source_id), quote.speech),
            SpeechLine(heard) if heard else None,
        )


def _has_an_original(quote: Quote) -> bool:
    """Whether the record holds the words as spoken, even if the public may not read them yet."""
    translation = QuoteRelationKind.TRANSLATION_OF
    return any(one.relation == translation for one in quote.relations.all())


def _related(quote: Quote) -> Iterable[Related]:
    for one in quote.relations.all():
        if one.other.status in SHOWN:
            yield _relative(quote, one.other, one.relation, 0)
    for one in quote.relations_from.all():
        if one.quote.status in SHOWN:
            yield _relative(quote, one.quote, one.relation, 1)


def _relative(quote: Quote, other: Quote, relation: str, side: int) -> Related:
    """Compared word by word only within one language."""
    comparable = primary(quote.language) == primary(other.language)
    compared = differences(quote.text, other.text) if comparable else Differences()
    translated = relation == QuoteRelationKind.TRANSLATION_OF and not comparable
    line = QuoteLine(other, shortened([Segment(other.text)], LONGEST_RELATED))
    label = words.QUOTE_RELATIONS[relation][side]
    return Related(label, line, compared, side == 0 if translated else None)


def _beside(related: Sequence[Related]) -> Related | None:
    """The other language to set beside the words: the original, else the first translation."""
    translations = [one for one in related if one.original is not None]
    return min(translations, key=lambda one: not one.original, default=None)


def _styles(quote: Quote, address: str, chains: Chains) -> list[Style]:
    """The reference in each citation style; of a very long quote only a file."""
    long = len(quote.text) > LONGEST_REPEATED
    reference = None if long else reference_to(quote, address, chains)
    data = reverse("v1:quote-detail", args=[quote.ref])
    return [
        Style(name, style.label, style.write(reference) if reference else "", f"{data}?cite={name}")
        for name, style in STYLES.items()
    ]
