"""How faithful a citation is, as editors see it: the verdict, what differs, and where to look."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quotes.fidelity.checks import UNCHECKED, FidelityCheck, Verdict
from quotes.fidelity.verifying import failed
from quotes.models import Citation, Quote

TOLD = {
    "same": "{record}",
    "cut": '<span class="cut" title="not claimed">{record}</span>',
    "left_out": '<ins title="only in the source">{record}</ins>',
    "added": '<del title="only in the quote">{claim}</del>',
    "replaced": '<del title="in the quote">{claim}</del> <ins title="in the source">{record}</ins>',
}
"""A piece of both wordings, drawn on what the source prints."""


class FidelityFailed(admin.SimpleListFilter):
    """Quotes whose words are not what their captured text prints."""

    title = "fidelity check"
    parameter_name = "fidelity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Only what needs a look."""
        return [("failed", "fidelity check failed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """Quotes with a citation whose newest verdict is a failure."""
        return queryset.filter(failed()) if self.value() == "failed" else queryset


def newest(citation: Citation) -> FidelityCheck | None:
    """The verdict that counts, of those fetched with the citation."""
    return max(citation.checks.all(), key=lambda check: check.pk, default=None)


def shown(citation: Citation) -> str | SafeString:
    """The newest verdict and what differs; earlier ones are in the database."""
    check = newest(citation) if citation.pk else None
    if check is None:
        return UNCHECKED
    failure = "failed" if Verdict(check.verdict).failed else "passed"
    return format_html(
        '<span class="verdict {}">{}</span> in edition {}, by rules {}, {} {}{}{}',
        failure,
        check.get_verdict_display(),
        check.source_text.edition,
        check.engine,
        f"{check.checked_at:%Y-%m-%d %H:%M}",
        drawn(check.details),
        _remarks(check.details),
        _newer_edition(citation, check),
    )


def _newer_edition(citation: Citation, check: FidelityCheck) -> SafeString:
    """The way to the page that moves the passage; the newest verdict is on the newest edition."""
    if citation.start is None or check.source_text_id == citation.source_text_id:
        return SafeString("")
    place = reverse("admin:quotes_quote_place", args=[citation.quote_id, citation.pk])
    told = '<p><a href="{}">Edition {} is newer: look where the passage stands now</a></p>'
    return format_html(told, place, check.source_text.edition)


def drawn(details: dict[str, Any]) -> SafeString:
    """Two wordings as one, with what differs between them."""
    segments = details.get("segments", [])
    words = format_html_join(
        "", "{}", ((format_html(TOLD[one["how"]], **one),) for one in segments)
    )
    return format_html('<p class="wording">{}</p>', words) if segments else SafeString("")


def _remarks(details: dict[str, Any]) -> SafeString:
    remarks = [details.get("note", "")]
    if cut := details.get("cut"):
        remarks.append(f"The sentence goes on: “{cut}”")
    if changes := details.get("changes"):
        remarks.append(f"Changed: {', '.join(changes)}.")
    if typography := details.get("typography"):
        remarks.append(f"Only print differs: {', '.join(typography)}.")
    return format_html_join("", "<p>{}</p>", ((remark,) for remark in remarks if remark))
