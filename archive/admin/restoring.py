"""An earlier version of a record, from its history: what would change, and why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from archive import restoring
from archive.admin.changes import Reader
from archive.admin.refusals import sentence
from archive.admin.words import LinesField

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class RestoreForm(forms.Form):
    """Why the earlier version is the right one."""

    reason = LinesField(label="Reason", widget=AdminTextareaWidget(attrs={"rows": 2}))


class Restoring(Base):
    """Mixin: the way back to an earlier version."""

    never_restored: ClassVar[frozenset[str]] = frozenset()
    """Fields, beside those of ``archive.restoring``, that only other doors write."""

    restore_help = "Kept in the history."

    restore_refusals: ClassVar[tuple[type[Exception], ...]] = (restoring.RestoreError,)

    def get_urls(self) -> list[URLPattern]:
        """With the address of an earlier version."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        restore = path("<path:object_id>/restore/<int:event_id>/", view, name=name)
        return [restore, *super().get_urls()]

    def restore_version(
        self, record: Any, values: dict[str, Any], request: HttpRequest, reason: str
    ) -> None:
        """Write the earlier values; a noun with rules of its own overrides this."""
        restoring.restore(record, values, request.user, reason)

    def restore_view(self, request: HttpRequest, object_id: str, event_id: int) -> HttpResponse:
        """Show what would change; change it once a reason is given."""
        with transaction.atomic():
            record = self.locked(request, object_id)  # type: ignore[attr-defined]  # Guarded's
            log = self.model.pgh_event_model
            event = record and log._base_manager.filter(pk=event_id, pgh_obj_id=record.pk).first()
            if not event:
                raise Http404
            if not self.has_change_permission(request, record):
                raise PermissionDenied
            return self._answer(request, record, event)

    def _answer(self, request: HttpRequest, record: Any, event: Any) -> HttpResponse:
        values = restoring.version(record, event, self.never_restored)
        form = RestoreForm(request.POST or None)
        form.fields["reason"].help_text = self.restore_help
        pairs = {name: (getattr(record, name), value) for name, value in values.items()}
        if form.is_valid() and self._restore(request, record, values, form):
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(page, args=[quote(record.pk)]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Restore an earlier version"),
            "original": self.get_object(request, str(record.pk)),
            "event": event,
            "fields": Reader([(self.model, pairs)]).fields(self.model, pairs),
            "stays": list(self._beside(record, event)),
            "form": form,
        }
        return TemplateResponse(request, "archive/admin/restore.html", context)

    def _beside(self, record: Any, event: Any) -> Iterator[tuple[str, bool]]:
        """What belongs to the record and is not restored; whether it changed since the event."""
        listed = [(one.model, one.fk_name, one.verbose_name_plural) for one in self.inlines]
        listed += [(model, None, None) for model in self.logged]  # type: ignore[attr-defined]  # DeskAdmin's
        for model, fk_name, label in listed:
            if log := getattr(model, "pgh_event_model", None):
                owner = _get_foreign_key(self.model, model, fk_name)
                since = {owner.attname: record.pk, "pgh_created_at__gt": event.pgh_created_at}
                changed = log._base_manager.filter(**since).exists()
                yield str(label or model._meta.verbose_name_plural), changed

    def _restore(
        self, request: HttpRequest, record: Any, values: dict[str, Any], form: RestoreForm
    ) -> bool:
        try:
            with transaction.atomic():
                self.restore_version(record, values, request, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason", " ".join(error.messages))
        except IntegrityError as error:
            form.add_error("reason", sentence(error))
        except self.restore_refusals as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "The earlier version was restored.")
            return True
        return False
