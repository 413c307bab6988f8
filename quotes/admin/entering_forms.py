"""The forms of the entering screen: a text to paste, and a passage of it to make a quote of."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from archive.admin.promises import PromisesForm
from archive.admin.sources import MOST
from archive.admin.words import LinesField, UntouchedField
from archive.models import Organization, Person, Source, Speech
from archive.models.base import Record
from archive.models.fields import LanguageField, validate_partial_date
from quotes.entering.drafting import LONGEST_TEXT, Draft, Shared
from quotes.entering.naming import Called
from quotes.models import Citation, Kind, Quote, Topic

HELD = "The archive has this address: {}. Choose that above, or tick below that it is another one."

TOO_LONG = f"This text is longer than {LONGEST_TEXT:,} characters. Split it."

NEW: dict[str, Any] = {"person": Person, "organization": Organization}


def addable(of: Any, name: str) -> RelatedFieldWidgetWrapper:
    """To choose a record by typing, or to add it beside the page: what is typed here stays."""
    field = of._meta.get_field(name)
    chooser = AutocompleteSelect(field, admin.site)
    return RelatedFieldWidgetWrapper(
        chooser, field.remote_field, admin.site, can_add_related=True,
        can_change_related=False, can_delete_related=False, can_view_related=False,
    )  # fmt: skip


class Adding:
    """Media of a form with :func:`addable` fields: Django loads this for its own forms alone."""

    js = ("admin/js/jquery.init.js", "admin/js/admin/RelatedObjectLookups.js")


def chosen(
    model: Any, of: Any, name: str, label: str, help_text: str = "", widget: Any = None
) -> Any:
    """A field to choose a record by typing; never a list of all."""
    return forms.ModelChoiceField(
        model.objects.all(),
        required=False,
        label=label,
        help_text=help_text,
        widget=widget or AutocompleteSelect(of._meta.get_field(name), admin.site),
    )


class PasteForm(forms.Form):
    """The text, and the source it is of when the archive has that already."""

    required_css_class = "required"

    source = chosen(
        Source, Citation, "source", "Source", "Already in the archive? Else describe it below."
    )
    text = UntouchedField(
        label="Text",
        max_length=LONGEST_TEXT,
        error_messages={"max_length": TOO_LONG},
        widget=AdminTextareaWidget(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="Paste it as it is: it is kept exactly, as an edition that never changes.",
    )
    note = LinesField(
        label="How captured",
        required=False,
        widget=AdminTextInputWidget,
        help_text="How and from where: copied from the web page on 2 May, typed from print.",
    )


class NewSourceForm(PromisesForm):
    """A source that is not in the archive yet; one at an address held already is asked about."""

    required_css_class = "required"
    Media = Adding

    another = forms.BooleanField(
        label="It is another document", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Source
        fields = ["kind", "title", "publisher", "author_line", "published", "language", "url"]
        labels = {"url": "Web address"}
        widgets = {
            "publisher": addable(Source, "publisher"),
            **dict.fromkeys(
                ("title", "author_line", "published", "language", "url"), AdminTextInputWidget
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Not a second one of a source by accident: the one held is named, and can be chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        held = Source.objects.at_address(data.get("url", ""))[:MOST]
        if held and not data.get("another"):
            self.fields["another"].widget = forms.CheckboxInput()
            links = format_html_join(
                ", ", '<a href="?source={}">{}</a>', ((one.pk, one.title) for one in held)
            )
            self.add_error("url", format_html(HELD, links))
        return data


class SharedForm(forms.Form):
    """What the quotes made in one go have in common."""

    Media = Adding

    speech = chosen(Speech, Quote, "speech", "Said in", widget=addable(Quote, "speech"))
    said = forms.CharField(
        label="Said on",
        required=False,
        max_length=40,
        validators=[validate_partial_date],
        widget=AdminTextInputWidget,
        help_text="2020-12-30, 2020-11, 2020. Only where better known than the speech's date.",
    )
    organization = chosen(
        Organization,
        Quote,
        "organization",
        "Speakers' organization",
        "Unless the speech says as what they spoke.",
        addable(Quote, "organization"),
    )
    language = forms.CharField(
        label="Language of the words",
        required=False,
        validators=LanguageField().validators,
        widget=AdminTextInputWidget(attrs={"size": 8}),
    )
    spoken_language = forms.CharField(
        label="Language spoken",
        required=False,
        validators=LanguageField().validators,
        widget=AdminTextInputWidget(attrs={"size": 8}),
        help_text="Different: these are translations. Empty: unknown.",
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        widget=AutocompleteSelectMultiple(Quote._meta.get_field("topics"), admin.site),
    )

    def shared(self) -> Shared:
        """What was chosen."""
        data = self.cleaned_data
        return Shared(
            data["language"],
            data["spoken_language"],
            data["speech"],
            data["said"],
            list(data["topics"]),
        )


class PassageForm(forms.Form):
    """One passage: its words, their kind, and who said them."""

    words = LinesField(widget=AdminTextareaWidget(attrs={"rows": 2}))
    kind = forms.ChoiceField(choices=Kind.choices)
    speaker = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"list": "speakers", "class": "vTextField"}),
        help_text="A person or organization, by any of their names.",
    )
    add = forms.ChoiceField(
        label="If not in the archive",
        required=False,
        choices=[
            ("", "refuse"),
            ("person", "add as a person"),
            ("organization", "add as an organization"),
        ],
    )
    unattributed = forms.BooleanField(label="The source names nobody", required=False)
    as_credited = forms.CharField(
        label="As printed", required=False, max_length=500, widget=AdminTextInputWidget
    )

    def clean(self) -> dict[str, Any]:
        """Nobody speaks, or somebody: not both."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("unattributed") and data.get("speaker"):
            raise ValidationError("Name a speaker, or say that the source names nobody.")
        return data

    def resolve(self, found: Called) -> None:
        """Find the speaker in the archive, or note what is wrong with the name typed."""
        name = self.cleaned_data.get("speaker", "")
        records = found.whole.get(name, [])
        self.record: Record | None = records[0] if len(records) == 1 else None
        if len(records) > 1:
            listed = ", ".join(f"{one.ref} ({_told(one)})" for one in records)
            self.add_error("speaker", f"Several are called so. Write which: {listed}.")
        elif name and not records and not self.cleaned_data.get("add"):
            self.add_error("speaker", _nobody(name, found))

    def draft(self, made: dict[str, Record], place: Any, organization: Any) -> Draft:
        """What to enter; ``made`` are the records this go adds, by name."""
        data = self.cleaned_data
        who = self.record or made.get(data["speaker"])
        person = who if isinstance(who, Person) else None
        return Draft(
            start=place.start,
            end=place.end,
            words=data["words"],
            kind=data["kind"],
            wording=place.wording,
            as_credited=data["as_credited"],
            locator=place.locator,
            speaker=person,
            organization=organization if person else who,  # type: ignore[arg-type]  # not a person
            unattributed=data["unattributed"],
        )


def _told(record: Record) -> str:
    return getattr(record, "description", "") or str(record)


def _nobody(name: str, found: Called) -> str:
    part = found.part.get(name, [])
    offered = f" Did you mean {' or '.join(str(one) for one in part)}?" if part else ""
    return f"Nobody in the archive is called “{name}”.{offered} Or say to add them."
