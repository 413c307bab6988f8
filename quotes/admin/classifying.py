"""Topics and standing of many quotes at once, as actions of their list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect

from archive.admin.words import LinesField
from quotes import classifying
from quotes.admin.steps import Button
from quotes.models import Quote, Standing, Status, Topic


class TopicForm(forms.Form):
    """What the quotes are about."""

    topic = forms.ModelChoiceField(
        queryset=Topic.objects.all(),
        widget=AutocompleteSelect(Quote._meta.get_field("topics"), admin.site),
        help_text="Added to those they have.",
    )


class StandingForm(forms.Form):
    """How sure the archive is."""

    standing = forms.ChoiceField(choices=Standing.choices)
    note = LinesField(
        label="Public note",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Shown with each of these quotes, in place of their note; empty: theirs stays.",
    )

    def clean(self) -> dict[str, Any]:
        """With the reason that readers are owed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("standing") in classifying.OWED and not data.get("note", "").strip():
            self.add_error("note", "Say why, for the public: disputed or misattributed by whom?")
        return data


ANY = frozenset(Status)

CLASSIFYING = (
    Button(
        "add_topic", "Add a topic …", "change", classifying.add_topic, "given the topic", ANY,
        TopicForm,
    ),
    Button(
        "set_standing", "Set the standing …", "change", classifying.set_standing,
        "given the standing", ANY, StandingForm,
    ),
)  # fmt: skip
