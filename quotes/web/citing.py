"""The citation a journalist pastes: who, where, when, in which source, at which address."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from quotes.models import Citation, Quote
from quotes.web.dates import date_in_words
from quotes.web.lines import QuoteLine

LONGEST_REPEATED = 2_000
"""Characters of a quote that its page repeats for copying; a longer one stands there once."""

LONGEST_BEGINNING = 300
"""Characters of a longer one that begin its citation."""


def citation_of(line: QuoteLine, citations: Iterable[Citation], address: str) -> str:
    """One paragraph of plain text; nothing in it is surer than the record."""
    parts = [
        str(line.warning),
        f"{_speaker(line.quote)}: {_words(line)}",
        _occasion(line),
        _translation(line),
        *(_printed(citation) for citation in citations),
        address,
    ]
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(part: str) -> str:
    """``part`` with a full stop, unless it has one or is an address."""
    ended = part.rstrip("”").endswith((".", "!", "?", "…", "。", "/"))
    return part if ended else f"{part}."


def _speaker(quote: Quote) -> str:
    name = str(quote.speaker or quote.organization or _("Unattributed"))
    about = [quote.role.title] if quote.role else []
    if quote.speaker and quote.organization:
        about.append(str(quote.organization))
    return f"{name} ({', '.join(about)})" if about else name


def _words(line: QuoteLine) -> str:
    text = line.quote.text
    if len(text) > LONGEST_REPEATED:
        text = f"{text[:LONGEST_BEGINNING].rsplit(' ', 1)[0]} …"
    return f"“{text}”" if line.verbatim else _("%(text)s (paraphrase)") % {"text": text}


def _occasion(line: QuoteLine) -> str:
    speech = line.quote.speech
    when = line.said or _("date unknown")
    return f"{speech}, {when}" if speech else _("Said %(when)s") % {"when": when}


def _translation(line: QuoteLine) -> str:
    if not line.spoken_language:
        return ""
    return _("Translated from %(language)s") % {"language": line.spoken_language}


def _printed(citation: Citation) -> str:
    source = citation.source
    parts = [
        f"“{source.title}”",
        source.author_line,
        str(source.publisher or _("publisher unknown")),
        date_in_words(source.published) or _("date unknown"),
        source.reference_number,
        citation.locator,
    ]
    return _("In %(source)s") % {"source": ", ".join(part for part in parts if part)}
