"""Sources, what they derive from, and the immutable editions of their text."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from archive.admin.alike import Alike, Held
from archive.admin.base import RECORD, Immutable, RecordAdmin, StackInline, TableInline
from archive.admin.numbered import NumberedEditions
from archive.admin.promises import PromisesForm
from archive.admin.words import UntouchedField
from archive.models import Derivation, Source, SourceText


class DerivationForm(PromisesForm):
    """Refuses a chain that would bite its own tail."""

    def clean_origin(self) -> Source:
        """The origin, which must not itself derive from this source."""
        origin: Source = self.cleaned_data["origin"]
        this = Source.objects.filter(pk=self.instance.source_id)
        if this.with_derivatives().contains(origin):
            raise ValidationError("That source itself derives from this one.")
        return origin


class DerivationInline(TableInline):
    """What the source reports, translates or reprints."""

    model = Derivation
    form = DerivationForm
    fk_name = "source"
    fields = ["relation", "origin"]
    autocomplete_fields = ["origin"]
    verbose_name = "origin"
    verbose_name_plural = "derived from"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Derivation]:
        """With what each row is titled by."""
        return super().get_queryset(request).select_related("source", "origin")


class SourceTextForm(PromisesForm):
    """A pasted text, kept exactly."""

    class Meta:
        field_classes = {"text": UntouchedField}


class SourceTextInline(StackInline):
    """The captured editions: read-only once saved; a corrected text is a new edition."""

    model = SourceText
    form = SourceTextForm
    formset = NumberedEditions
    fields = ["text", "language", "captured_at", "note", "seal"]
    readonly_fields = ["seal"]
    verbose_name = "captured text"
    verbose_name_plural = "captured texts"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An edition is immutable; anchors count characters in it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is evidence."""
        return False

    @admin.display(description="edition")
    def seal(self, text: SourceText) -> str:
        """What tells this edition from every other."""
        if text._state.adding:
            return "Numbered when saved; never changed afterwards."
        return f"{text.edition}: {text.length:,} characters, SHA-256 {text.sha256}"


class HasText(admin.SimpleListFilter):
    """Sources with or without a captured text."""

    title = "captured text"
    parameter_name = "captured"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("yes", "captured"), ("no", "not captured")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """Sources that have a text, or have none."""
        texts = Exists(SourceText.objects.filter(source=OuterRef("pk")))
        match self.value():
            case "yes":
                return queryset.filter(texts)
            case "no":
                return queryset.filter(~texts)
        return queryset


MOST = 5
"""Sources named that may be the one entered."""

SAME_ADDRESS = gettext_lazy("the same web address")


class SourceForm(PromisesForm):
    """The fields in plain words."""

    class Meta:
        labels = {"url": "Web address", "archived_url": "Archived at"}


@admin.register(Source)
class SourceAdmin(Alike, RecordAdmin):
    """The documents that carry the words."""

    form = SourceForm
    list_display = ["title", "kind", "publisher", "published", "language", "is_public"]
    list_filter = ["kind", "rights", HasText, "is_public"]
    list_select_related = ["publisher"]
    search_fields = ["title", "author_line", "reference_number", "publisher__name", "url"]
    search_help_text = "Words of the title, byline, reference number, publisher or address."
    autocomplete_fields = ["publisher"]
    ordering = ["-id"]
    inlines = [DerivationInline, SourceTextInline]
    fieldsets = [
        (None, {"fields": ["kind", "title", "publisher", "author_line", "published", "language"]}),
        ("Where it is", {"fields": ["url", "archived_url", "reference_number"]}),
        ("For the reader", {"fields": ["rights", "note"]}),
        RECORD,
    ]

    def alike_to(self, request: HttpRequest, filled: QueryDict) -> list[Held]:
        """Those at the same address."""
        found = Source.objects.at_address(filled.get("url", "")[:2000])[:MOST]
        return [Held(one, str(SAME_ADDRESS)) for one in found]


@admin.register(SourceText)
class SourceTextAdmin(Immutable):
    """Editions to look up and to choose from; they are added under their source."""

    list_display = ["source", "edition", "language", "length", "captured_at"]
    search_fields = ["source__title", "source__reference_number"]
    search_help_text = "Words of the source's title or its reference number."
    ordering = ["-id"]
    fields = ["source", "edition", "language", "captured_at", "note", "length", "sha256", "text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceText]:
        """With its source's title, without the text: a list of books must not load the books."""
        return super().get_queryset(request).select_related("source").defer("text")
