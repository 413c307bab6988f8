"""Speeches, with who spoke and which sources record it."""

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from archive.admin.alike import Alike, Held
from archive.admin.base import RECORD, RecordAdmin, StackInline, TableInline
from archive.admin.numbered import NumberedFormSet
from archive.dates import DateError, parse, show
from archive.models import Speech, SpeechSource, SpeechSpeaker


class SpeakerInline(StackInline):
    """Who spoke: as credited, and who we conclude that is."""

    model = SpeechSpeaker
    formset = NumberedFormSet
    fields = ["as_credited", "person", "organization", "role"]
    autocomplete_fields = ["person", "organization", "role"]
    verbose_name = "speaker"
    verbose_name_plural = "speakers"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeechSpeaker]:
        """With what each row is titled by."""
        return super().get_queryset(request).select_related("person", "organization")


class RecordingInline(TableInline):
    """The sources that record the speech."""

    model = SpeechSource
    formset = NumberedFormSet
    fields = ["source"]
    autocomplete_fields = ["source"]
    verbose_name = "source"
    verbose_name_plural = "recorded in"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeechSource]:
        """With what each row is titled by."""
        return super().get_queryset(request).select_related("speech", "source")


MOST = 5
"""Speeches named that may be the one entered."""

SPEAKER = r"speakers-[0-9]{1,4}-(?:person|organization)"


@admin.register(Speech)
class SpeechAdmin(Alike, RecordAdmin):
    """The occasions on which something was said."""

    list_display = ["title", "spoken_by", "delivered", "place", "language", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["title", "occasion", "place", "speakers__as_credited"]
    search_help_text = "Words of the title, occasion, place, or the speaker as credited."
    ordering = ["-id"]
    inlines = [SpeakerInline, RecordingInline]
    fieldsets = [
        (None, {"fields": ["title", "occasion", "place", "delivered", "language", "note"]}),
        RECORD,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speech]:
        """With the speakers, which the list shows: three queries a page, none a row."""
        return (
            super()
            .get_queryset(request)
            .prefetch_related("speakers__person", "speakers__organization")
        )

    def alike_to(self, request: HttpRequest, filled: QueryDict) -> list[Held]:
        """Those of one of its speakers, perhaps of the same day."""
        try:
            typed = filled.get("delivered", "").strip()
            delivered = parse(typed).edtf if typed else ""
        except DateError:  # the form says so
            return []
        found = Speech.objects.maybe_given(delivered, _speakers(filled))
        seen = found.prefetch_related("speakers__person", "speakers__organization")[:MOST]
        return [Held(one, f"{self.spoken_by(one)}, {show(one.delivered)}") for one in seen]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Then say which other speeches a changed one may be; of a new one it was asked before."""
        super().save_related(request, form, formsets, change)
        if not change:
            return
        same = Speech.objects.maybe_the_same_as(form.instance)[:MOST]
        links = [
            (reverse("admin:archive_speech_change", args=[one.pk]), one.title, one.delivered)
            for one in same
        ]
        if links:
            named = format_html_join("; ", '<a href="{}">{}</a> ({})', links)
            told = "The same speaker, perhaps the same day: {}. If one is the other, merge them."
            messages.warning(request, format_html(told, named))

    @admin.display(description="speakers")
    def spoken_by(self, speech: Speech) -> str:
        """Everyone who spoke, in one line."""
        return " · ".join(str(speaker) for speaker in speech.speakers.all())


def _speakers(filled: QueryDict) -> list[tuple[int | None, int | None]]:
    """Person and organization of each row of the form that is not to be deleted."""
    rows = [name.split("-")[1] for name in filled if re.fullmatch(SPEAKER, name)]
    return [
        (_key(filled, row, "person"), _key(filled, row, "organization"))
        for row in dict.fromkeys(rows)
        if not filled.get(f"speakers-{row}-DELETE")
    ]


def _key(filled: QueryDict, row: str, name: str) -> int | None:
    key = filled.get(f"speakers-{row}-{name}", "")
    return int(key) if re.fullmatch("[0-9]{1,18}", key) else None
