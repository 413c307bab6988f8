"""Corrections and retractions of all quotes, the newest first: as a page, and as an Atom feed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from quotes.models import ONCE_PUBLIC, Quote, Status
from quotes.web import atom
from quotes.web.changes import Change, newest_corrections
from quotes.web.lines import QuoteLine, for_lines, lines_of

ON_THE_PAGE = 30


@dataclass(frozen=True)
class Corrected:
    """A correction and the quote as it stands now; no line when its words are withheld."""

    change: Change
    quote: Quote
    line: QuoteLine | None

    @property
    def note(self) -> str:
        """What the public was told: of this change, else of the quote as it stands."""
        return "" if self.line is None else self.change.note or self.quote.public_note

    @property
    def title(self) -> str:
        """What changed, and on whose words; a removed quote names nobody."""
        what = ", ".join(self.change.what)
        return f"{what}: {atom.title_of(self.line)}" if self.line else what


def corrections_page(request: HttpRequest) -> HttpResponse:
    """What changed lately on quotes that were public before."""
    context = {
        "corrections": list(_newest()),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/corrections.html", context)


def corrections_feed(request: HttpRequest) -> HttpResponse:
    """The same as a feed: who cites the archive learns here that a citation changed."""
    feed = atom.feed(
        request,
        title=_("Speech and quote archive: corrections and retractions"),
        page=reverse("web:corrections"),
    )
    for one in _newest():
        page = request.build_absolute_uri(reverse("web:quote", args=[one.quote.ref]))
        feed.add_item(
            title=atom.printable(one.title),
            link=page,
            unique_id=f"{page}#change-{one.change.number}",
            description=escape(atom.printable(_summary(one))),
            pubdate=one.change.at,
            updateddate=one.change.at,
        )
    return atom.answer(feed)


def _newest() -> Iterator[Corrected]:
    corrections = newest_corrections(ON_THE_PAGE)
    changed = {one.quote_id for one in corrections}
    rows = for_lines(Quote.objects.filter(pk__in=changed, status__in=ONCE_PUBLIC))
    lines = {line.quote.pk: line for line in lines_of(rows)}
    for one in corrections:
        if line := lines.get(one.quote_id):
            removed = line.quote.status == Status.REMOVED
            yield Corrected(one, line.quote, None if removed else line)


def _summary(one: Corrected) -> str:
    if one.line is None:
        return _("Its words are withheld everywhere in the archive.")
    parts = [atom.words_of(one.line), one.note]
    return "\n\n".join(part for part in parts if part)
