"""What every line of a list needs, made ready where a template would take ten times as long."""

from collections.abc import Iterable
from functools import cache
from html import escape  # Django's asks whether it is lazy: three times as long
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.models.base import Record
from quotes.models import Quote
from quotes.search.highlight import Segment
from quotes.web.filling import Values, filled
from quotes.web.lines import ListedLine
from quotes.web.listed import Listed, Titled
from quotes.web.narrowing import Bar
from quotes.web.words import KINDS, how_many

register = template.Library()


@register.filter
def page(record: Record) -> str:
    """The address of a record's page; its ref needs no escaping (``REF_PATTERN``)."""
    return _page(str(record._meta.model_name), record.ref)


def _page(kind: str, ref: str) -> str:
    return f"{_folder(kind)}{ref}/"


@cache
def _folder(kind: str) -> str:
    return reverse(f"web:{kind}", args=["ref"]).removesuffix("ref/")


@register.filter
def marked(segments: Iterable[Segment]) -> SafeString:
    """Words with what was searched for marked, and not one sign more: they are exact."""
    shown = "".join(
        f"<mark>{escape(one.text)}</mark>" if one.match else escape(one.text) for one in segments
    )
    return SafeString(shown)


@register.simple_tag
def quote_lines(lines: Iterable[ListedLine], whose: str = "", on: str = "") -> SafeString:
    """Quotes of a list; on a person's (``whose``) or a source's page (``on``) without its name."""
    kinds = {kind: str(word) for kind, word in KINDS.items()}
    values = ({**_line(one, whose, on), "kind": kinds[one.quote.kind]} for one in lines)
    return filled("quotes/parts/quote_line.html", values)


def _line(line: ListedLine, whose: str, on: str) -> Values:
    quote = line.quote
    return {
        "warning": line.warning,
        "verbatim": line.verbatim,
        "language": quote.language,
        "page": _page("quote", quote.ref),
        "words": marked(line.segments),
        "who": said_by(quote, whose),
        "said": capfirst(line.said),
        "spoken_language": line.spoken_language,
        "sources": _printed_in(quote.sources, on),
    }


@register.simple_tag
def said_by(quote: Quote | Listed, whose: str = "") -> SafeString:
    """Who said it, as what and where; the name is left out on the page of whose it is."""
    who, where = quote.speaker, quote.organization
    if who is None and where is None:
        return SafeString(escape(_("Unattributed") if quote.unattributed else ""))
    parts = [_linked("person", who.ref, who.name, who.language)] if who and who.ref != whose else []
    if who and quote.role:
        parts.append(escape(quote.role.title))
    if where:
        parts.append(_linked("organization", where.ref, where.name))
    return SafeString(", ".join(parts))


def _linked(kind: str, ref: str, words: str, language: str = "") -> str:
    lang = f' lang="{escape(language)}"' if language else ""
    return f'<a href="{_page(kind, ref)}"{lang}>{escape(words)}</a>'


def _printed_in(sources: Iterable[Titled], but: str) -> SafeString:
    """Links to the sources that print it, but not to the one on whose page it stands."""
    others = [one for one in sources if one.ref != but]
    links = [_linked("source", one.ref, shortly(one.title, 90), one.language) for one in others]
    return SafeString("".join(f"<span>{link}</span>" for link in links))


@register.filter
def rows(values: Iterable[Any], name: str) -> SafeString:
    """Each of the values by the part of this name, which knows what they consist of."""
    return filled(f"quotes/parts/{name}.html", map(vars, values))


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
        "count": how_many(bar.count),
        "possible": how_many(bar.possible),
    }


def _drawn_bar(bar: Bar) -> Values:
    possible = how_many(bar.possible) if bar.possible else ""
    return {**_bar(bar), "possible": possible, "drawn": _drawn(bar)}


def _drawn(bar: Bar) -> SafeString:
    """A bar of the time line, and the place around it to click: numbers only, as SVG has them."""
    x = bar.x
    return SafeString(
        f'<rect class="hit" x="{x}" width="10" height="100"/>'
        f'<rect class="sure" x="{x}" y="{bar.y}" width="9" height="{bar.height}"/>'
        f'<rect class="perhaps" x="{x}" y="{bar.possible_y}" width="9"'
        f' height="{bar.possible_height}"/>'
    )


@register.filter
def shortly(title: str, longest: int) -> str:
    """A title of at most so many characters; Django's own filter measures even the shortest."""
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"
