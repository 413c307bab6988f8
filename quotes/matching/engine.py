"""Did they really say that? A claimed wording → the quotes it corresponds to, with a verdict.

``check`` asks for candidates through the index (``candidates``), compares the few best word by word
(``quotes.wordings``) and says what the archive can say of each (``verdicts``).
Speaker and date raise a quote's rank among equals; they never change what is said of the wording.
One engine for the page, the API, the command line, the desk's duplicate finder and the import.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Prefetch

from archive.dates import PartialDate, parse
from quotes.matching.candidates import PUBLIC, Row, Sought, candidates, lexemes
from quotes.matching.speakers import Names, Speaker, names_in, speakers_named
from quotes.matching.verdicts import RANK, THE_SAME_WORDS, Caution, Verdict, verdict_of
from quotes.models import Citation, Kind, Quote, Standing, Status
from quotes.wordings.comparing import Comparison, Sameness, compare
from quotes.wordings.splicing import WHOLE, Piece, splice
from quotes.wordings.units import units

COMPARED: Final = 5
"""Candidates compared word by word."""

WORTH_COMPARING: Final = 0.35
"""Share of the claim's words below which a candidate is another saying."""

BEHIND: Final = 0.3
"""How far behind the best candidate's share another is still compared."""

SHOWN: Final = 5
"""Quotes an answer names at most."""

FEW_WORDS: Final = 4
"""Units of a claim below which anyone may have said it."""

LONGEST: Final = 5_000
"""Characters of one claim that are compared; a saying is shorter, and the work is bounded."""


@dataclass(frozen=True)
class Claim:
    """Words claimed to have been said; by whom and when, if that is told (EDTF)."""

    text: str
    speaker: str = ""
    date: str = ""
    sure: bool = True
    """Whether the speaker is told; one only guessed from a text raises a rank and no objection."""
    of: int = 0
    """The quote whose words these are, by primary key: it is no match for itself."""

    @cached_property
    def said(self) -> PartialDate | None:
        """When it is claimed to have been said."""
        return parse(self.date) if self.date else None


@dataclass(frozen=True)
class Match:
    """A quote beside the claim."""

    quote: Quote
    comparison: Comparison
    verdict: Verdict
    printed_in: Citation | None = None
    """The citation whose wording was compared, where it is nearer than the quote's own text."""
    speaker_agrees: bool | None = None
    """Whether it is the speaker claimed; None when none was, or the archive does not know."""
    date_agrees: bool | None = None
    few_words: bool = False

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What must be said of it; what is known of the quote itself comes first."""
        quote, found = self.quote, self.comparison
        told = {
            Caution.RETRACTED: quote.status == Status.RETRACTED,
            Caution.MISATTRIBUTED: quote.standing == Standing.MISATTRIBUTED,
            Caution.DISPUTED: quote.standing == Standing.DISPUTED,
            Caution.QUALIFICATION_CUT: bool(found.qualifications) and self._has_its_words,
            Caution.PARAPHRASE: quote.kind == Kind.INDIRECT,
            Caution.TRANSLATED: quote.is_translation,
            Caution.OTHER_SPEAKER: self.speaker_agrees is False
            and self.verdict is not Verdict.OTHER_SPEAKER,
            Caution.OTHER_DATE: self.date_agrees is False,
            Caution.FEW_WORDS: self.few_words,
        }
        return tuple(caution for caution, holds in told.items() if holds)

    @property
    def _has_its_words(self) -> bool:
        return self.comparison.sameness < Sameness.CHANGED

    @property
    def rank(self) -> tuple[object, ...]:
        """Lower is better: the wording first, then whom it is from, when, and how sure."""
        return (
            RANK[self.verdict],
            self.speaker_agrees is False,
            -round(self.comparison.agreement, 2),
            -round(self.comparison.shared, 2),
            self.speaker_agrees is not True,
            self.date_agrees is not True,
            self.quote.status == Status.RETRACTED,
            self.comparison.is_excerpt,
            -self.comparison.held,
            self.quote.pk,
        )


@dataclass(frozen=True)
class Part:
    """A piece of a spliced claim, by characters, and the quote it is from."""

    start: int
    end: int
    quote: Quote


@dataclass(frozen=True)
class Answer:
    """What the archive says of a claim: its verdict is that of the best match."""

    claim: Claim
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def best(self) -> Match | None:
        """The quote the verdict is about."""
        return self.matches[0] if self.matches else None


@dataclass
class _Work:
    """A claim on its way to an answer."""

    claim: Claim
    speaker: Speaker
    rows: list[Row]

    @cached_property
    def nearest(self) -> list[Row]:
        """The candidates with most of the claim's words; among equals whose speaker is meant."""
        return sorted(
            self.rows,
            key=lambda row: (
                -round(self.shares[row.pk], 2),
                not self.speaker.may_be(row.speaker, row.organization),
                abs(len(row.text) - len(self.claim.text)),
                row.pk,
            ),
        )

    @cached_property
    def pieces(self) -> list[Piece]:
        """The claim as pieces of several candidates, unless one of them has nearly all of it."""
        if not self.nearest or self.shares[self.nearest[0].pk] > WHOLE:
            return []
        return splice(self.claim.text, [row.text for row in self.nearest])

    @cached_property
    def compared(self) -> list[Row]:
        """The candidates near enough to the best to be worth comparing word by word."""
        near = self.nearest[:COMPARED]
        least = max(WORTH_COMPARING, self.shares[near[0].pk] - BEHIND) if near else 1
        return [row for row in near if self.shares[row.pk] > least]

    @property
    def wanted(self) -> list[int]:
        """Quotes needed for the answer."""
        return [row.pk for row in (*self.compared, *(self.nearest[p.record] for p in self.pieces))]

    @cached_property
    def shares(self) -> dict[int, float]:
        """How much of the claim's words each candidate has, in whatever order, by primary key."""
        return {row.pk: self._share(row) for row in self.rows}

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {unit.key: _weight(unit.key) for unit in units(self.claim.text)}

    def _share(self, row: Row) -> float:
        held = sum(self._weights.get(key, 0) for key in {unit.key for unit in units(row.text)})
        return held / (sum(self._weights.values()) or 1)


