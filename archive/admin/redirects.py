"""Redirects: old addresses and where they lead. Merging writes them; nobody edits them."""

from django.contrib import admin

from archive.admin.base import Immutable
from archive.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(Immutable):
    """To look up where an address went, and why."""

    list_display = ["kind", "old_ref", "new_ref", "reason", "created_by", "created_at"]
    list_select_related = ["created_by"]
    search_fields = ["kind", "old_ref", "new_ref", "reason"]
    ordering = ["-id"]
