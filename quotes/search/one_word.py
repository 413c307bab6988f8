"""Relevance where one word or phrase is looked for: first where it stands as typed.

Nothing is near or far from it, so all that match are in order, however many: those that hold the
word as typed, then its other forms and quotes by whom it names; in each the surest first, then the
newest. Where many match, each part is walked to by the index of that order (``quote_surest``).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from quotes.conditions import ALWAYS, Condition, condition, is_of_one_table, words_apart
from quotes.models import Quote
from quotes.paging import KeysFirst, Order, Place
from quotes.said import SUREST
from quotes.search.answers import Answer
from quotes.search.by_date import RARE, Search, Walk, in_order
from quotes.search.frequencies import held_exactly

if TYPE_CHECKING:
    from django.db.models import QuerySet

SUREST_FIRST = Order("surest", SUREST, descending=True)

AS_TYPED, OTHERWISE = 2, 1
"""How well a quote answers: the first of the sort keys."""


def as_typed_first(rows: "QuerySet[Quote]", answer: Answer) -> "tuple[QuerySet[Quote], KeysFirst]":
    """What holds the one word of a question, and the way to find the first of it."""
    held, asked = typed = condition(Quote, answer.phrase())
    match = f"CASE WHEN {held} THEN {AS_TYPED} ELSE {OTHERWISE} END"
    key = RawSQL(match, asked, output_field=IntegerField())  # noqa: S611  # Django's own SQL
    order = Order("relevance", (key, *SUREST), descending=True)
    return in_order(rows, order, AsTypedFirst, typed, held_exactly(answer.typed))


@dataclass(frozen=True)
class AsTypedFirst(Walk):
    """Walks along what holds the word as typed, and where that ends along the rest."""

    typed: Condition = ALWAYS
    typed_share: float | None = None
    """How many quotes hold it as typed, where the statistics know."""

    def _found(
        self, rows: "QuerySet[Any]", number: int, place: Place | None, backwards: bool
    ) -> list[Place]:
        held, asked = self.typed
        others = f"NOT ({held})", asked
        of_typed = self.share if self.typed_share is None else self.typed_share
        parts = [
            (AS_TYPED, *self._as_typed(rows), of_typed),
            (OTHERWISE, rows, others, self._others_share),
        ]
        found: list[Place] = []
        for match, part, also, share in reversed(parts) if backwards else parts:
            wanted = number - len(found)
            if wanted and not self._is_passed(match, place, backwards):
                edge = place[1:] if place and place[0] == match else None
                walk = Walk.in_order(SUREST_FIRST, (), False, share)
                places = walk.searched(Search(walk, part, wanted, edge, backwards, also))
                found += [(match, *keys) for keys in places]
        return found

    def _as_typed(self, rows: "QuerySet[Any]") -> "tuple[QuerySet[Any], Condition]":
        """What holds the word as typed, where hardly any does: no index is asked for the rest."""
        if self.typed_share != RARE or not is_of_one_table(rows):
            return rows, self.typed
        beside, (words, asked) = words_apart(rows)
        held, typed = self.typed
        return beside, (f"({held}) AND ({words})", [*typed, *asked])

    @property
    def _others_share(self) -> float | None:
        if self.share is None or self.typed_share is None:
            return None
        return max(0, self.share - self.typed_share) or None

    def _is_passed(self, match: int, place: Place | None, backwards: bool) -> bool:
        """Whether all of this part lies on the other side of the place."""
        return place is not None and (match < place[0] if backwards else match > place[0])
