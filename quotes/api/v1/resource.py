"""What the endpoints of every noun do: a list, a list as a file, and a detail."""

from __future__ import annotations  # a method named "list" hides the type below it

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from archive.models import Redirect
from quotes.api.limits import FILE_COSTS
from quotes.api.rendering import written
from quotes.api.v1 import exporting, formats, tables
from quotes.api.v1.building import Building
from quotes.api.v1.filtering import SHAPES, StrictFilterBackend
from quotes.api.v1.pagination import KeyPagination
from quotes.api.v1.rows import Answers
from quotes.api.v1.shaping import AS_IT_IS, Shaping, Tree
from quotes.filter_sets import StrictFilterSet
from quotes.paging import Beginning, Order
from quotes.streaming import batches

Rows = list[dict[str, Any]]

NARROWING_NOTHING = {"page_size", "ordering", *SHAPES}


class ArchiveViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """Read-only list and detail of one noun; strict about what it is asked."""

    queryset: QuerySet[Any]
    lookup_field = "ref"
    lookup_value_regex = "[^/]+"
    pagination_class = KeyPagination
    filterset_class: type[StrictFilterSet]
    filterset: Any = None  # the bound one, set by the filter backend; of a whole list none
    filter_backends = (StrictFilterBackend,)
    content_negotiation_class = formats.Negotiation
    sorting: Order
    parameters: ClassVar[tuple[str, ...]] = ()
    """Query parameters of a list that this view reads, beside those of every list."""
    asides: ClassVar[dict[str, Any]] = {}
    """What a list says beside its page, by name: the serializer that describes it."""
    held_by: ClassVar[str] = ""
    """A partial index of all that a list shows and nothing else, which knows how many they are."""
    detail_parameters: ClassVar[tuple[str, ...]] = ()
    """Query parameters of a detail, beside those of every detail."""
    detail_formats: ClassVar[tuple[type[BaseRenderer], ...]] = ()
    """Formats of a detail, beside those of every answer."""

    def get_renderers(self) -> list[BaseRenderer]:
        """The formats on offer here, the default first."""
        more = self.detail_formats if self.detail else formats.STREAMED
        return [renderer() for renderer in (*formats.EVERYWHERE, *more)]

    @property
    def cost(self) -> int:
        """How many requests this one counts for."""
        return FILE_COSTS if isinstance(self.request.accepted_renderer, formats.STREAMED) else 1

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Forget it all when it is answered: the view, its request and methods lead in circles."""
        answer: Any = super().dispatch(request, *args, **kwargs)
        if type(answer) is HttpResponse:  # nothing of it is to be rendered or streamed
            self.request.parser_context.clear()
            if bound := vars(self).get("filterset"):
                bound.forget()
            vars(self).clear()
        return answer

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A method that is not offered is refused before a parameter is."""
        if not hasattr(self, str(request.method).lower()):
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """An error is JSON, whatever format was asked; so is what OPTIONS tells."""
        answer: Any = super().finalize_response(request, response, *args, **kwargs)
        if not isinstance(answer, Response):
            return answer
        if answer.exception or request.method == "OPTIONS":
            formats.as_json(answer)
        return written(answer)

    def ordered(self, queryset: QuerySet[Any]) -> tuple[QuerySet[Any], Order]:
        """The rows of a list and their order."""
        return queryset, self.sorting

    def ordered_for_export(self, queryset: QuerySet[Any]) -> tuple[QuerySet[Any], Order]:
        """The rows of a file and their order."""
        return self.ordered(queryset)

    def at_once(self, bound: Any, size: int) -> Beginning | None:
        """The first page, where one statement finds and reads it; None where that takes several."""
        return None

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The record, or a permanent redirect when it was merged into another."""
        self.filter_queryset(self.queryset)  # refuses parameters a detail does not know
        if "\0" in kwargs["ref"]:  # which PostgreSQL cannot be asked for
            raise NotFound(f"No public {self.kind} has this address.")
        shown = self.represented(kwargs["ref"])
        return self.not_here() if shown is None else Response(shown)

    def represented(self, ref: str) -> Any:
        """The record with this ref in the format asked for; None where there is none."""
        shaping = self.shaping
        record = self.building(shaping.wanted).bearing(self.kind, ref)
        return None if record is None else shaping.apply([record], self.site)[0]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of records, or all of them as a file."""
        if self.is_whole:
            return self.begun(request)
        bound = StrictFilterBackend().bound(request, self.get_queryset(), self)
        if isinstance(request.accepted_renderer, formats.STREAMED):
            return self.exported(request, bound.qs)
        shaping = self.shaping
        keys = self.paginate_queryset(bound) or []
        records = self.built(keys, self.building(shaping.wanted))
        return self.get_paginated_response(shaping.apply(records, self.site))

    def begun(self, request: Request) -> Response:
        """The first page of all records: one statement, and nothing to narrow."""
        shaping = self.shaping
        building = self.building(shaping.wanted)
        paginator: Any = self.paginator
        told = paginator.begin(request, self, building.statement(self.kind))
        records = building.made(self.kind, paginator.page.rows, told)
        return self.get_paginated_response(shaping.apply(list(records.values()), self.site))

    def exported(self, request: Request, found: QuerySet[Any]) -> StreamingHttpResponse:
        """Every record found, as a file."""
        exporting.refuse_paging(request)
        name = str(found.model._meta.verbose_name_plural)
        if request.accepted_renderer.format == "csv":
            columns = tables.chosen(self.kind, request.query_params)
            records = self.all_of(found, tables.wanted(columns), list)
            return exporting.table(request, name, columns, records)
        shaping = self.shaping
        shaped = self.all_of(
            found, shaping.wanted, lambda records: shaping.apply(records, self.site)
        )
        return exporting.json_lines(request, name, shaped)

    def all_of(
        self, found: QuerySet[Any], wanted: Tree, shape: Callable[[Rows], Rows]
    ) -> Iterator[Rows]:
        """Every record found as data, batch after batch, with what is wanted of it."""
        kind = self.kind

        def made(keys: Sequence[int], told: Answers) -> Rows:
            return shape(list(self.building(wanted).made(kind, keys, told).values()))

        read = partial(self.building(wanted).told_of, kind)
        return batches(*self.ordered_for_export(found), read, made)

    @property
    def shaping(self) -> Shaping:
        """The shape asked for; raises a 400 for a name that is not known."""
        asked = self.request.query_params
        fields, expand = asked.get("fields", ""), asked.get("expand", "")
        return Shaping.asked(self.kind, fields, expand) if fields or expand else AS_IT_IS

    def built(self, keys: Iterable[int], building: Building) -> Rows:
        """The records with these primary keys as data."""
        paginator: Any = self.paginator
        of_page = list(keys)
        told = paginator.told or building.told_of(self.kind, of_page)
        return list(building.made(self.kind, of_page, told).values())

    def building(self, wanted: Tree) -> Building:
        """What makes records into data, with the addresses of this site."""
        return Building(self.site, wanted)

    @cached_property
    def site(self) -> str:
        """Scheme and host of this site."""
        return self.request.build_absolute_uri("/")[:-1]

    @property
    def searched(self) -> Any:
        """The words that a page of a list was searched for; None otherwise, as in a file."""
        if isinstance(self.request.accepted_renderer, formats.STREAMED):
            return None
        return getattr(self.filterset, "words", None)

    @property
    def is_whole(self) -> bool:
        """Whether the first page of a list is asked for, not narrowed nor counted by facets."""
        if isinstance(self.request.accepted_renderer, formats.STREAMED):
            return False
        asked = self.request.query_params
        return asked.keys() <= NARROWING_NOTHING and all(len(one) == 1 for _, one in asked.lists())

    @property
    def kind(self) -> str:
        """The noun."""
        return str(self.queryset.model._meta.model_name)

    def not_here(self) -> HttpResponseRedirect:
        """Redirect to the record this one was merged into; raises ``NotFound``."""
        kind = self.kind
        ref = Redirect.objects.target(kind, self.kwargs["ref"])
        if ref is None:
            raise NotFound(f"No public {kind} has this address.")
        answer = HttpResponseRedirect(reverse(f"v1:{kind}-detail", args=[ref]))
        answer.status_code = 301
        return answer
