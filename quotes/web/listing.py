"""A page of quotes in one of the orders offered, whatever page it stands on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from quotes.models import Quote
from quotes.paging import Order, keys_of_page
from quotes.search.highlight import Segment
from quotes.search.ordering import NEWEST_FIRST
from quotes.web.lines import ListedLine, listed_lines
from quotes.web.listed import Listed, listed

SIZE = 20

AS_ENTERED = Order("entered", (F("id"),))
"""One document's quotes in its own order: they are entered as they are read."""

Mark = Callable[[Sequence[Listed]], Mapping[int, Sequence[Segment]]]
"""Finds what was searched for in the texts of a page of quotes, by primary key."""


@dataclass(frozen=True)
class Listing:
    """Some quotes and the cursors of the pages around them."""

    lines: Sequence[ListedLine]
    next: str | None = None
    previous: str | None = None


def listing(
    quotes: "QuerySet[Quote]",
    cursor: str | None,
    order: Order = NEWEST_FIRST,
    mark: Mark | None = None,
) -> Listing:
    """The page of ``quotes`` at ``cursor``. Raises ``quotes.cursors.CursorError``."""
    page = keys_of_page(quotes, order, SIZE, cursor)
    rows = listed(page.rows)
    marked = mark(rows) if mark else {}
    return Listing(listed_lines(rows, marked), page.next, page.previous)
