"""A quote's card: a picture of its words for whoever links to it (Open Graph).

The picture says what the page says at that moment: retracted and doubted words are stamped, a
removed quote has none. Caches must ask again each time; the answer is then mostly 304.
"""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from quotes.language_names import language_name
from quotes.models import SHOWN, Quote, Status
from quotes.search.highlight import Segment
from quotes.web import drawing, records
from quotes.web.drawing import Card
from quotes.web.lines import QuoteLine

DRAWN_AS = "1"
"""Changed with the drawing, so that no cache keeps a picture drawn the old way."""

LONGEST = 320
"""Characters of the words looked at: more than fit in the smallest size."""


@records.page
def card_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The card as PNG; 304 when the asker has it already, 410 when the quote was removed."""
    wanted = Quote.objects.filter(status__in=(*SHOWN, Status.REMOVED))
    rows = wanted.select_related("speaker", "organization", "role", "speech")
    quote: Quote = records.at(rows.defer("stems", "exact"), ref)
    if quote.status == Status.REMOVED:
        return HttpResponse(status=410)
    card = card_of(QuoteLine(quote, [Segment(quote.text)]))
    tag = f'"{sha256(f"{DRAWN_AS}{card}".encode()).hexdigest()[:32]}"'
    # Compared here and not by the middleware: what is not drawn costs nothing.
    known = request.headers.get("If-None-Match", "").replace("W/", "").split(", ")
    answer = (
        HttpResponse(status=304)
        if tag in known
        else HttpResponse(drawing.draw(card), content_type="image/png")
    )
    answer["ETag"] = tag
    patch_cache_control(answer, public=True, no_cache=True)
    return answer


def card_of(line: QuoteLine) -> Card:
    """What stands on the card; words in a script that cannot be drawn are announced instead."""
    quote = line.quote
    who = _speaker(quote)
    about = [line.said or _("date unknown"), line.kind]
    if line.spoken_language:
        about.append(_("translated from %(language)s") % {"language": line.spoken_language})
    return Card(
        words=_words(line),
        language=quote.language,
        who=who if drawing.can_write(who) else "",
        about=" · ".join(str(one) for one in about),
        stamp=str(line.warning),
        name=_("Speech and quote archive"),
    )


def _speaker(quote: Quote) -> str:
    role = quote.role.title if quote.role else None
    parts = [str(one) for one in (quote.speaker, role, quote.organization) if one]
    return ", ".join(parts) or _("Unattributed")


def _words(line: QuoteLine) -> str:
    text = line.quote.text[:LONGEST]
    if not drawing.can_write(text):
        language = language_name(line.quote.language)
        return (
            _("Words in %(language)s: read them on the page.") % {"language": language}
            if language
            else _("Read the words on the page.")
        )
    whole = text if text == line.quote.text else f"{text.rstrip()}…"
    return f"“{whole}”" if line.verbatim else whole
