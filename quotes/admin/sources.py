"""Sources at the desk, once more: what is captured there can be searched at once."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from archive.admin import sources
from archive.models import Source
from quotes.passages import keep_passages

admin.site.unregister(Source)


@admin.register(Source)
class SourceAdmin(sources.SourceAdmin):
    """The documents that carry the words; their texts are cut into passages for the search.

    Here and not with the form itself, because the record knows nothing of how it is searched.
    """

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Then cut a text that was added, or whose language is known now."""
        super().save_related(request, form, formsets, change)
        keep_passages(Source.objects.filter(pk=form.instance.pk))
