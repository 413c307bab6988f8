"""The desk's side of API keys: made and named here, shown once, revoked when need be."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from archive.admin.base import DeskAdmin
from quotes.api.keys import fill_in, revoke
from quotes.api.models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(DeskAdmin):
    """Keys are never deleted: who asked with which, and who ended it, stays known."""

    list_display = ["name", "prefix", "state", "expires_at", "last_used_on", "created_by"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["created_by"]
    search_fields = ["name", "prefix"]
    actions = ["revoke_keys"]
    kept = ["prefix", "state", "created_at", "created_by", "revoked_at", "revoked_by",
            "last_used_on"]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only what can be chosen while a key is made."""
        return ["name", "per_minute", "expires_at", *(self.kept if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What the archive keeps by itself."""
        return self.kept

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Revoke it."""
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Make the secret of a new key, and show it this once."""
        whole = "" if change else fill_in(obj, request.user)  # type: ignore[arg-type]  # signed in
        super().save_model(request, obj, form, change)
        if whole:
            told = format_html("The key, shown this once: <code>{}</code>", whole)
            messages.warning(request, told)

    @admin.action(description="Revoke the selected keys", permissions=["change"])
    def revoke_keys(self, request: HttpRequest, queryset: "QuerySet[ApiKey]") -> None:
        """End them at once."""
        working = list(queryset.filter(revoked_at=None))
        for key in working:
            revoke(key, request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, f"Revoked: {', '.join(map(str, working)) or 'none'}.")
