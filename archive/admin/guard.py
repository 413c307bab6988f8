"""The guard at every form of the desk: what is stale, or unfinished, is shown again, not saved."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from archive.admin import seen
from archive.admin.changes import changes_of

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object

SAVED_SINCE = "Somebody saved this since you opened it. Nothing was saved: compare both versions."
UNMARKED = "This form does not say what it showed. Nothing was saved: compare, then save again."


class Guarded(Base):
    """Mixin: compares what the form showed with what is there, under a lock."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Refuse a stale form, and show both versions field by field."""
        with transaction.atomic():
            if request.method == "POST" and object_id:
                extra_context = {**(extra_context or {}), **self._conflict(request, object_id)}
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A form that is refused whatever it holds, once the guard has said why."""
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", "")
        return type(form.__name__, (Refused, form), {"refusal": refusal}) if refusal else form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the fingerprint of what is shown; of what is there now, when it was refused."""
        if context["original"]:
            context["seen"] = seen.fingerprint(self._shown(request, context))
        return super().render_change_form(request, context, *args, **kwargs)

    def _shown(self, request: HttpRequest, context: dict[str, Any]) -> dict[str, seen.Value]:
        if not self.has_change_permission(request, context["original"]):
            return {}
        if request.method == "POST":
            fresh = self.get_object(request, str(context["original"].pk))
            return self.there_now(request, fresh) if fresh else {}
        inlines = context["inline_admin_formsets"]
        changeable = [inline.formset for inline in inlines if inline.has_change_permission]
        return seen.values_of(context["adminform"].form, changeable)

    def _conflict(self, request: HttpRequest, object_id: str) -> dict[str, Any]:
        record = self.locked(request, object_id)
        if record is None or not self.has_change_permission(request, record):
            return {}  # the form itself says so
        there = self.there_now(request, record)
        marked = seen.read(request.POST.get("_seen", ""))
        print_ = marked or {}
        if not seen.is_stale(there, print_):
            return {}
        found = seen.differences(there, print_, request.POST)
        request.POST = seen.merged(there, print_, request.POST)  # type: ignore[assignment]  # a copy, as Django makes it
        request.refusal = SAVED_SINCE if marked is not None else UNMARKED  # type: ignore[attr-defined]  # read by get_form
        newest = changes_of(record, self.nouns, most=1)  # type: ignore[attr-defined]  # DeskAdmin's
        return {
            "conflict": {
                "differences": found,
                "newest": newest[0] if newest else None,
                "address": request.path,
            }
        }

    def locked(self, request: HttpRequest, object_id: str) -> Any:
        """The record, locked until the transaction ends; None if it is not there for this user."""
        found = self.get_object(request, unquote(object_id))
        if found is not None:
            rows = type(found)._base_manager.select_for_update().filter(pk=found.pk)
            rows.values("pk").first()  # none, if it was deleted meanwhile
            found = self.get_object(request, unquote(object_id))
        return found

    def there_now(self, request: HttpRequest, record: Model) -> dict[str, seen.Value]:
        """Every value a form opened now would show; none on a page to read."""
        if not self.has_change_permission(request, record):
            return {}
        form = super().get_form(request, record, change=True)(instance=record)
        formsets = [
            factory(instance=record, queryset=inline.get_queryset(request))
            for factory, inline in self.get_formsets_with_inlines(request, record)
            if inline.has_change_permission(request, record)
        ]
        return seen.values_of(form, formsets)


class Refused:
    """Mixin of a form: not valid, whatever it holds."""

    refusal = ""

    def clean(self) -> Any:
        """Say why."""
        super().clean()  # type: ignore[misc]  # a mixin of forms
        raise ValidationError(self.refusal)
