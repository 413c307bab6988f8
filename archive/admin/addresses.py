"""What the addresses of sources answered last, to look up; ``check_addresses`` writes it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.base import Immutable
from archive.models import AddressCheck


class Dead(admin.SimpleListFilter):
    """Those that did not answer, and are still given by their source."""

    title = "answer"
    parameter_name = "dead"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Dead ones, or all."""
        return [("yes", "dead when last seen")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Dead ones, if asked."""
        return queryset.dead() if self.value() == "yes" else queryset


@admin.register(AddressCheck)
class AddressCheckAdmin(Immutable):
    """Which addresses are dead, and since when."""

    list_display = ["address", "source", "answer", "dead_since", "checked_at"]
    list_filter = [Dead]
    list_select_related = ["source"]
    search_fields = ["address", "source__title"]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AddressCheck]:
        """With its source's title."""
        return super().get_queryset(request).select_related("source")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees sources."""
        return request.user.has_perm("archive.view_source")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Likewise."""
        return self.has_view_permission(request)
