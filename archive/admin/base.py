"""What every list and form of the desk shares."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.forms import ModelForm
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive.admin.bounded import BoundedPaginator
from archive.admin.changes import changes_of
from archive.admin.refusals import sentence
from archive.admin.words import LinesField

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts

LINES: dict[Any, dict[str, Any]] = {
    models.TextField: {"form_class": LinesField, "widget": AdminTextareaWidget(attrs={"rows": 4})}
}

RECORD: "tuple[str, _FieldOpts]" = (
    "Record",
    {"classes": ["collapse"], "fields": ["ref", "is_public", "created_at", "updated_at"]},
)
"""The last fieldset of every noun: its permanent name and what the archive keeps by itself."""


class PromisesForm(ModelForm):
    """A form that checks constraints on generated columns and on its owner too.

    Django leaves out every constraint on a column that is not in the form, and in an inline every
    one on the owner: the database would be the first to notice "no overlapping roles".
    """

    also_checked: ClassVar[set[str]] = set()
    """Columns not in the form whose constraints hold for what is."""

    def _get_validation_exclusions(self) -> set[str]:
        generated = {field.name for field in self._meta.model._meta.fields if field.generated}
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # no stub for it
        return left_out - generated - self.also_checked

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # no stub for it
        if self.has_changed() and not self.errors and self._has_saved_owner():
            try:
                self.instance.validate_constraints(exclude=self._get_validation_exclusions())
            except ValidationError as error:
                self._update_errors(error)  # type: ignore[attr-defined]  # no stub for it

    def _has_saved_owner(self) -> bool:
        owners = [
            field.parent_instance
            for field in self.fields.values()
            if isinstance(field, InlineForeignKeyField)
        ]
        return any(owner.pk for owner in owners)


class DeskAdmin(admin.ModelAdmin):
    """Bounded lists, text kept as pasted, refusals told, and the change log as History."""

    form = PromisesForm
    show_full_result_count = False
    paginator = BoundedPaginator
    list_per_page = 50
    formfield_overrides = LINES
    object_history_template = "archive/admin/history.html"
    logged: ClassVar[list[type[models.Model]]] = []
    """Further models whose changes belong to the history, beside this one and its inlines."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Tell what only the database noticed (two rows of one form, two editors at once)."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            messages.error(request, f"Nothing was saved. {sentence(error)}")
            return HttpResponseRedirect(request.get_full_path())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what and when; computed only once the template may show it."""
        record = self.get_object(request, unquote(object_id))
        nouns = [self.model, *(inline.model for inline in self.inlines), *self.logged]
        changes = {"changes": partial(changes_of, record, nouns)} if record else {}
        return super().history_view(request, object_id, {**changes, **(extra_context or {})})


class RecordAdmin(DeskAdmin):
    """A noun with a permanent address: its ref is chosen once, and what was public stays."""

    readonly_fields = ["is_public", "created_at", "updated_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The ref too, once the record exists."""
        return [*super().get_readonly_fields(request, obj), *(["ref"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never for a public record: its address was given out."""
        return not (obj and obj.is_public) and super().has_delete_permission(request, obj)


class Immutable(DeskAdmin):
    """To look up, not to edit: what only other doors write, or nobody changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Not here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not at all."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not at all."""
        return False
