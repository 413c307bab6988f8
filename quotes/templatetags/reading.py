"""What every line of a list needs, made ready where a template would take ten times as long."""

from collections.abc import Iterable
from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from archive.models import Source
from archive.models.base import Record
from quotes.models import Quote
from quotes.search.highlight import Segment
from quotes.web.narrowing import Bar

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


@register.simple_tag
def printed_in(sources: Iterable[Source], but: str = "") -> SafeString:
    """Links to the sources that print it, but not to the one on whose page it stands."""
    others = [one for one in sources if one.ref != but]
    links = [_linked(one, shortly(one.title, 90), one.language) for one in others]
    return mark_safe("".join(f"<span>{link}</span>" for link in links))  # noqa: S308  # escaped part by part


@register.filter
def drawn(bar: Bar) -> SafeString:
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
