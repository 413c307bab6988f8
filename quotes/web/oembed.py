"""oEmbed 1.0 (https://oembed.com): from the address of a quote or a speech to its card.

Parameters that the specification does not know are ignored here and nowhere else: those who ask
add their own, and mean no harm.
"""

import re
from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from archive.models import Redirect, Speech
from quotes.models import Quote, Status
from quotes.web.embed import LONGEST

WIDTH = 560
LEAST_HEIGHT, CHARACTER, LINE, AROUND = 160, 11, 30, 190
"""Pixels: how wide a character and how high a line of the card is, and all around the words."""

CACHED = 3600
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOUNS = {"quote": "quote", "embed-quote": "quote", "speech": "speech", "embed-speech": "speech"}


class RefusedError(Exception):
    """What was asked cannot be answered: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Card:
    """What is embedded."""

    kind: str
    ref: str
    title: str
    words: str
    author: Any = None


def oembed(request: HttpRequest) -> HttpResponse:
    """The card at ``url``; 404 for what is not here, 501 for another format than json or xml."""
    try:
        answer = _answer(request, _card_at(request, request.GET.get("url", "")))
        form = request.GET.get("format", "json")
        if form not in WRITERS:
            raise RefusedError(501, _("The format is json or xml."))
    except RefusedError as refused:
        return HttpResponse(str(refused), status=refused.status, content_type="text/plain")
    return WRITERS[form](answer)


def _card_at(request: HttpRequest, url: str) -> Card:
    address = _split(url)
    if address.netloc != request.get_host() or address.scheme not in ("http", "https"):
        raise RefusedError(404, _("Give the “url” of a quote or a speech of this archive."))
    try:
        found = resolve(address.path)
    except Resolver404 as error:
        raise RefusedError(404, _("There is nothing at this address.")) from error
    if found.app_name != "web" or found.url_name not in NOUNS:
        raise RefusedError(404, _("Only quotes and speeches can be embedded."))
    return _card(NOUNS[found.url_name], found.kwargs["ref"])


def _split(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise RefusedError(404, _("This is not an address.")) from error


def _card(kind: str, ref: str) -> Card:
    """The card of a record, or of the one it was merged into."""
    find = _quote if kind == "quote" else _speech
    found = find(ref) or find(Redirect.objects.target(kind, ref) or "")
    if found is None:
        raise RefusedError(404, _("There is nothing at this address."))
    return found


def _quote(ref: str) -> Card | None:
    if Quote.objects.filter(ref=ref, status=Status.REMOVED).exists():
        raise RefusedError(404, _("This quote was removed. Its words are withheld."))
    quotes = Quote.objects.shown().select_related("speaker", "organization")
    quote = quotes.defer("stems", "exact").filter(ref=ref).first()
    return _card_of(quote) if quote else None


def _card_of(quote: Quote) -> Card:
    who = quote.speaker or quote.organization
    said = _("Retracted quote") if quote.status == Status.RETRACTED else _("Quote")
    title = f"{said}: {who}" if who else said
    return Card("quote", quote.ref, title, quote.text, who)


def _speech(ref: str) -> Card | None:
    speech = Speech.objects.public().filter(ref=ref).first()
    return Card("speech", speech.ref, speech.title, speech.title) if speech else None


def _answer(request: HttpRequest, card: Card) -> dict[str, Any]:
    width = _limit(request, "maxwidth", WIDTH)
    height = _limit(request, "maxheight", _height(card, width))
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "provider_name": _("Speech and quote archive"),
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": CACHED,
        "width": width,
        "height": height,
        "html": _frame(request, card, width, height),
    }
    if card.author:
        kind = card.author._meta.model_name
        page = reverse(f"web:{kind}", args=[card.author.ref])
        answer |= {
            "author_name": card.author.name,
            "author_url": request.build_absolute_uri(page),
        }
    return answer


def frame_of(request: HttpRequest, quote: Quote) -> str:
    """What to paste into a page so that it shows the quote's card."""
    card = _card_of(quote)
    return _frame(request, card, WIDTH, _height(card, WIDTH))


def _height(card: Card, width: int) -> int:
    lines = 1 + len(card.words[:LONGEST]) * CHARACTER // max(width - 64, 100)
    return max(LEAST_HEIGHT, AROUND + LINE * lines)


def _frame(request: HttpRequest, card: Card, width: int, height: int) -> str:
    src = request.build_absolute_uri(reverse(f"web:embed-{card.kind}", args=[card.ref]))
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="max-width: 100%"'
        ' loading="lazy" frameborder="0"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        src, card.title, width, height,
    )  # fmt: skip


def _limit(request: HttpRequest, name: str, wished: int) -> int:
    """As wished, if it is not more than allowed."""
    given = request.GET.get(name, "")
    if not given:
        return wished
    if not (given.isascii() and given.isdigit() and int(given[:9]) > 0):
        raise RefusedError(400, _("“%(name)s” is a whole number of pixels.") % {"name": name})
    return min(wished, int(given[:9]))


def _as_json(answer: dict[str, Any]) -> HttpResponse:
    return JsonResponse(answer)


def _as_xml(answer: dict[str, Any]) -> HttpResponse:
    written = StringIO()
    xml = SimplerXMLGenerator(written, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in answer.items():
        xml.addQuickElement(name, CONTROL.sub("", str(value)))
    xml.endElement("oembed")
    return HttpResponse(written.getvalue(), content_type="text/xml; charset=utf-8")


WRITERS = {"json": _as_json, "xml": _as_xml}
