"""Roles: who held what, when."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from archive.admin.base import RECORD, RecordAdmin, StackInline
from archive.admin.named import bearing
from archive.models import Organization, Person, Role


class RoleInline(StackInline):
    """The roles a person held."""

    model = Role
    fields = ["organization", "title", "period", "source"]
    autocomplete_fields = ["organization", "source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        """With what each row is titled by."""
        return super().get_queryset(request).select_related("person", "organization")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not from here: a public role has an address. It can be deleted on its own page."""
        return False


@admin.register(Role)
class RoleAdmin(RecordAdmin):
    """Titles people held at organizations."""

    list_display = ["title", "person", "organization", "period", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["title"]
    search_help_text = "Words of the title, or of a name of the person or organization."
    autocomplete_fields = ["person", "organization", "source"]
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["person", "organization", "title", "period", "source"]}),
        RECORD,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        """With what its ``str`` names; autocomplete shows that, too."""
        return super().get_queryset(request).select_related("person", "organization")

    def search(self, queryset: QuerySet[Role], typed: str) -> QuerySet[Role]:
        """Every word is in the title or in a name of the person or the organization."""
        for word in typed.split():
            people = bearing(Person, word).order_by().values("pk")
            organizations = bearing(Organization, word).order_by().values("pk")
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(person__in=people) | Q(organization__in=organizations)
            )
        return queryset
