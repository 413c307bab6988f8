"""Duplicates: new quotes that are near to one the archive has, the same file's others included.

A check takes about a hundred times as long as importing a row, so nobody gets it unasked. It
refuses nothing: two people may say the same, and one may say it twice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.importing.runs import Progress
from archive.importing.staging import Created, Stage
from quotes.matching.candidates import AT_THE_DESK
from quotes.matching.engine import Match
from quotes.matching.near import like_these
from quotes.matching.verdicts import LABELS, Caution, Verdict
from quotes.models import Quote
from quotes.search.frequencies import learn_frequencies
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
    for quote, match in like_these([found[key] for key in places if key in found]):
        yield _told(places[quote.pk], match)


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
