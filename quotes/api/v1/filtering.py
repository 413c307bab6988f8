"""Query parameters of the API: the shared filter sets, and a 400 for what they refuse."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BrowsableAPIRenderer
from rest_framework.request import Request

SHAPES = ("format", "fields", "expand")
"""What shapes any answer, a list's or a detail's."""

READ_BY_VIEW = ("cursor", "page_size", *SHAPES)


class StrictFilterBackend(DjangoFilterBackend):
    """Narrow a list by its filter set; a detail takes only what shapes its answer."""

    def filter_queryset(
        self, request: Request, queryset: "QuerySet[Any]", view: Any
    ) -> "QuerySet[Any]":
        """The rows asked for. Raises a 400 that names each refused parameter."""
        if view.detail:
            _refuse(request.query_params, (*SHAPES, *view.detail_parameters))
            return queryset
        rows: QuerySet[Any] = self.bound(request, queryset, view).qs
        return rows

    def bound(self, request: Request, queryset: "QuerySet[Any]", view: Any) -> Any:
        """The filter set of a list, valid; its ``qs`` is composed when it is first wanted."""
        bound = self.get_filterset(request, queryset, view)
        bound.also_known = (*READ_BY_VIEW, *view.parameters)
        if not bound.is_valid():
            raise ValidationError(bound.errors)
        view.filterset = bound
        return bound

    def get_filterset(self, request: Request, queryset: "QuerySet[Any]", view: Any) -> Any:
        """The filter set of this question; for the browsable API with all it offers."""
        bound = super().get_filterset(request, queryset, view)
        html = isinstance(request.accepted_renderer, BrowsableAPIRenderer)
        return bound.offering_all() if bound and html else bound


def _refuse(given: QueryDict, known: Iterable[str]) -> None:
    """Raise a 400 for parameters that a detail does not know, and for repeated ones."""
    refused = {}
    for name, values in given.lists():
        if name not in known:
            listed = ", ".join(sorted(known))
            refused[name] = [f"A detail has no parameter “{name}”. Known: {listed}."]
        elif len(values) > 1:
            refused[name] = [f"“{name}” is given more than once."]
    if refused:
        raise ValidationError(refused)
