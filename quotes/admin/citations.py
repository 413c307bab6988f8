"""Citations under their quote: what a source printed, and where in its captured text."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from archive.admin.base import StackInline
from archive.admin.numbered import NumberedFormSet
from archive.admin.promises import PromisesForm
from archive.admin.words import UntouchedField
from archive.models import SourceText
from quotes.admin import fidelity
from quotes.admin.corrections import NOTE, changed_citations
from quotes.fidelity.anchors import AnchorError, find
from quotes.models import SHOWN, Citation

PLACE = ("source_text", "exact", "prefix", "suffix")


class CitationForm(PromisesForm):
    """Finds the place of the exact words in the chosen text; never guesses one.

    Context is used only where the editor has just given it: what is left from an earlier place
    says nothing about a new one.
    """

    class Meta:
        field_classes = dict.fromkeys(PLACE[1:], UntouchedField)
        # An input of one line would drop the line breaks that context may hold.
        widgets = {name: AdminTextareaWidget(attrs={"rows": 2}) for name in PLACE[1:]}
        help_texts = {
            "exact": "The words as that text has them; their place is found when you save.",
            "prefix": "Only if they occur more than once: what stands right before them.",
            "suffix": "Only if they occur more than once: what stands right after them.",
        }

    def clean(self) -> dict[str, Any]:
        """The anchor, whole or not at all."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        text, source = data.get("source_text"), data.get("source")
        if text and source and text.source_id != source.pk:
            self.add_error("source_text", f"That text is of another source: {text.source}.")
        elif data.get("exact") and not text:
            self.add_error("source_text", "Choose the captured text these words stand in.")
        elif not set(PLACE).isdisjoint(self.changed_data):
            self._anchor(data)
        return data

    def _anchor(self, data: dict[str, Any]) -> None:
        words = self._given("exact", data).strip() or data.get("exact", "")
        place = {"exact": "", "prefix": "", "suffix": "", "start": None, "end": None}
        if words:
            prefix, suffix = self._given("prefix", data), self._given("suffix", data)
            try:
                place = vars(find(data["source_text"].text, words, prefix, suffix))
            except AnchorError as error:
                self.add_error("exact", str(error))
                return
        data.update({name: place[name] for name in PLACE[1:]})
        self.instance.start, self.instance.end = place["start"], place["end"]

    def _given(self, name: str, data: dict[str, Any]) -> str:
        return data.get(name, "") if name in self.changed_data else ""


class CitationFormSet(NumberedFormSet):
    """A public quote's citations tell readers something else only with a public note."""

    def clean(self) -> None:
        """The note stands on the quote's own form."""
        super().clean()
        noted = self.data.get(NOTE, "").strip()
        if self.instance.status in SHOWN and not noted and changed_citations(self):
            raise ValidationError(
                "You change what a source of this public quote prints: say in “Correction” why."
            )


class CitationInline(StackInline):
    """The sources that print the quote."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    autocomplete_fields = ["source", "source_text"]
    readonly_fields = ["start", "end", "fidelity"]
    fieldsets = [
        (None, {"fields": ["source", "locator", "as_credited", "wording", "fidelity"]}),
        (
            # Entering from a text fills it in; by hand it is seldom needed, and opens at an error.
            "Place in the captured text",
            {
                "fields": ["source_text", "exact", ("prefix", "suffix"), ("start", "end")],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        """With what each row is titled by, and its verdicts."""
        citations = super().get_queryset(request).select_related("quote", "source")
        editions = SourceText.objects.defer("text")
        return citations.prefetch_related("checks", Prefetch("checks__source_text", editions))

    @admin.display(description="fidelity")
    def fidelity(self, citation: Citation) -> str:
        """What the comparison with the captured text found; made anew with every save."""
        return fidelity.shown(citation)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """Editions without their text: naming the chosen one must not load a book."""
        if db_field.name == "source_text":
            kwargs["queryset"] = SourceText.objects.select_related("source").defer("text")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
