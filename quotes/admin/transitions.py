"""The way a quote took so far, under its form: who did what, when, and why."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.base import TableInline
from quotes.models import Transition


class TransitionInline(TableInline):
    """Written by ``quotes.workflow``, read here."""

    model = Transition
    fields = readonly_fields = ["at", "step", "who", "reason", "note"]  # type: ignore[assignment]  # one list for both
    verbose_name = "step"
    verbose_name_plural = "its way so far"
    ordering = ["-id"]

    @admin.display(description="by")
    def who(self, transition: Transition) -> str:
        """The name alone: accounts are an administrator's to open."""
        return str(transition.by or "the archive itself")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transition]:
        """With who it was."""
        return super().get_queryset(request).select_related("by", "quote")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the quote at the desk."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only by taking a step."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it is the record of what was done."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