def _weight(key: str) -> float:
    return 1.0 if len(key) > 3 or not key.isascii() else 0.4


def check(claims: Sequence[Claim], statuses: Sequence[str] = PUBLIC) -> list[Answer]:
    """What the archive says of each claim.

    One statement a claim looks for candidates, and four serve all claims together. ``statuses``
    are those of quotes that may be told of: the public's, unless the desk asks.
    """
    speakers = speakers_named({claim.speaker for claim in claims if claim.speaker})
    words = lexemes([claim.text[:LONGEST] for claim in claims])
    works = []
    for claim, found in zip(claims, words, strict=True):
        speaker = speakers.get(claim.speaker, Speaker())
        rows = candidates(Sought(found, tuple(speaker.people)), statuses)
        works.append(_Work(claim, speaker, [row for row in rows if row.pk != claim.of]))
    quotes = _quotes({key for work in works for key in work.wanted}, statuses)
    names = names_in([claim.text for claim in claims])
    return [_answer(work, quotes, names) for work in works]


def _quotes(keys: Iterable[int], statuses: Sequence[str]) -> dict[int, Quote]:
    """The quotes with all that an answer says of them; asked again, for one may just have gone."""
    citations = Citation.objects.filter(source__is_public=True).select_related("source__publisher")
    rows = (
        Quote.objects.filter(pk__in=list(keys), status__in=statuses)
        .select_related("speaker", "organization", "role", "speech")
        .prefetch_related("speaker__names", "organization__names")
        .prefetch_related(Prefetch("citations", citations))
        .defer("stems", "exact")
    )
    return {quote.pk: quote for quote in rows}


def _answer(work: _Work, quotes: Mapping[int, Quote], names: Names) -> Answer:
    near = [quotes[row.pk] for row in work.compared if row.pk in quotes]
    matches = sorted((_match(work, quote, names) for quote in near), key=lambda match: match.rank)
    told = [match for match in matches if match.verdict is not Verdict.NOTHING][:SHOWN]
    best = told[0].verdict if told else Verdict.NOTHING
    parts = _parts(work, quotes) if RANK[best] > RANK[Verdict.SPLICED] else ()
    return Answer(work.claim, Verdict.SPLICED if parts else best, tuple(told), parts)


def _parts(work: _Work, quotes: Mapping[int, Quote]) -> tuple[Part, ...]:
    found = [(piece, quotes.get(work.nearest[piece.record].pk)) for piece in work.pieces]
    if any(quote is None for _piece, quote in found):
        return ()
    return tuple(Part(piece.start, piece.end, quote) for piece, quote in found if quote)


def _match(work: _Work, quote: Quote, names: Names) -> Match:
    claim = work.claim
    comparison, citation = _nearest_wording(claim.text, quote, names)
    verdict = verdict_of(claim.text, comparison)
    agrees = work.speaker.said(quote) if claim.speaker else None
    if not claim.sure:
        agrees = agrees or None
    if verdict in THE_SAME_WORDS and agrees is False:
        verdict = Verdict.OTHER_SPEAKER
    elif verdict is Verdict.SIMILAR and quote.is_translation:
        verdict = Verdict.TRANSLATION
    few = len(units(claim.text)) < FEW_WORDS and comparison.is_excerpt
    return Match(quote, comparison, verdict, citation, agrees, _date_agrees(claim.said, quote), few)


def _nearest_wording(text: str, quote: Quote, names: Names) -> tuple[Comparison, Citation | None]:
    """The claim beside the quote's text, or beside what a source printed if that is nearer."""
    best, printed = compare(text, quote.text, names), None
    if best.sameness is Sameness.SAME:
        return best, printed
    for citation in quote.citations.all():
        if citation.wording and citation.wording != quote.text:
            found = compare(text, citation.wording, names)
            if found.sameness < best.sameness and found.sameness < Sameness.CHANGED:
                best, printed = found, citation
    return best, printed


def _date_agrees(claimed: PartialDate | None, quote: Quote) -> bool | None:
    """Whether it may have been said then; None when no date was claimed or none is known."""
    if claimed is None or not quote.said_or_delivered:
        return None
    known = parse(quote.said_or_delivered)
    return known.earliest <= claimed.latest and claimed.earliest <= known.latest
