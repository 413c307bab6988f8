"""Duplicates: new quotes that are near to one the archive has, the same file's others included.

A check takes about a hundred times as long as importing a row, so nobody gets it unasked. It
refuses nothing: two people may say the same, and one may say it twice.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from archive.importing.runs import Progress
from archive.importing.staging import Created, Stage
from quotes.matching.candidates import AT_THE_DESK, learn_frequencies
from quotes.matching.engine import LONGEST, Claim, Match, check
from quotes.matching.pasted import problem_with
from quotes.matching.verdicts import LABELS, Caution, Verdict
from quotes.models import Quote, QuoteRelation
from quotes.wordings.changes import MEANING, ChangeKind

BATCH: Final = 50
"""Quotes checked at once: what is in memory, and how often the bar moves."""

SAID_FIRST: Final = (Caution.RETRACTED, Caution.MISATTRIBUTED, Caution.DISPUTED)


@dataclass(frozen=True)
class Near:
    """A new quote and one that is like it: the verdict on the new one's words."""

    file: str
    line: int
    ref: str
    other: str
    verdict: Verdict
    changes: tuple[ChangeKind, ...]
    cautions: tuple[Caution, ...]

    def __str__(self) -> str:
        known = _in_brackets(one for one in SAID_FIRST if one in self.cautions)
        named = _in_brackets(one for one in self.changes if one in MEANING)
        verdict = f"{LABELS[self.verdict].lower()}{named}"
        return f"{self.file}, line {self.line}: {self.ref} is near {self.other}{known}: {verdict}."


def _in_brackets(words: Iterable[str]) -> str:
    listed = ", ".join(words)
    return f" ({listed})" if listed else ""


def tell_duplicates(stage: Stage, tell: Callable[[Near], None], progress: Progress) -> None:
    """Check each quote that this run created; ``tell`` is called with every near one, best first.

    What is related to it already, as its translation or another wording, is not told.
    """
    total = stage.created("quote")
    if not total:
        return
    learn_frequencies()
    for created in stage.each_created("quote", BATCH):
        for near in _near(created):
            tell(near)
        progress("duplicates", len(created), total)


def _near(created: Sequence[Created]) -> Iterator[Near]:
    places = {one.pk: one for one in created}
    quotes = (
        Quote.objects.filter(pk__in=places.keys(), status__in=AT_THE_DESK)
        .select_related("speaker", "organization")
        .defer("stems", "exact")
    )
    found = quotes.in_bulk()
    claims = [_claim(found[key]) for key in places if key in found]
    related = _related(places.keys())
    for answer in check([one for one in claims if not problem_with(one.text)], AT_THE_DESK):
        for match in answer.matches:
            if (answer.claim.of, match.quote.pk) not in related:
                yield _told(places[answer.claim.of], match)


def _claim(quote: Quote) -> Claim:
    """The quote's words as a claim; of very long ones the beginning: the work is bounded."""
    by = quote.speaker or quote.organization
    text = quote.text[:LONGEST]
    return Claim(text, by.name if by else "", quote.said_or_delivered, of=quote.pk)


def _related(keys: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of quotes that a relation binds already, both ways round."""
    pairs = QuoteRelation.objects.filter(Q(quote__in=keys) | Q(other__in=keys))
    found = set(pairs.values_list("quote_id", "other_id"))
    return found | {(other, quote) for quote, other in found}


def _told(place: Created, match: Match) -> Near:
    return Near(
        place.file,
        place.line,
        place.ref,
        match.quote.ref,
        match.verdict,
        match.comparison.kinds,
        match.cautions,
    )
