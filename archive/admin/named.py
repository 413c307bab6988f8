"""People and organizations: found by every name they are known by, in any script."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.http import HttpRequest

from archive.admin.base import RECORD, RecordAdmin, TableInline
from archive.models.names import FoldName


def bearing(model: type[Any], typed: str) -> QuerySet:
    """Those of ``model`` with every typed word in one or another of their names.

    A UNION of two index scans a word: OR across the two tables would read both in full.
    """
    found = model._default_manager.all()
    for word in typed.split():
        folded = FoldName(Value(word))
        own = model._base_manager.filter(folded__contains=folded).values("pk")
        other = model._base_manager.filter(names__folded__contains=folded).values("pk")
        found = found.filter(pk__in=own.union(other))
    return found


class NameInline(TableInline):
    """The other names, each with its language and kind."""

    fields = ["name", "language", "kind"]
    verbose_name = "other name"


class NamedAdmin(RecordAdmin):
    """What people and organizations share."""

    list_display = ["name", "other_names", "description", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["name", "names__name"]
    search_help_text = "Any of their names, in any script: Ren Zhengfei, 任正非."
    fieldsets = [(None, {"fields": ["name", "language", "description"]}), RECORD]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the other names, which the list shows: one query a page, not one a row."""
        return super().get_queryset(request).prefetch_related("names")

    def search(self, queryset: QuerySet[Any], typed: str) -> QuerySet[Any]:
        """Names compare as everywhere in the archive: case, accents and width do not matter."""
        return queryset.filter(pk__in=bearing(self.model, typed).order_by().values("pk"))

    @admin.display(description="also known as")
    def other_names(self, record: Any) -> str:
        """Every other name, in one line."""
        return " · ".join(name.name for name in record.names.all())
