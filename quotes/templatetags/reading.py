"""What every line of a list needs, made ready where a template would take ten times as long."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.models import Source
from archive.models.base import Record
from quotes.models import Quote
from quotes.search.highlight import Segment
from quotes.web.filling import Values, filled
from quotes.web.lines import QuoteLine
from quotes.web.narrowing import Bar, Choice

register = template.Library()


@register.filter
def page(record: Record) -> str:
    """The address of a record's page; its ref needs no escaping (``REF_PATTERN``)."""
    return f"{_folder(str(record._meta.model_name))}{record.ref}/"


@cache
def _folder(kind: str) -> str:
    return reverse(f"web:{kind}", args=["ref"]).removesuffix("ref/")


@register.filter
def marked(segments: Iterable[Segment]) -> SafeString:
    """Words with what was searched for marked, and not one sign more: they are exact."""
    shown = "".join(
        f"<mark>{escape(one.text)}</mark>" if one.match else escape(one.text) for one in segments
    )
    return mark_safe(shown)  # noqa: S308  # escaped above


@register.simple_tag
def quote_lines(lines: Iterable[QuoteLine], whose: str = "", on: str = "") -> SafeString:
    """Quotes of a list; on a person's (``whose``) or a source's page (``on``) without its name."""
    return filled("quotes/parts/quote_line.html", (_line(one, whose, on) for one in lines))


def _line(line: QuoteLine, whose: str, on: str) -> Values:
    quote: Any = line.quote
    return {
        "warning": line.warning,
        "verbatim": line.verbatim,
        "language": quote.language,
        "page": page(quote),
        "words": marked(line.segments),
        "who": said_by(quote, whose),
        "said": capfirst(line.said),
        "kind": line.kind,
        "spoken_language": line.spoken_language,
        "sources": _printed_in(line.sources, on),
    }


@register.simple_tag
def said_by(quote: Quote, whose: str = "") -> SafeString:
    """Who said it, as what and where; the name is left out on the page of whose it is."""
    who = quote.speaker
    if who is None and quote.organization is None:
        return SafeString(escape(_("Unattributed") if quote.unattributed else ""))
    parts = [_linked(who, who.name, who.language)] if who and who.ref != whose else []
    if who and quote.role:
        parts.append(escape(quote.role.title))
    if quote.organization:
        parts.append(_linked(quote.organization, quote.organization.name))
    return mark_safe(", ".join(parts))  # noqa: S308  # escaped part by part


def _linked(record: Record, words: str, language: str = "") -> str:
    lang = f' lang="{escape(language)}"' if language else ""
    return f'<a href="{page(record)}"{lang}>{escape(words)}</a>'


def _printed_in(sources: Iterable[Source], but: str) -> SafeString:
    """Links to the sources that print it, but not to the one on whose page it stands."""
    others = [one for one in sources if one.ref != but]
    links = [_linked(one, shortly(one.title, 90), one.language) for one in others]
    return mark_safe("".join(f"<span>{link}</span>" for link in links))  # noqa: S308  # escaped part by part


@register.filter
def as_choices(choices: Iterable[Choice]) -> SafeString:
    """The values of a facet as items of a list."""
    return filled("quotes/parts/choice.html", map(vars, choices))


@register.filter
def as_bars(bars: Iterable[Bar]) -> SafeString:
    """The bars of a time line as parts of a drawing."""
    return filled("quotes/parts/bar.html", map(_drawn_bar, bars))


@register.filter
def as_rows(bars: Iterable[Bar]) -> SafeString:
    """The bars that are not empty as rows of a table."""
    some = (bar for bar in bars if bar.count or bar.possible)
    return filled("quotes/parts/bar_row.html", map(_bar, some))


def _bar(bar: Bar) -> dict[str, str]:
    return {
        "address": bar.address,
        "label": bar.label,
        "count": localize(bar.count),
        "possible": localize(bar.possible),
    }


def _drawn_bar(bar: Bar) -> Values:
    return {**_bar(bar), "possible": localize(bar.possible or ""), "drawn": _drawn(bar)}


def _drawn(bar: Bar) -> SafeString:
    """A bar of the time line, and the place around it to click: numbers only, as SVG has them."""
    x = bar.x
    return mark_safe(  # noqa: S308  # numbers
        f'<rect class="hit" x="{x}" width="10" height="100"/>'
        f'<rect class="sure" x="{x}" y="{bar.y}" width="9" height="{bar.height}"/>'
        f'<rect class="perhaps" x="{x}" y="{bar.possible_y}" width="9"'
        f' height="{bar.possible_height}"/>'
    )


@register.filter
def shortly(title: str, longest: int) -> str:
    """A title of at most so many characters; Django's own filter measures even the shortest."""
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"
