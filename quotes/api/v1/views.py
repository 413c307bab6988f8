"""The endpoints: a list and a detail for each noun."""

from __future__ import annotations  # a method named "list" hides the type below it

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import F, Prefetch, QuerySet
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
from quotes.api.v1.filtering import StrictFilterBackend
from quotes.api.v1.pagination import KeyPagination
from quotes.models import NEWEST, OLDEST, SHOWN, Citation, Quote, QuoteRelation, Status, Topic
from quotes.paging import Order, by_name
from quotes.search.answers import Answer
from quotes.search.ranking import candidates, relevance

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
    orders: ClassVar[tuple[Order, ...]] = ()
    """The orders offered; the first is the default. With one alone there is no parameter."""

    def order(self) -> Order:
        """The order asked for, or the default."""
        offered = {order.name: order for order in self.orders}
        asked = self.request.query_params.get("ordering") or self.default_order()
        if asked not in offered:
            raise ValidationError({"ordering": [f"Order by one of: {', '.join(offered)}."]})
        return offered[asked]

    def default_order(self) -> str:
        """The name of the order used when none is asked for."""
        return self.orders[0].name

    def ranked(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the order asked for is computed over."""
        return queryset

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
    orders = (by_name(),)

    def prefetched(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """With other names."""
        return queryset.prefetch_related("names")


class OrganizationViewSet(ArchiveViewSet):
    """Companies, publishers and other bodies."""

    queryset = Organization.objects.public()
    serializer_class = serializers.OrganizationSerializer
    filterset_class = filters.OrganizationFilter
    orders = (by_name(),)

    def prefetched(self, queryset: QuerySet[Organization]) -> QuerySet[Organization]:
        """With other names."""
        return queryset.prefetch_related("names")


class TopicViewSet(ArchiveViewSet):
    """What quotes are about."""

    queryset = Topic.objects.public()
    serializer_class = serializers.TopicSerializer
    filterset_class = filters.TopicFilter
    orders = (by_name(),)


class RoleViewSet(ArchiveViewSet):
    """Who held what title where, and when."""

    queryset = Role.objects.public()
    serializer_class = serializers.RoleSerializer
    filterset_class = filters.RoleFilter
    orders = (Order("title", (F("title"), F("id"))),)

    def prefetched(self, queryset: QuerySet[Role]) -> QuerySet[Role]:
        """With person, organization and source."""
        return queryset.select_related("person", "organization", "source__publisher")


class SourceViewSet(ArchiveViewSet):
    """Documents that carry the words, and what they derive from."""

    queryset = Source.objects.public()
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilter
    orders = (by_name("title"),)

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
    orders = (by_name("title"),)

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


NEWEST_FIRST = Order("newest", NEWEST, descending=True)
OLDEST_FIRST = Order("oldest", OLDEST)
RELEVANCE = "relevance"


class QuoteViewSet(ArchiveViewSet):
    """Words attributed to a person or an organization."""

    queryset = Quote.objects.filter(status__in=SHOWN)
    serializer_class = serializers.QuoteSerializer
    filterset_class = filters.QuoteFilter
    orders = (NEWEST_FIRST, OLDEST_FIRST)

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

    def default_order(self) -> str:
        """By relevance when words are searched, else the newest first."""
        return RELEVANCE if self._answer else NEWEST_FIRST.name

    def order(self) -> Order:
        """The order asked for; relevance is made from the question."""
        asked = self.request.query_params.get("ordering") or self.default_order()
        if asked != RELEVANCE:
            return super().order()
        if self._answer is None:
            raise ValidationError({"ordering": ["Relevance needs words in “q”."]})
        return relevance(self._answer)

    def ranked(self, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """By relevance, only the candidates; in date order, every match."""
        asked = self.request.query_params.get("ordering") or self.default_order()
        if asked == RELEVANCE and self._answer:
            return candidates(queryset, self._answer)
        return queryset

    @property
    def _answer(self) -> Answer | None:
        """What ``q`` comes to; None without words in it."""
        answer = self.filterset.answer
        return answer if answer and answer.words is not None else None

    @extend_schema(
        parameters=[OpenApiParameter("ordering", enum=[RELEVANCE, *(o.name for o in orders)])]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of quotes."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The quote; 410 without its words when it was removed."""
        if Quote.objects.filter(ref=kwargs["ref"], status=Status.REMOVED).exists():
            raise Gone
        return super().retrieve(request, *args, **kwargs)
