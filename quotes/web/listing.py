"""A page of quotes in one of the orders offered, whatever page it stands on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from quotes.models import Quote
from quotes.paging import Order, page_of
from quotes.search.highlight import Segment
from quotes.search.ordering import NEWEST_FIRST
from quotes.web.lines import QuoteLine, for_list, lines_of

SIZE = 20

AS_ENTERED = Order("entered", (F("id"),))
"""One document's quotes in its own order: they are entered as they are read."""

Mark = Callable[[Sequence[Quote]], Mapping[int, Sequence[Segment]]]
"""Finds what was searched for in the texts of a page of quotes, by primary key."""


@dataclass(frozen=True)
class Listing:
    """Some quotes and the cursors of the pages around them."""

    lines: Sequence[QuoteLine]
    next: str | None = None
    previous: str | None = None


def listing(
    quotes: "QuerySet[Quote]",
    cursor: str | None,
    order: Order = NEWEST_FIRST,
    mark: Mark | None = None,
) -> Listing:
    """The page of ``quotes`` at ``cursor``. Raises ``quotes.paging.CursorError``."""
    page = page_of(for_list(quotes), order, SIZE, cursor)
    marked = mark(page.rows) if mark else {}
    return Listing(lines_of(page.rows, marked), page.next, page.previous)
