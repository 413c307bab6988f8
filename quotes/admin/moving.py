"""A passage that a newer edition has elsewhere: both places side by side, and the editor's word."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from archive.admin.words import UntouchedField
from archive.models import SourceText
from quotes.fidelity.anchors import Anchor, AnchorError, find
from quotes.fidelity.moving import Place, anchor_of, move, newer, proposed, waiting
from quotes.models import Citation, Quote

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Quote]
else:
    Base = object

CURRENT = "This citation counts in the newest edition of the text already."
ELSEWHERE = "It stands somewhere else now than this page showed. Look again."


class WordsForm(forms.Form):
    """Where the passage stands, by its words; empty context is taken from the text."""

    exact = UntouchedField(label="Words", widget=AdminTextareaWidget(attrs={"rows": 3}))
    before = UntouchedField(
        label="Standing right before",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 1}),
        help_text="Only if the words stand in the text more than once.",
    )


class PassagesMoved(admin.SimpleListFilter):
    """Quotes of which a passage counts in an earlier edition than the newest."""

    title = "passages"
    parameter_name = "passages"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Only what needs a look."""
        return [("moved", "of an earlier edition")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Quote]) -> QuerySet[Quote]:
        """Those whose form leads to where the passage may stand now."""
        moved = waiting().values("quote")
        return queryset.filter(pk__in=moved) if self.value() == "moved" else queryset


class Moving(Base):
    """Mixin: the page on which a citation's passage is moved to the newest edition."""

    def get_urls(self) -> list[URLPattern]:
        """With its address, under the quote's."""
        view = self.admin_site.admin_view(self.place_view)
        place = path(
            "<path:object_id>/citations/<int:citation_id>/place/", view, name="quotes_quote_place"
        )
        return [place, *super().get_urls()]

    def place_view(self, request: HttpRequest, object_id: str, citation_id: int) -> HttpResponse:
        """Show the old place and the new; move the passage when the editor says so."""
        quote = self.get_object(request, object_id)
        found = Citation.objects.select_related("source", "source_text", "quote")
        citation = quote and found.filter(pk=citation_id, quote=quote.pk).first()
        if not citation:
            raise Http404
        if not self.has_change_permission(request, quote):
            raise PermissionDenied
        back = HttpResponseRedirect(reverse("admin:quotes_quote_change", args=[object_id]))
        edition = newer(citation)
        if edition is None or citation.start is None:
            messages.info(request, CURRENT)
            return back
        return self._decide(request, citation, edition) or back

    def _decide(
        self, request: HttpRequest, citation: Citation, edition: SourceText
    ) -> HttpResponse | None:
        """The page; None once the passage is moved."""
        by_words = WordsForm(
            request.POST if "mark" in request.POST else None, initial={"exact": citation.exact}
        )
        place, why_not = _place(citation, edition)
        try:
            if anchor := _chosen(request, place, by_words, edition):
                move(citation, edition, anchor, request.user)
                messages.success(request, f"The passage is in edition {edition.edition} now.")
                return None
        except AnchorError as error:
            if by_words.is_bound:
                by_words.add_error("exact", str(error))
            else:
                messages.error(request, str(error))
        return self._page(request, citation, edition, place, why_not, by_words)

    def _page(
        self,
        request: HttpRequest,
        citation: Citation,
        edition: SourceText,
        place: Place | None,
        why_not: str,
        by_words: WordsForm,
    ) -> HttpResponse:
        assert citation.source_text is not None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Where the passage stands now"),
            "citation": citation,
            "old": Place.of(citation.source_text, anchor_of(citation)),
            "new": place,
            "edition": edition,
            "why_not": why_not,
            "form": by_words,
        }
        return TemplateResponse(request, "admin/quotes/quote/place.html", context)


def _place(citation: Citation, edition: SourceText) -> tuple[Place | None, str]:
    """Where it was found again, or why it was not."""
    try:
        return Place.of(edition, proposed(citation, edition)), ""
    except AnchorError as error:
        return None, str(error)


def _chosen(
    request: HttpRequest, place: Place | None, by_words: WordsForm, edition: SourceText
) -> Anchor | None:
    """The place the editor chose; raises :class:`AnchorError` when there is none such."""
    if "accept" in request.POST:
        if place is None or request.POST["accept"] != f"{edition.pk}:{place.anchor.start}":
            raise AnchorError(ELSEWHERE)
        return place.anchor
    if by_words.is_bound and by_words.is_valid():
        given: dict[str, Any] = by_words.cleaned_data
        return find(edition.text, given["exact"].strip(), given["before"])
    return None
