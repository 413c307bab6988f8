"""Query parameters of the API: the shared filter sets, and a 400 for what they refuse."""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

READ_BY_VIEW = ("cursor", "page_size", "format")


class StrictFilterBackend(DjangoFilterBackend):
    """Narrow a list by its filter set; a detail takes no parameter but ``format``."""

    def filter_queryset(
        self, request: Request, queryset: "QuerySet[Any]", view: Any
    ) -> "QuerySet[Any]":
        """The rows asked for. Raises a 400 that names each refused parameter."""
        if view.detail:
            _refuse(set(request.query_params) - {"format"})
            return queryset
        bound = self.get_filterset(request, queryset, view)
        bound.also_known = (*READ_BY_VIEW, *view.parameters)
        if not bound.is_valid():
            raise ValidationError(bound.errors)
        view.filterset = bound
        return bound.qs


def _refuse(names: set[str]) -> None:
    if names:
        raise ValidationError({name: ["A detail takes no such parameter."] for name in names})
