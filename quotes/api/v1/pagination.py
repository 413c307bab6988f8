"""The envelope of a list: results, next, previous, and a count that says whether it is exact."""

from typing import Any
from urllib.parse import urlencode

from django.utils.encoding import escape_uri_path
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from quotes.api.v1.beginnings import beginning
from quotes.api.v1.rows import Answers, Statement
from quotes.cursors import CursorError
from quotes.paging import (
    COUNT_FLOOR,
    Beginning,
    Page,
    count_to_floor,
    first_page,
    keys_of_page,
)

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


def page_size(request: Request) -> int:
    """The ``page_size`` asked for: 1 to 100, 20 when not given."""
    given = request.query_params.get("page_size", str(DEFAULT_SIZE))
    if not is_number_to(LARGEST_SIZE, given):
        raise ValidationError({"page_size": [f"Give a whole number from 1 to {LARGEST_SIZE}."]})
    return int(given)


def is_number_to(largest: int, given: str) -> bool:
    """Whether a text is a whole number from 1 to ``largest``, in no more digits than that.

    Its length is looked at first: Python refuses to read a number of 5,000 digits.
    """
    is_short = given.isascii() and given.isdigit() and len(given) <= len(str(largest))
    return is_short and 1 <= int(given) <= largest


class KeyPagination(BasePagination):
    """Pages by key (``quotes.paging``), in the order the view chose."""

    def __init__(self) -> None:
        self.asides: dict[str, Any] = {}
        """What a list says beside this, for OpenAPI."""
        self.told: Answers = []
        """What was told of the records of the page, where they were read as they were found."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The primary keys of the page asked for, of what a bound filter set is asked."""
        self.request, self.site = request, view.site
        size, cursor = page_size(request), request.query_params.get("cursor")
        if not cursor and (first := view.at_once(queryset, size)):
            return self._begun(first)
        queryset = queryset.qs
        rows, order = view.ordered(queryset)
        try:
            self.page: Page[int] = keys_of_page(rows, order, size, cursor)
        except CursorError as error:
            raise ValidationError({"cursor": [str(error)]}) from error
        self.count, self.count_exact = count_to_floor(queryset)
        return self.page.rows

    def begin(self, request: Request, view: Any, statement: Statement) -> Answers:
        """The first page of all that a view lists: what ``statement`` tells of its records."""
        self.request, self.site = request, view.site
        self._begun(beginning(view, statement, page_size(request), LARGEST_SIZE))
        return self.told

    def _begun(self, first: Beginning) -> list[int]:
        self.page, self.told = first_page(first.order, first.places, first.number), first.told
        self.count, self.count_exact = min(first.number, COUNT_FLOOR), first.number <= COUNT_FLOOR
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        """The envelope, and its neighbours as ``Link`` headers too (RFC 8288)."""
        following, before = self._link(self.page.next), self._link(self.page.previous)
        links = [
            f'<{link}>; rel="{rel}"'
            for rel, link in (("next", following), ("prev", before))
            if link
        ]
        return Response(
            {
                "count": self.count,
                "count_exact": self.count_exact,
                "next": following,
                "previous": before,
                "results": data,
            },
            headers={"Link": ", ".join(links)} if links else None,
        )

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        asked = dict(self.request.query_params.lists()) | {"cursor": [cursor]}
        query = urlencode(sorted(asked.items()), doseq=True, safe=":")  # of cursors, operators
        return f"{self.site}{escape_uri_path(self.request.path)}?{query}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The envelope, for OpenAPI."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "count_exact", "next", "previous", "results", *self.asides],
            "properties": {
                "count": {
                    "type": "integer",
                    "description": f"How many match; a floor when above {COUNT_FLOOR}.",
                },
                "count_exact": {"type": "boolean"},
                "next": address,
                "previous": address,
                "results": schema,
                **self.asides,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameters, for OpenAPI."""
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Where the page starts: taken from `next` or `previous`.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "description": "Results on a page.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_SIZE,
                    "default": DEFAULT_SIZE,
                },
            },
        ]
