"""The orders quotes are offered in, for pages and API alike."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quotes.models import Quote
from quotes.paging import Order, counted
from quotes.search.by_date import NEWEST_FIRST, OLDEST_FIRST, in_order
from quotes.search.density import know_from_statistics, see_whether_many
from quotes.search.ranking import by_relevance

if TYPE_CHECKING:
    from quotes.filters import QuoteFilter  # which imports the search this module is part of

__all__ = [
    "NEWEST_FIRST",
    "OLDEST_FIRST",
    "ORDERINGS",
    "RELEVANCE",
    "OrderingError",
    "default_ordering",
    "know_if_many",
    "ordered",
]

RELEVANCE = "relevance"

PERIODS = {"said", "after", "before"}
"""Filters by date: the planner walks to a period from the end of the archive, up to a second."""

ORDERINGS = (RELEVANCE, NEWEST_FIRST.name, OLDEST_FIRST.name)
"""The orders that can be asked for."""


class OrderingError(ValueError):
    """An order that is not offered, or not for this question; the message is for the reader."""


def default_ordering(bound: "QuoteFilter") -> str:
    """By relevance when words are searched, else the newest first."""
    return RELEVANCE if bound.words else NEWEST_FIRST.name


def know_if_many(bound: "QuoteFilter") -> None:
    """Let what is found be known for more than are counted where statistics tell it surely is."""
    if bound.words:
        know_from_statistics(bound.qs, bound.words, alone=bound.asks_words_alone)


def ordered(bound: "QuoteFilter", asked: str | None) -> "tuple[QuerySet[Quote], Order]":
    """The rows found and the order asked for, or the default; by relevance, perhaps candidates.

    Raises ``OrderingError``.
    """
    name = asked or default_ordering(bound)
    know_if_many(bound)
    if name == RELEVANCE:
        if bound.words is None:
            raise OrderingError(_("Relevance needs words in “q”."))
        return by_relevance(bound.qs, bound.words)
    for order in (NEWEST_FIRST, OLDEST_FIRST):
        if order.name == name:
            if bound.words or (bound.chosen & PERIODS and _brings_the_first(bound.qs, order)):
                return in_order(bound.qs, order)
            return bound.qs, order  # the planner knows best which index to walk
    raise OrderingError(_("Order by one of: %(known)s.") % {"known": ", ".join(ORDERINGS)})


def _brings_the_first(rows: "QuerySet[Quote]", order: Order) -> bool:
    """Whether counting these looks at all of them, and so finds the first."""
    see_whether_many(rows)
    return counted(rows, order).first is not None
