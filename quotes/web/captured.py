"""A captured text as a page shows it: a part at a time, the quotes in it marked and linked.

Only where the source's rights let the public read it. A part is cut by the database, so that a
book costs what a page does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Substr
from django.http import HttpRequest
from django.urls import reverse

from archive.models import Source, SourceText
from archive.models.sources import Rights
from quotes.models import SHOWN, Citation

LONGEST_PART = 12_000
"""Characters on a page: at three bytes each, with marks and lists, it stays under 100 KB."""

MOST_MARKS = 100
"""Quotes marked in one part."""


CONTEXT = 300
"""Characters shown before and after a quote."""


@dataclass(frozen=True)
class Piece:
    """Some characters, the citation that quotes them, and the anchors of those that begin."""

    text: str
    citation: Citation | None = None
    anchors: Sequence[str] = ()


@dataclass(frozen=True)
class Context:
    """The words of a quote within their text, and whether that goes on before and after."""

    before: str
    exact: str
    after: str
    opened: bool
    closed: bool


@dataclass(frozen=True)
class Edition:
    """The newest captured edition, with a part of its words where the public may read them."""

    text: SourceText
    pieces: Sequence[Piece]
    start: int
    next: int | None


def edition_of(source: Source, start: int) -> Edition | None:
    """The newest edition of a source's text from ``start``; None when none was captured."""
    newest = source.texts.defer("text").annotate(part=_part(source, start)).last()
    if newest is None:
        return None
    end = start + len(newest.part)
    more = bool(newest.part) and end < newest.length
    pieces = _marked(newest.part, start, _quoted(newest, start, end)) if newest.part else ()
    return Edition(newest, tuple(pieces), start, end if more else None)


def start_asked(request: HttpRequest) -> int:
    """The character a part starts at; the beginning unless a number is given."""
    given = request.GET.get("from", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def with_context(citations: "QuerySet[Citation]") -> "QuerySet[Citation]":
    """``citations``, each with the text around its words where the public may read it."""
    readable = Q(source__rights=Rights.PUBLIC, start__isnull=False)
    first = Greatest(F("start") + 1 - CONTEXT, 1)
    around = Substr("source_text__text", first, F("end") - first + 1 + CONTEXT)
    return citations.annotate(around=Case(When(readable, then=around), default=Value("")))


def context_of(citation: Citation) -> Context | None:
    """The words before and after those quoted, of a citation asked for ``with_context``."""
    around: str = citation.around  # type: ignore[attr-defined]  # annotated above
    if citation.start is None or not around:
        return None
    at = min(citation.start, CONTEXT)
    before, after = around[:at], around[at + len(citation.exact) :]
    return Context(
        before=before.partition(" ")[2] or before if len(before) == CONTEXT else before,
        exact=citation.exact,
        after=after.rpartition(" ")[0] or after if len(after) == CONTEXT else after,
        opened=citation.start > CONTEXT,
        closed=len(after) < CONTEXT,
    )


def address_of_passage(citation: Citation) -> str:
    """Where the words stand in the source's captured text; empty where it is not shown."""
    if citation.start is None or citation.source.rights != Rights.PUBLIC:
        return ""
    part = citation.start // LONGEST_PART * LONGEST_PART
    page = reverse("web:source", args=[citation.source.ref])
    return f"{page}{f'?from={part}' if part else ''}#{_anchor(citation)}"


def _anchor(citation: Citation) -> str:
    return f"passage-{citation.pk}"


def _part(source: Source, start: int) -> Combinable:
    """The words from ``start``, cut by the database; none where rights withhold them."""
    if source.rights != Rights.PUBLIC:
        return Value("")
    return Substr("text", start + 1, LONGEST_PART)


def _quoted(edition: SourceText, start: int, end: int) -> Iterable[Citation]:
    """Citations of public quotes anchored in this part, in the order of the text."""
    within = Citation.objects.filter(source_text=edition, start__lt=end, end__gt=start)
    shown = within.filter(quote__status__in=SHOWN).select_related("quote")
    return shown.defer("quote__stems", "quote__exact").order_by("start", "-end", "pk")[:MOST_MARKS]


def _marked(part: str, start: int, citations: Iterable[Citation]) -> Iterator[Piece]:
    """The part in pieces; where quotes overlap, a piece belongs to the one that began last."""
    placed = [
        (max(one.start - start, 0), min(one.end - start, len(part)), one)
        for one in citations
        if one.start is not None and one.end is not None
    ]
    edges = sorted({0, len(part), *(edge for first, last, _ in placed for edge in (first, last))})
    for first, last in pairwise(edges):
        over = [one for begin, end, one in placed if begin <= first and last <= end]
        anchors = [_anchor(one) for begin, _, one in placed if begin == first]
        yield Piece(part[first:last], over[-1] if over else None, anchors)
