"""What a quote's reference says, before any style: nothing in it is surer than the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.dates import parse
from archive.models import Source
from archive.models.sources import SourceKind
from archive.provenance import Chains, Origin
from quotes.language_names import language_name
from quotes.models import Citation, Kind, Quote, Standing, Status

ARCHIVE = "Speech and quote archive"

SECOND_HAND = (SourceKind.ARTICLE, SourceKind.BOOK, SourceKind.OTHER)
"""Sources that quote the speaker; the others are the words' own document, or say they are."""

WORDS_OF_A_TITLE = 20
"""A saying without an occasion is its own title, this long (the length that APA gives a post)."""


@dataclass(frozen=True)
class Reference:
    """A quote, the first public source that prints it, and the record of the speech behind that."""

    quote: Quote
    address: str
    citation: Citation | None
    record: Source | None

    @property
    def warning(self) -> str:
        """What whoever cites this must not miss, in a word; empty when there is nothing."""
        if self.quote.status == Status.RETRACTED:
            return "Retracted"
        return self.quote.get_standing_display().capitalize() if self.doubted else ""

    @property
    def doubted(self) -> bool:
        """Whether it is in doubt that the speaker said it."""
        return self.quote.standing in (Standing.DISPUTED, Standing.MISATTRIBUTED)

    @property
    def speaker(self) -> str:
        """Who is said to have spoken, as the archive names them; empty when nobody is named."""
        return str(self.quote.speaker or self.quote.organization or "")

    @property
    def author(self) -> str:
        """The speaker, as far as the archive stands by it; empty when doubted or unattributed."""
        return "" if self.doubted else self.speaker

    @property
    def credited(self) -> str:
        """The speaker, and the doubt."""
        if not self.speaker:
            return "Unattributed"
        return f"Attributed to {self.speaker}" if self.doubted else self.speaker

    @property
    def said(self) -> str:
        """When, as EDTF; empty when unknown."""
        return self.quote.said_or_delivered

    @property
    def verbatim(self) -> bool:
        """Whether the words may stand between quotation marks."""
        return self.quote.kind != Kind.INDIRECT

    @property
    def title(self) -> str:
        """The speech's title; without one the words themselves, the first twenty of them."""
        if self.quote.speech:
            return self.quote.speech.title
        words = self.quote.text.split()
        shown = " ".join(words[:WORDS_OF_A_TITLE])
        return shown if len(words) <= WORDS_OF_A_TITLE else f"{shown} …"

    @property
    def form(self) -> str:
        """What sort of utterance, and from which language it was translated."""
        form = "Speech" if self.quote.speech else "Statement" if self.verbatim else "Paraphrase"
        return f"{form}, {self.translation}" if self.translation else form

    @property
    def translation(self) -> str:
        """The language it was translated from, in words; empty when it is none."""
        spoken = self.quote.spoken_language
        return f"translated from {language_name(spoken)}" if self.quote.is_translation else ""

    @property
    def source(self) -> Source | None:
        """The document that prints the words."""
        return self.citation.source if self.citation else None

    @property
    def second_hand(self) -> bool:
        """Whether the document quotes the speaker, and is not itself the record of the words."""
        return bool(self.source and self.source.kind in SECOND_HAND)


def reference_to(quote: Quote, address: str, chains: Chains | None = None) -> Reference:
    """The reference to a quote; ``address`` is its page.

    ``chains`` may be those of its sources, when the caller has them; else they are looked up.
    """
    printed = [one for one in quote.citations.all() if one.source.is_public]
    if not printed:
        return Reference(quote, address, None, None)
    recording = {one.source_id for one in quote.speech.records.all()} if quote.speech else set()
    return Reference(quote, address, printed[0], _record(printed[0], recording, chains))


def _record(citation: Citation, recording: set[int], chains: Chains | None) -> Source | None:
    """The origin that records the speech: another origin may be no word of this quote's story."""
    if not recording or citation.source_id in recording:
        return None
    chains = chains or Chains([citation.source_id])
    origins = _all_origins(chains.of(citation.source_id))
    return next((one for one in origins if one.pk in recording), None)


def _all_origins(origins: Iterable[Origin]) -> Iterator[Source]:
    for origin in origins:
        yield origin.source
        yield from _all_origins(origin.origins)


def exact_parts(edtf: str) -> list[int]:
    """Year, month and day as far as known for sure: ``2020-11`` is [2020, 11].

    Empty for what is unknown, about, doubtful, a period or open: no style has a number for that.
    """
    when = parse(edtf) if edtf else None
    if when is None or when.approximate or when.uncertain:
        return []
    known = {"day": 3, "month": 2, "year": 1}.get(when.precision, 0)
    first = when.earliest
    return [first.year, first.month, first.day][:known]
