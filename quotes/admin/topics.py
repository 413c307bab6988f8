"""Topics."""

from django.contrib import admin

from archive.admin.base import RECORD, RecordAdmin
from quotes.admin.on_the_site import OnTheSite
from quotes.models import Topic


@admin.register(Topic)
class TopicAdmin(OnTheSite, RecordAdmin):
    """What quotes are about."""

    list_display = ["name", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["name"]
    fieldsets = [(None, {"fields": ["name"]}), RECORD]
