"""Relevance where one word or phrase is looked for: first where it stands as typed.

Nothing is near or far from it, so all that match are in order, however many: those that hold the
word as typed, then its other forms and quotes by whom it names; in each the surest first, then the
newest. Where many match, each part is walked to by the index of that order (``quote_surest``).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL

from quotes.conditions import condition
from quotes.models import Quote
from quotes.paging import Order, Place
from quotes.said import SUREST
from quotes.search.answers import Answer
from quotes.search.by_date import Walk

if TYPE_CHECKING:
    from django.db.models import QuerySet

SUREST_FIRST = Order("surest", SUREST, descending=True)

AS_TYPED, OTHERWISE = 2, 1
"""How well a quote answers: the first of the sort keys."""


def as_typed_first(answer: Answer) -> Order:
    """The order of what holds the one word of this question."""
    held, params = condition(Quote, answer.phrase())
    match = f"CASE WHEN {held} THEN {AS_TYPED} ELSE {OTHERWISE} END"
    key = RawSQL(match, params, output_field=IntegerField())  # noqa: S611  # Django's own SQL
    return Order("relevance", (key, *SUREST), descending=True)


@dataclass(frozen=True)
class AsTypedFirst(Walk):
    """Walks along what holds the word as typed, and where that ends along the rest."""

    typed: Q = field(default_factory=Q)

    def _found(
        self, rows: "QuerySet[Any]", number: int, place: Place | None, backwards: bool
    ) -> list[Place]:
        parts = [(AS_TYPED, self.typed, self.share), (OTHERWISE, ~self.typed, None)]
        found: list[Place] = []
        for match, held, share in reversed(parts) if backwards else parts:
            wanted = number - len(found)
            if wanted and not self._is_passed(match, place, backwards):
                edge = place[1:] if place and place[0] == match else None
                walk = Walk.in_order(SUREST_FIRST, (), False, share)
                places = walk.places(rows.filter(held), wanted, edge, backwards)
                found += [(match, *keys) for keys in places]
        return found

    def _is_passed(self, match: int, place: Place | None, backwards: bool) -> bool:
        """Whether all of this part lies on the other side of the place."""
        return place is not None and (match < place[0] if backwards else match > place[0])
