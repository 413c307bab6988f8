"""Lists that never count everything: an exact count up to a floor, then "at least"."""

from functools import cached_property

from django.core.paginator import Paginator

FLOOR = 10_000


class BoundedPaginator(Paginator):
    """A paginator that stops counting at ``FLOOR``; ``more`` says that it did.

    Counting 2.4 million matches costs hundreds of milliseconds a page; nobody turns 200 pages.
    """

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: FLOOR + 1].count()  # type: ignore[attr-defined]  # always a queryset here

    @property
    def more(self) -> bool:
        """Whether there is more than the pages show."""
        return self._counted > FLOOR

    @cached_property
    def count(self) -> int:
        """How many rows the pages cover."""
        return min(self._counted, FLOOR)
