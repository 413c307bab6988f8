"""Any search as an Atom feed: what the archive publishes next that answers it."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from quotes.models import Quote
from quotes.web.form import address, filled_in
from quotes.web.lines import QuoteLine, for_lines, lines_of
from quotes.web.search import bind

ENTRIES = 30


def feed(request: HttpRequest) -> HttpResponse:
    """The newest entries of the archive among what the search finds; 400 as the search itself."""
    bound = bind(request)
    bound.also_known = ()
    if not bound.is_valid():
        refusals = [f"{name}: {one}" for name, found in bound.errors.items() for one in found]
        return HttpResponse(
            "\n".join(refusals), status=400, content_type="text/plain; charset=utf-8"
        )
    # By the day of publication, not of the speech: who follows a search waits for what is new here.
    newest = bound.qs.order_by(F("published_at").desc(nulls_last=True), "-id")
    atom = _atom(request)
    for line in lines_of(for_lines(newest)[:ENTRIES]):
        _add(atom, request, line)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _atom(request: HttpRequest) -> Atom1Feed:
    asked = filled_in(request.GET)
    about = ", ".join(f"{name}: {value}" for name, value in asked.items())
    return Atom1Feed(
        title=_("Speech and quote archive: %(search)s") % {"search": about or _("all quotes")},
        link=request.build_absolute_uri(address(asked)),
        feed_url=request.build_absolute_uri(address(asked, page="web:feed")),
        description="",
    )


def _for_xml(text: str) -> str:
    """``text`` without the control characters that XML 1.0 has no way to write."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")


def _add(atom: Atom1Feed, request: HttpRequest, line: QuoteLine) -> None:
    quote: Quote = line.quote
    who = str(quote.speaker or quote.organization or _("Unattributed"))
    text = _for_xml("".join(segment.text for segment in line.segments))
    page = request.build_absolute_uri(reverse("web:quote", args=[quote.ref]))
    atom.add_item(
        title=_for_xml(f"{who}, {line.said}" if line.said else who),
        link=page,
        unique_id=page,
        # Django's Atom declares it as HTML, so markup in the words must be escaped once more.
        description=escape(f"{line.warning}: {text}" if line.warning else text),
        author_name=_for_xml(who),
        pubdate=quote.published_at or quote.created_at,
        updateddate=quote.updated_at or timezone.now(),
        categories=[],
    )
