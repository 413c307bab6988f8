"""Merging at the desk: tick the records that are one, see what would move, give a reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from archive import merging
from archive.admin.changes import FieldChange, Reader
from archive.admin.words import LinesField
from archive.merging import MergeError

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

MOST = 10
"""Records one page merges."""


LOOK = (
    "You keep “{}” now, of which you had not seen what would happen. Nothing was merged: look "
    "below, then press Merge."
)


class MergeForm(forms.Form):
    """Which one is kept, and why they are one."""

    kept = forms.ChoiceField(label="Keep", widget=forms.RadioSelect)
    reason = LinesField(
        label="Reason",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="Why these are one and the same; kept with the redirect.",
    )

    def __init__(self, records: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(record.pk), f"{record} ({record.ref})") for record in records
        ]


class Mergeable(Base):
    """Mixin: the action “Merge” of a list."""

    merge: ClassVar[Callable[..., Any]] = staticmethod(merging.merge)
    preview: ClassVar[Callable[..., Any]] = staticmethod(merging.preview)

    def get_actions(self, request: HttpRequest) -> Any:
        """With merging, for those who may."""
        actions = super().get_actions(request)
        if self.has_merge_permission(request) and not getattr(request, "_popup", False):
            label: Any = (merge_records, "merge_records", "Merge into one …")
            actions["merge_records"] = label
        return actions

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Whether this user may merge such records."""
        return request.user.has_perm(f"{self.opts.app_label}.merge_{self.opts.model_name}")


def merge_records(desk: Any, request: HttpRequest, chosen: "QuerySet[Any]") -> HttpResponse | None:
    """Show what would move; merge once a reason is given and “Merge” is pressed."""
    records = list(chosen.order_by("pk")[: MOST + 1])
    if not 2 <= len(records) <= MOST:
        messages.error(request, f"Tick two to {MOST} records that are one and the same.")
        return None
    answered = "kept" in request.POST
    form = MergeForm(records, request.POST if answered else None, initial={"kept": records[0].pk})
    kept = _kept(form, records, answered)
    others = [record for record in records if record is not kept]
    shown = request.POST.get("shown") == str(kept.pk)
    if answered and "merge" in request.POST and not shown:
        messages.warning(request, LOOK.format(kept))
    pressed = shown and "merge" in request.POST and form.is_valid()
    if pressed and _merge(desk, request, kept, others, form):
        return None
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": gettext("Merge %(records)s into one") % {"records": desk.opts.verbose_name_plural},
        "records": records,
        "kept": kept,
        "form": form,
        "previews": [_preview(desk, kept, other) for other in others],
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "archive/admin/merge.html", context)


def _kept(form: MergeForm, records: list[Any], answered: bool) -> Any:
    wanted = form.data.get("kept") if answered else str(records[0].pk)
    return next((record for record in records if str(record.pk) == wanted), records[0])


@dataclass(frozen=True)
class Told:
    """What merging one record into the kept one would do; or why it cannot be."""

    record: Any
    moves: Any = None
    lost: Sequence[FieldChange] = ()
    """What this record alone says: before is the kept one's, after its own, which goes."""
    refusal: str = ""


def _preview(desk: Any, kept: Any, other: Any) -> Told:
    try:
        moves = desk.preview(kept, other)
    except MergeError as error:
        return Told(other, refusal=str(error))
    pairs = merging.lost(kept, other, desk.never_restored)
    return Told(other, moves, Reader([(desk.model, pairs)]).fields(desk.model, pairs))


def _merge(desk: Any, request: HttpRequest, kept: Any, others: list[Any], form: MergeForm) -> bool:
    """Merge all or none; a refusal is told on the form."""
    try:
        with transaction.atomic():
            for other in others:
                desk.merge(kept, other, form.cleaned_data["reason"], request.user)
    except MergeError as error:
        form.add_error("reason", str(error))
        return False
    what = f"{len(others)} merged into “{kept}”. It can be undone under Merges."
    messages.success(request, what)
    return True
