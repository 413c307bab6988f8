"""The endpoints: a list and a detail for each noun."""

from __future__ import annotations  # a method named "list" hides the type below it

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpResponseRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from archive.models import Organization, Person, Role, Source, Speech
from archive.provenance import Chains
from quotes import filters
from quotes.api.v1 import formats, serializers
from quotes.api.v1.aside_serializers import FacetsSerializer, ReadingSerializer
from quotes.api.v1.asides import ask_for_facets, facets_asked, facets_of, how_it_was_read
from quotes.api.v1.building import Building
from quotes.api.v1.resource import ArchiveViewSet, Rows
from quotes.api.v1.rows import QUOTES
from quotes.citation_styles import reference_to
from quotes.models import SHOWN, Citation, Quote, QuoteRelation, Status, Topic
from quotes.paging import Beginning, Order, by_name
from quotes.search import speech_order
from quotes.search.facets import FACETS
from quotes.search.highlight import Segment, highlights, passage
from quotes.search.narrow import KEY, first_page
from quotes.search.ordering import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    ORDERINGS,
    RELEVANCE,
    OrderingError,
    ordered,
)
from quotes.search.places import found_in
from quotes.structured import linked_data

LONGEST_MARKED = 600
"""Characters of a quote whose words are marked: of a longer one, a passage."""


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
    parameters = ("ordering",)
    asides = {"query": ReadingSerializer}

    def built(self, keys: Iterable[int], building: Building) -> Rows:
        """The speeches, on a page of found ones with where the words stand."""
        shown = building.of(self.kind, list(keys))
        if words := self.searched:
            titles = {key: one["title"] for key, one in shown.items()}
            building.show_found(shown, found_in(words.reading, titles))
        return list(shown.values())

    def ordered(self, queryset: QuerySet[Speech]) -> tuple[QuerySet[Speech], Order]:
        """By relevance, only the newest found; else every one."""
        return self._ordered(self.request.query_params.get("ordering"))

    def ordered_for_export(self, queryset: QuerySet[Speech]) -> tuple[QuerySet[Speech], Order]:
        """Not by relevance, which is computed for the newest found."""
        asked = self.request.query_params.get("ordering") or speech_order.TITLE.name
        if asked == RELEVANCE:
            offered = ", ".join(speech_order.ORDERS)
            raise ValidationError({"ordering": [f"Order a whole list by one of: {offered}."]})
        return self._ordered(asked)

    def _ordered(self, asked: str | None) -> tuple[QuerySet[Speech], Order]:
        try:
            return speech_order.ordered(self.filterset, asked)
        except OrderingError as error:
            raise ValidationError({"ordering": [str(error)]}) from error

    @extend_schema(
        parameters=[OpenApiParameter("ordering", enum=list(speech_order.SPEECH_ORDERINGS))]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of speeches; with ``q``, how it was read and the passages found."""
        answer = super().list(request, *args, **kwargs)
        if isinstance(answer, Response):
            answer.data["query"] = how_it_was_read(request, self.filterset, answer.data["count"])
        return answer


class QuoteViewSet(ArchiveViewSet):
    """Words attributed to a person or an organization."""

    queryset = Quote.objects.filter(status__in=SHOWN)
    serializer_class = serializers.QuoteSerializer
    filterset_class = filters.QuoteFilter
    parameters = ("ordering", "facets")
    asides = {"query": ReadingSerializer, "facets": FacetsSerializer}
    held_by = "quote_newest"
    detail_parameters = ("cite",)
    detail_formats = formats.OF_A_QUOTE

    def built(self, keys: Iterable[int], building: Building) -> Rows:
        """The quotes, with what was searched marked in the words of a page."""
        shown = super().built(keys, building)
        if searched := self.searched:
            words = [Words(n, one["text"], one["language"]) for n, one in enumerate(shown)]
            for n, found in highlights(searched.reading, words).items():
                shown[n] |= _marked(words[n].text, found)
        return shown

    def at_once(self, bound: filters.QuoteFilter, size: int) -> Beginning | None:
        """Of a search that few quotes answer; with what is shown, unless that is trimmed."""
        asked = self.request.query_params
        if asked.get("facets"):
            return None
        told = "" if self.shaping.wanted else told_of_found()
        return first_page(bound, asked.get("ordering", ""), size, told)

    def ordered(self, queryset: QuerySet[Quote]) -> tuple[QuerySet[Quote], Order]:
        """By relevance, of several words only the candidates; else every match."""
        ask_for_facets(self.filterset, facets_asked(self.request))
        return self._ordered(self.request.query_params.get("ordering"))

    def ordered_for_export(self, queryset: QuerySet[Quote]) -> tuple[QuerySet[Quote], Order]:
        """In date order: relevance is computed for the best candidates, not for every match."""
        asked = self.request.query_params.get("ordering") or NEWEST_FIRST.name
        if asked == RELEVANCE:
            offered = f"{NEWEST_FIRST.name} or {OLDEST_FIRST.name}"
            sentence = f"A whole list is in order of date: {offered}."
            raise ValidationError({"ordering": [sentence]})
        return self._ordered(asked)

    def _ordered(self, asked: str | None) -> tuple[QuerySet[Quote], Order]:
        try:
            return ordered(self.filterset, asked)
        except OrderingError as error:
            raise ValidationError({"ordering": [str(error)]}) from error

    def represented(self, ref: str) -> Any:
        """The quote as data, as linked data, or as a reference in a citation style."""
        renderer = self.request.accepted_renderer
        if not isinstance(renderer, formats.OF_A_QUOTE):
            return super().represented(ref)
        formats.refuse_shaping(self.request)
        quote = whole(self.get_queryset().filter(ref=ref))
        if quote is None:
            return None
        chains = Chains(citation.source_id for citation in quote.citations.all())
        if isinstance(renderer, formats.CitationRenderer):
            return reference_to(quote, self._page("quote", quote.ref), chains)
        return linked_data(quote, self._page, chains)

    def _page(self, kind: str, ref: str) -> str:
        return self.request.build_absolute_uri(reverse(f"web:{kind}", args=[ref]))

    @extend_schema(
        parameters=[
            OpenApiParameter("ordering", enum=list(ORDERINGS)),
            OpenApiParameter(
                "facets", description=f"Counts to add, separated by commas: {', '.join(FACETS)}."
            ),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of quotes; with ``q``, how it was read; with ``facets``, what they share."""
        wanted = facets_asked(request)
        answer = super().list(request, *args, **kwargs)
        if not isinstance(answer, Response):
            return answer
        answer.data["query"] = how_it_was_read(request, self.filterset, answer.data["count"])
        answer.data["facets"] = facets_of(self.filterset, wanted)
        return answer

    def not_here(self) -> HttpResponseRedirect:
        """410 without its words when it was removed."""
        if Quote.objects.filter(ref=self.kwargs["ref"], status=Status.REMOVED).exists():
            raise Gone
        return super().not_here()


@cache
def told_of_found() -> str:
    """What is shown of a quote, for the statement that finds it."""
    return QUOTES.written(Q(pk=RawSQL(KEY, [])))  # noqa: S611  # a column's name


def _marked(text: str, segments: Sequence[Segment]) -> dict[str, Any]:
    """The words with what was found marked; of many words, the passage around the first match."""
    left_out = None
    if len(text) > LONGEST_MARKED:
        shown = passage(segments, LONGEST_MARKED)
        segments, end = shown.segments, shown.start + sum(len(one.text) for one in shown.segments)
        left_out = {"before": shown.start, "after": len(text) - end}
    marked = [{"text": words, "match": match} for words, match in segments]
    return {"highlights": marked, "highlights_left_out": left_out}


def whole(rows: QuerySet[Quote]) -> Quote | None:
    """The only quote with all that its reference and its linked data say; None if there is none."""
    citations = Citation.objects.select_related("source__publisher").filter(source__is_public=True)
    relations = QuoteRelation.objects.select_related("other").defer("other__stems", "other__exact")
    return (
        rows.select_related("speaker", "organization", "role", "speech")
        .prefetch_related(
            "topics",
            "speech__records",
            Prefetch("citations", citations),
            Prefetch("relations", relations),
        )
        .defer("stems", "exact")
        .first()
    )
