"""The endpoints: a list and a detail for each noun."""

from __future__ import annotations  # a method named "list" hides the type below it

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from archive.models import (
    Organization,
    Person,
    Redirect,
    Role,
    Source,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from archive.provenance import Chains
from quotes import filters
from quotes.api.v1 import serializers
from quotes.api.v1.asides import facets_asked, facets_of, how_it_was_read
from quotes.api.v1.filtering import StrictFilterBackend
from quotes.api.v1.pagination import KeyPagination
from quotes.models import SHOWN, Citation, Quote, QuoteRelation, Status, Topic
from quotes.paging import Order, by_name
from quotes.search.facets import FACETS
from quotes.search.highlight import highlights
from quotes.search.ordering import ORDERINGS, OrderingError, ordered

Rows = list[Any]


class Gone(APIException):
    """410: the record was public once and its words are withheld now."""

    status_code = 410
    default_detail = "This quote was removed for legal reasons. Its words are withheld."
    default_code = "gone"


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

    def prefetched(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """``queryset`` with all that its serializer reads, so that no row asks again."""
        return queryset

    def get_object(self) -> Any:
        """The record at this address; raises ``Moved`` when it was merged into another."""
        found = self.prefetched(self.filter_queryset(self.get_queryset()))
        record = found.filter(ref=self.kwargs["ref"]).first()
        if record is None:
            raise NotFound(f"No public {found.model._meta.verbose_name} has this address.")
        return record

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The record, or a permanent redirect when it was merged into another."""
        try:
            record = self.get_object()
        except NotFound:
            return self._moved()
        return Response(self.serialized([record], many=False))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of records."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.serialized(rows or [], many=True))

    def serialized(self, records: Iterable[Any], many: bool) -> Any:
        """The records as data, with their provenance chains loaded for all at once."""
        rows = list(records)
        context = {
            **self.get_serializer_context(),
            "chains": Chains(self.source_ids(rows)),
            "shown": {},
            **self.page_context(rows),
        }
        of = self.get_serializer_class()
        return (
            of(rows, many=True, context=context).data if many else of(rows[0], context=context).data
        )

    def source_ids(self, rows: Rows) -> Iterable[int]:
        """Sources whose chains the rows show."""
        return ()

    def page_context(self, rows: Rows) -> dict[str, Any]:
        """What the serializer needs beside the rows."""
        return {}

    def _moved(self) -> HttpResponseRedirect:
        kind = str(self.get_queryset().model._meta.model_name)
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

    def prefetched(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """With other names."""
        return queryset.prefetch_related("names")


class OrganizationViewSet(ArchiveViewSet):
    """Companies, publishers and other bodies."""

    queryset = Organization.objects.public()
    serializer_class = serializers.OrganizationSerializer
    filterset_class = filters.OrganizationFilter
    sorting = by_name()

    def prefetched(self, queryset: QuerySet[Organization]) -> QuerySet[Organization]:
        """With other names."""
        return queryset.prefetch_related("names")


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

    def prefetched(self, queryset: QuerySet[Role]) -> QuerySet[Role]:
        """With person, organization and source."""
        return queryset.select_related("person", "organization", "source__publisher")


class SourceViewSet(ArchiveViewSet):
    """Documents that carry the words, and what they derive from."""

    queryset = Source.objects.public()
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilter
    sorting = by_name("title")

    def prefetched(self, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """With publisher and captured texts."""
        return queryset.select_related("publisher").prefetch_related("texts")

    def source_ids(self, rows: Rows) -> Iterable[int]:
        """Their own chains."""
        return [source.pk for source in rows]


class SpeechViewSet(ArchiveViewSet):
    """Occasions on which something was said."""

    queryset = Speech.objects.public()
    serializer_class = serializers.SpeechSerializer
    filterset_class = filters.SpeechFilter
    sorting = by_name("title")

    def prefetched(self, queryset: QuerySet[Speech]) -> QuerySet[Speech]:
        """With speakers, their roles, and the sources that record it."""
        speakers = SpeechSpeaker.objects.select_related("person", "organization", "role")
        records = SpeechSource.objects.select_related("source__publisher")
        return queryset.prefetch_related(
            Prefetch("speakers", speakers), Prefetch("records", records)
        )

    def source_ids(self, rows: Rows) -> Iterable[int]:
        """The chains of the sources that record them."""
        return [record.source_id for speech in rows for record in speech.records.all()]


class QuoteViewSet(ArchiveViewSet):
    """Words attributed to a person or an organization."""

    queryset = Quote.objects.filter(status__in=SHOWN)
    serializer_class = serializers.QuoteSerializer
    filterset_class = filters.QuoteFilter
    parameters = ("ordering", "facets")

    def prefetched(self, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """With speaker, speech, topics, citations and relations; the search columns stay behind."""
        citations = Citation.objects.select_related("source__publisher", "source_text").defer(
            "source_text__text"
        )
        relations = QuoteRelation.objects.select_related("other").defer(
            "other__stems", "other__exact"
        )
        return (
            queryset.select_related("speaker", "organization", "role", "speech")
            .prefetch_related(
                "topics", Prefetch("citations", citations), Prefetch("relations", relations)
            )
            .defer("stems", "exact")
        )

    def source_ids(self, rows: Rows) -> Iterable[int]:
        """The chains of the sources cited."""
        return [citation.source_id for quote in rows for citation in quote.citations.all()]

    def page_context(self, rows: Rows) -> dict[str, Any]:
        """What the page's texts hold of the words searched; nothing on a detail."""
        bound = getattr(self, "filterset", None)
        if bound is None or bound.words is None:
            return {}
        marked = highlights(bound.words.reading.query, rows)
        return {"highlights": {key: [s._asdict() for s in found] for key, found in marked.items()}}

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

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The quote; 410 without its words when it was removed."""
        if Quote.objects.filter(ref=kwargs["ref"], status=Status.REMOVED).exists():
            raise Gone
        return super().retrieve(request, *args, **kwargs)
