"""Correcting a public quote on its form: it asks for the note the public is owed."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest

from archive.admin.promises import PromisesForm
from archive.admin.words import LinesField
from archive.restoring import RestoreError, require_reason, restore
from quotes.classifying import OWED, OWED_A_NOTE, stand
from quotes.models import SHOWN, Citation, Quote
from quotes.workflow import CORRECTABLE, WorkflowError, correct

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Quote]
else:
    Base = object

NOTE = "correction_note"

WANTED = "This quote is public: say here what was wrong, for its readers."

STANDING = {"standing", "public_note"}
"""How sure the archive is of public words, and what it tells readers of that: one step's."""

PRINTED = {"source", "wording", "as_credited"}
"""What a citation tells readers of the words and who said them."""


class QuoteForm(PromisesForm):
    """Holds a published quote to what a published quote needs; a correction owes a public note."""

    also_checked = {"status"}

    correction_note = LinesField(
        required=False,
        label="Correction",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="What was wrong, for the public. Needed when the words or the attribution "
        "change; shown with the quote from then on, and never rewritten.",
    )

    def clean(self) -> dict[str, Any]:
        """The note, if what is public changes."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        public = self.instance.pk and self.instance.status in SHOWN
        if public and not data.get(NOTE) and set(CORRECTABLE) & set(self.changed_data):
            self.add_error(NOTE, WANTED)
        if public and "standing" in self.changed_data and data.get("standing") in OWED:
            self._require_public_note(data.get("public_note") or "")
        return data

    def _require_public_note(self, note: str) -> None:
        if not note.strip():
            self.add_error("public_note", OWED_A_NOTE)


def changed_citations(formset: Any) -> list[Any]:
    """The forms of citations that tell readers something else now; a new source adds only."""
    return [
        form
        for form in formset.initial_forms
        if form in formset.deleted_forms or not PRINTED.isdisjoint(form.changed_data)
    ]


class Correcting(Base):
    """Mixin: what is public is saved by ``workflow.correct`` alone."""

    never_restored = frozenset(
        {
            "status", "author", "reviewer", "self_reviewed", "publish_at", "published_at",
            "speech_delivered",
        }
    )  # fmt: skip
    restore_help = "Kept in the history. If the quote is public, this is its public correction."
    restore_refusals: ClassVar[tuple[type[Exception], ...]] = (RestoreError, WorkflowError)

    def restore_version(
        self, record: Quote, values: dict[str, Any], request: HttpRequest, reason: str
    ) -> None:
        """What is public goes back by a correction, like any other change of it."""
        if record.status not in SHOWN:
            restore(record, values, request.user, reason)
            return
        require_reason(reason, values)
        rest = dict(values)
        if "standing" in rest:
            note = rest.pop("public_note", record.public_note)
            stand(record, request.user, rest.pop("standing"), note, reason)
        names = {field.attname: field.name for field in Quote._meta.concrete_fields}
        corrected = {name: rest.pop(name) for name in values if names[name] in CORRECTABLE}
        if rest:
            restore(record, rest, request.user, reason)
        if corrected:
            then = Quote(**corrected)
            changes = {names[name]: getattr(then, names[name]) for name in corrected}
            correct(record, request.user, reason, changes)

    def get_fieldsets(self, request: HttpRequest, obj: Quote | None = None) -> Any:
        """With a place for the note, right below the words, where one may be due."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and obj.status in SHOWN and self.has_change_permission(request, obj):
            fieldsets.insert(1, ("Correction", {"fields": [NOTE]}))
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Quote, form: Any, change: bool) -> None:
        """Everything but what only a correction may change."""
        if not (change and obj.status in SHOWN):
            super().save_model(request, obj, form, change)
            return
        own = {field.name for field in Quote._meta.concrete_fields}
        others = own & set(form.changed_data) - set(CORRECTABLE)
        if "standing" in others:
            others -= STANDING
        obj.save(update_fields=[*others, "updated_at"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Then another standing, and the correction with its citations."""
        cited = any(
            formset.model is Citation and changed_citations(formset) for formset in formsets
        )
        super().save_related(request, form, formsets, change)
        if change and form.instance.status in SHOWN:
            if "standing" in form.changed_data:
                said = [form.cleaned_data[name] for name in ("standing", "public_note")]
                stand(form.instance, request.user, *said)
            changes = {
                name: form.cleaned_data[name] for name in form.changed_data if name in CORRECTABLE
            }
            if changes or cited:
                also = ["citations"] if cited else []
                correct(form.instance, request.user, form.cleaned_data[NOTE], changes, also)
