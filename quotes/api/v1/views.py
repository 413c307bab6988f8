"""The endpoints: a list and a detail for each noun."""

from __future__ import annotations  # a method named "list" hides the type below it

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from archive.models import Organization, Person, Redirect, Role, Source, Speech
from quotes import filters
from quotes.api.v1 import serializers
from quotes.api.v1.asides import facets_asked, facets_of, how_it_was_read
from quotes.api.v1.building import Building
from quotes.api.v1.filtering import StrictFilterBackend
from quotes.api.v1.pagination import KeyPagination
from quotes.models import SHOWN, Quote, Status, Topic
from quotes.paging import Order, by_name
from quotes.search.facets import FACETS
from quotes.search.highlight import highlights
from quotes.search.ordering import ORDERINGS, OrderingError, ordered

Rows = list[dict[str, Any]]


class Gone(APIException):
    """410: the record was public once and its words are withheld now."""

    status_code = 410
    default_detail = "This quote was removed for legal reasons. Its words are withheld."
    default_code = "gone"


@dataclass
class Words:
    """A quote's words, to mark in them what was searched."""

    pk: int
    text: str
    language: str


class ArchiveViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Any]):
    """Read-only list and detail of one noun; strict about what it is asked."""

    lookup_field = "ref"
    lookup_value_regex = "[^/]+"
    pagination_class = KeyPagination
    filterset_class: type[filters.StrictFilterSet]
    filterset: Any  # the bound one, set by the filter backend
    filter_backends = (StrictFilterBackend,)
    sorting: Order
    parameters: ClassVar[tuple[str, ...]] = ()
    """Query parameters of a list that this view reads, beside those of every list."""

    def ordered(self, queryset: QuerySet[Any]) -> tuple[QuerySet[Any], Order]:
        """The rows of a list and their order."""
        return queryset, self.sorting

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The record, or a permanent redirect when it was merged into another."""
        rows = self.filter_queryset(self.get_queryset()).filter(ref=kwargs["ref"])
        shown = self.built(rows.values_list("pk", flat=True))
        return Response(shown[0]) if shown else self.not_here()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of records."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.built([row.pk for row in rows or []]))

    def built(self, keys: Iterable[int]) -> Rows:
        """The records with these primary keys as data."""
        site = self.request.build_absolute_uri("/")[:-1]
        return list(Building(site).of(self.kind, list(keys)).values())

    @property
    def kind(self) -> str:
        """The noun."""
        return str(self.get_queryset().model._meta.model_name)

    def not_here(self) -> HttpResponseRedirect:
        """Redirect to the record this one was merged into; raises ``NotFound``."""
        kind = self.kind
        ref = Redirect.objects.target(kind, self.kwargs["ref"])
        if ref is None:
            raise NotFound(f"No public {kind} has this address.")
        answer = HttpResponseRedirect(reverse(f"v1:{kind}-detail", args=[ref]))
        answer.status_code = 301
        return answer


class PersonViewSet(ArchiveViewSet):
    """People who spoke."""

    queryset = Person.objects.public()
    serializer_class = serializers.PersonSerializer
    filterset_class = filters.PersonFilter
    sorting = by_name()


class OrganizationViewSet(ArchiveViewSet):
    """Companies, publishers and other bodies."""

    queryset = Organization.objects.public()
    serializer_class = serializers.OrganizationSerializer
    filterset_class = filters.OrganizationFilter
    sorting = by_name()


class TopicViewSet(ArchiveViewSet):
    """What quotes are about."""

    queryset = Topic.objects.public()
    serializer_class = serializers.TopicSerializer
    filterset_class = filters.TopicFilter
    sorting = by_name()


class RoleViewSet(ArchiveViewSet):
    """Who held what title where, and when."""

    queryset = Role.objects.public()
    serializer_class = serializers.RoleSerializer
    filterset_class = filters.RoleFilter
    sorting = by_name("title")


class SourceViewSet(ArchiveViewSet):
    """Documents that carry the words, and what they derive from."""

    queryset = Source.objects.public()
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilter
    sorting = by_name("title")


class SpeechViewSet(ArchiveViewSet):
    """Occasions on which something was said."""

    queryset = Speech.objects.public()
    serializer_class = serializers.SpeechSerializer
    filterset_class = filters.SpeechFilter
    sorting = by_name("title")


class QuoteViewSet(ArchiveViewSet):
    """Words attributed to a person or an organization."""

    queryset = Quote.objects.filter(status__in=SHOWN)
    serializer_class = serializers.QuoteSerializer
    filterset_class = filters.QuoteFilter
    parameters = ("ordering", "facets")

    def built(self, keys: Iterable[int]) -> Rows:
        """The quotes, with what was searched marked in the words of a list."""
        shown = super().built(keys)
        bound = getattr(self, "filterset", None)
        if bound is not None and bound.words is not None:
            words = [Words(n, one["text"], one["language"]) for n, one in enumerate(shown)]
            for n, found in highlights(bound.words.reading.query, words).items():
                shown[n]["highlights"] = [segment._asdict() for segment in found]
        return shown

    def ordered(self, queryset: QuerySet[Quote]) -> tuple[QuerySet[Quote], Order]:
        """By relevance, only the candidates; in date order, every match."""
        try:
            return ordered(self.filterset, self.request.query_params.get("ordering"))
        except OrderingError as error:
            raise ValidationError({"ordering": [str(error)]}) from error

    @extend_schema(
        parameters=[
            OpenApiParameter("ordering", enum=list(ORDERINGS)),
            OpenApiParameter(
                "facets", description=f"Counts to add, separated by commas: {', '.join(FACETS)}."
            ),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of quotes; with ``q``, how it was read; with ``facets``, what they share."""
        wanted = facets_asked(request)
        answer = super().list(request, *args, **kwargs)
        answer.data["query"] = how_it_was_read(request, self.filterset, answer.data["count"])
        answer.data["facets"] = facets_of(self.filterset, wanted)
        return answer

    def not_here(self) -> HttpResponseRedirect:
        """410 without its words when it was removed."""
        if Quote.objects.filter(ref=self.kwargs["ref"], status=Status.REMOVED).exists():
            raise Gone
        return super().not_here()
