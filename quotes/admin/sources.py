"""Sources at the desk, once more: what is captured there can be searched at once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from archive.admin import sources
from archive.models import Source
from quotes.fidelity.verifying import catch_up
from quotes.models import Citation, Quote
from quotes.passages.keeping import keep_passages
from quotes.permissions import visible_to

MOST = 5
"""Passages named that a new edition may have elsewhere."""

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
            self._lead_to_places(request, form.instance)

    def _lead_to_places(self, request: HttpRequest, source: Source) -> None:
        """To the pages that move what counts in an earlier edition; nothing moves by itself."""
        newest = source.texts.order_by("-edition").values("pk")[:1]
        earlier = Citation.objects.filter(source=source, start__isnull=False)
        earlier = earlier.exclude(source_text=Subquery(newest)).select_related("quote", "source")
        found = list(
            earlier.filter(quote__in=visible_to(request.user, Quote.objects.all()))[: MOST + 1]
        )
        if found:
            links = format_html_join(
                "; ",
                '<a href="{}">{}</a>',
                ((_place(one), one.quote) for one in found[:MOST]),
            )
            told = "Quoted from an earlier edition, to look where it stands now: {}{}."
            more = " and others" if len(found) > MOST else ""
            messages.warning(request, format_html(told, links, more))


def _place(citation: Citation) -> str:
    return reverse("admin:quotes_quote_place", args=[citation.quote_id, citation.pk])
