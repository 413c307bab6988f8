"""Atom (RFC 4287): what every feed of the archive has, and how a quote stands in one."""

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _

from quotes.web.lines import QuoteLine


def feed(request: HttpRequest, title: str, page: str) -> Atom1Feed:
    """An empty feed of what ``page`` shows; the archive is the author of what names none."""
    return Atom1Feed(
        title=printable(title),
        link=request.build_absolute_uri(page),
        feed_url=request.build_absolute_uri(),
        description="",
        author_name=_("Speech and quote archive"),
    )


def answer(written: Atom1Feed) -> HttpResponse:
    """The feed as a response."""
    return HttpResponse(written.writeString("utf-8"), content_type=written.content_type)


def printable(text: str) -> str:
    """``text`` without the control characters that XML 1.0 has no way to write."""
    return "".join(char for char in text if char >= " " or char in "\t\n\r")


def title_of(line: QuoteLine) -> str:
    """Who said it, and when as far as known."""
    who = author_of(line)
    return f"{who}, {line.said}" if line.said else who


def author_of(line: QuoteLine) -> str:
    """Whose words they are."""
    return str(line.quote.speaker or line.quote.organization or _("Unattributed"))


def words_of(line: QuoteLine) -> str:
    """The words, behind what must not be missed about them."""
    text = "".join(segment.text for segment in line.segments)
    return f"{line.warning}: {text}" if line.warning else text


def summary_of(line: QuoteLine) -> str:
    """The words as HTML, with what they are never to be shown without, and a source."""
    told = [str(line.kind)]
    if line.spoken_language:
        told.append(_("Translated from %(language)s") % {"language": line.spoken_language})
    told += [source.title for source in line.sources[:1]]
    return format_html("<p>{}</p><p>{}</p>", printable(words_of(line)), printable(" · ".join(told)))
