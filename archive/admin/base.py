"""What every list and form of the desk shares."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive.admin.bounded import BoundedPaginator
from archive.admin.changes import changes_of
from archive.admin.guard import Guarded
from archive.admin.merging import Mergeable
from archive.admin.promises import PromisesForm
from archive.admin.refusals import sentence
from archive.admin.restoring import Restoring
from archive.admin.words import LinesField
from archive.models import Merge
from archive.opening import open_the_record

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


class Entering(BaseModelAdmin):
    """How fields are entered, on a noun's own form and in the inlines under it."""

    formfield_overrides = LINES

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choose, add, look up and change related records; deleting them has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class TableInline(Entering, admin.TabularInline):
    """Rows of a few short fields."""

    form = PromisesForm
    extra = 0


class StackInline(Entering, admin.StackedInline):
    """Rows of many fields."""

    form = PromisesForm
    extra = 0


class DeskAdmin(Restoring, Guarded, Entering, admin.ModelAdmin):
    """Bounded lists, text kept as pasted, refusals told, and the change log as History."""

    form = PromisesForm
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count the whole table for every filter
    paginator = BoundedPaginator
    list_per_page = 50
    object_history_template = "archive/admin/history.html"
    logged: ClassVar[list[type[models.Model]]] = []
    """Further models whose changes belong to the history, beside this one and its inlines."""

    class Media:
        css = {"all": ["archive/desk.css"]}
        js = ["archive/rows.js"]

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

    @property
    def nouns(self) -> list[type[models.Model]]:
        """The models whose changes are this noun's history."""
        nouns = [self.model, *(inline.model for inline in self.inlines), *self.logged]
        return [noun for noun in nouns if hasattr(noun, "pgh_event_model")]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """What :meth:`search` finds; a NUL, which PostgreSQL cannot be asked for, is a space."""
        typed = search_term.replace("\0", " ")
        found = self.search(queryset, typed) if typed.strip() else queryset
        return (
            (found, False)
            if found is not None
            else super().get_search_results(request, queryset, typed)
        )

    def search(self, queryset: QuerySet[Any], typed: str) -> QuerySet[Any] | None:
        """Rows of ``queryset`` that answer what was typed; None leaves it to ``search_fields``."""
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what and when; computed only once the template may show it."""
        record = self.get_object(request, unquote(object_id))
        told = self._told(request, record) if record else {}
        return super().history_view(request, object_id, {**told, **(extra_context or {})})

    def _told(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        merges = Merge.objects.filter(
            kind=self.opts.model_name, kept_ref=getattr(record, "ref", "")
        )
        return {
            "changes": partial(changes_of, record, self.nouns),
            "restorable": self.has_change_permission(request, record),
            "merges": merges.defer("journal"),
        }


class RecordAdmin(Mergeable, DeskAdmin):
    """A noun with a permanent address: its ref is chosen once, and what was public stays."""

    readonly_fields = ["is_public", "created_at", "updated_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The ref too, once the record exists."""
        return [*super().get_readonly_fields(request, obj), *(["ref"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the public sees is changed by those who may correct it."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj and obj.is_public and not self._may(request, "correct"))

    def _may(self, request: HttpRequest, act: str) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{act}_{self.opts.model_name}")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never for a public record: its address was given out."""
        return not (obj and obj.is_public) and super().has_delete_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What a public record has come to lead to is public with it."""
        super().save_related(request, form, formsets, change)
        if form.instance.is_public:
            open_the_record()


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
