"""Sources at the desk, once more: what is captured there can be searched at once."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from archive.admin import sources
from archive.models import Source
from quotes.fidelity.verifying import catch_up
from quotes.passages.keeping import keep_passages

admin.site.unregister(Source)


@admin.register(Source)
class SourceAdmin(sources.SourceAdmin):
    """The documents that carry the words; their texts are cut into passages for the search.

    And compared with what is cited from them: a new edition may not say it any more.
    Here and not with the form itself, because the record knows nothing of how it is searched.
    """

    change_form_template = "admin/archive/source/change_form.html"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Then cut a text that was added, or whose language is known now."""
        super().save_related(request, form, formsets, change)
        keep_passages(Source.objects.filter(pk=form.instance.pk))
        if checked := sum(catch_up([form.instance.pk])):
            noun = "citation was" if checked == 1 else "citations were"
            messages.info(request, f"{checked} {noun} checked against the new text.")
