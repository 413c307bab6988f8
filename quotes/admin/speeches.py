"""Speeches at the desk, once more: found by the same search as everywhere."""

from django.contrib import admin

from archive.admin import speeches
from archive.models import Speech
from quotes.admin.finding import DeskSpeeches, Finding
from quotes.admin.on_the_site import OnTheSite

admin.site.unregister(Speech)


@admin.register(Speech)
class SpeechAdmin(OnTheSite, Finding, speeches.SpeechAdmin):
    """The occasions on which something was said."""

    found_by = DeskSpeeches
