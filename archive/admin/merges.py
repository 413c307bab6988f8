"""Merges done, to look up and to undo."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from archive.admin.base import Immutable
from archive.admin.words import LinesField
from archive.merging import MergeError, summary, undo
from archive.models import Merge


class UndoForm(forms.Form):
    """Why they are two after all."""

    reason = LinesField(
        label="Reason",
        widget=AdminTextareaWidget(attrs={"rows": 2, "autofocus": True}),
        help_text="Why these are two after all; kept with the merge.",
    )


@admin.register(Merge)
class MergeAdmin(Immutable):
    """What became one, why, and the way back."""

    list_display = ["old_label", "kind", "old_ref", "kept_ref", "reason", "by", "at", "undone_at"]
    list_filter = ["kind", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["by"]
    search_fields = ["old_label", "old_ref", "kept_ref", "reason"]
    ordering = ["-id"]
    change_form_template = "archive/admin/merged.html"
    fields = [
        "old_label", "kind", "old_ref", "kept_ref", "reason", "by", "at", "what_moved",
        "undone_at", "undone_by", "undo_reason",
    ]  # fmt: skip
    readonly_fields = ["what_moved"]

    def get_urls(self) -> list[URLPattern]:
        """With the way back."""
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="archive_merge_undo"), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look up redirects."""
        return request.user.has_perm("archive.view_redirect")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Likewise."""
        return self.has_view_permission(request)

    @admin.display(description="what moved")
    def what_moved(self, merge: Merge) -> str:
        """The journal in short."""
        return in_words(summary(merge.journal))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, then undo; what changed since is told on the form."""
        merge = Merge.objects.filter(pk=pk).first()
        if merge is None:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = UndoForm(request.POST or None)
        if form.is_valid() and self._undo(request, merge, form):
            return HttpResponseRedirect(reverse("admin:archive_merge_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Undo a merge"),
            "merge": merge,
            "moved": in_words(summary(merge.journal)),
            "form": form,
        }
        return TemplateResponse(request, "archive/admin/undo.html", context)

    def _undo(self, request: HttpRequest, merge: Merge, form: UndoForm) -> bool:
        try:
            undo(merge, form.cleaned_data["reason"], request.user)
        except MergeError as error:
            form.add_error("reason", str(error))
            return False
        messages.success(request, f"“{merge.old_label}” is a record of its own again.")
        return True


def in_words(told: Any) -> str:
    """A preview or a journal in one line."""
    parts = [
        f"{done}: " + ", ".join(f"{count:,} {noun}" for noun, count in counted.items())
        for done, counted in told.items()
        if counted
    ]
    return "; ".join(parts) or "nothing pointed to it"
