"""Citations checked against the texts captured of their sources, and what was found kept.

``check`` is called by whatever writes citations; ``catch_up`` by whatever adds texts, by the
importer's end and by ``manage.py check_fidelity``. The verdict itself is ``judging``'s.
Rows are only ever added, and none where nothing is new: the same words compared by the same rules.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from archive.models import SourceText
from quotes.fidelity.anchors import Anchor
from quotes.fidelity.checks import FAILED, FidelityCheck
from quotes.fidelity.judging import ENGINE, Claim, judge
from quotes.models import Citation

BATCH = 500
"""Citations checked in one transaction; their texts are read once each."""


def check(citations: Iterable[Citation]) -> int:
    """Check each citation against its own edition and the newest of its source; rows added."""
    added = 0
    wanted = sorted(citation.pk for citation in citations)
    for start in range(0, len(wanted), BATCH):
        added += _check(wanted[start : start + BATCH])
    return added


def catch_up(sources: Iterable[int] | None = None) -> Iterator[int]:
    """Check what no verdict of these rules covers, a batch at a time; yields how many each time."""
    last = 0
    while batch := list(due(sources).filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        last = batch[-1]
        _check(batch)
        yield len(batch)


def due(sources: Iterable[int] | None = None) -> QuerySet[Citation]:
    """Citations with a captured text that lack a verdict by today's rules.

    On its newest edition, and on what the quote and the citation say now.
    """
    judged = FidelityCheck.objects.filter(
        citation=OuterRef("pk"),
        source_text=OuterRef("newest"),
        engine__gte=ENGINE,
        compared=OuterRef("compared"),
    )
    captured = SourceText.objects.values("source")
    citations = Citation.objects.filter(source__in=captured)
    if sources is not None:
        citations = citations.filter(source__in=list(sources))
    citations = citations.alias(newest=_newest(), compared=_compared())
    return citations.filter(~Exists(judged)).order_by("pk")


def _newest() -> Subquery:
    texts = SourceText.objects.filter(source=OuterRef("source")).order_by("-edition")
    return Subquery(texts.values("pk")[:1])


COMPARED = (
    "quote__text", "quote__kind", "quote__language", "quote__spoken_language",
    "exact", "prefix", "suffix", "start",
)  # fmt: skip
"""What a verdict depends on beside the text, which never changes."""


def _compared() -> Func:
    """A seal on what was compared, made by the database so that what changed is found there."""
    said = [Coalesce(Cast(name, TextField()), _value("")) for name in COMPARED]
    parts = [part for one in said for part in (one, _value("\x1f"))]
    return Func(Concat(*parts), function="public.sha256_hex", output_field=TextField())


def _value(text: str) -> Value:
    return Value(text, output_field=TextField())


@transaction.atomic
def _check(keys: list[int]) -> int:
    citations = Citation.objects.filter(pk__in=keys)
    citations = citations.annotate(newest=_newest(), compared=_compared())
    pairs = [
        (citation, edition)
        for citation in citations.select_related("quote").defer("quote__stems", "quote__exact")
        for edition in dict.fromkeys((citation.source_text_id, citation.newest))
        if edition is not None
    ]
    known = {
        (row.citation_id, row.source_text_id): (row.engine, row.compared)
        for row in FidelityCheck.objects.filter(citation__in=keys).order_by("pk")
    }
    rows = [
        row
        for row in _rows(sorted(pairs, key=lambda pair: (pair[1], pair[0].pk)))
        if known.get((row.citation_id, row.source_text_id)) != (row.engine, row.compared)
    ]
    return len(FidelityCheck.objects.bulk_create(rows))


def _rows(pairs: list[tuple[Any, int]]) -> Iterator[FidelityCheck]:
    """A verdict for each pair; editions in order, so that the newest is judged last."""
    text: SourceText | None = None
    for citation, edition in pairs:
        if text is None or text.pk != edition:
            text = SourceText.objects.get(pk=edition)
        yield _row(citation, text)


def _row(citation: Any, text: SourceText) -> FidelityCheck:
    judged = judge(_claim(citation), text.text, text.language)
    return FidelityCheck(
        citation=citation,
        source_text=text,
        verdict=str(judged.finding),
        engine=ENGINE,
        compared=citation.compared,
        details=judged.details,
    )


def _claim(citation: Citation) -> Claim:
    quote = citation.quote
    anchor = None
    if citation.start is not None and citation.end is not None:
        anchor = Anchor(
            citation.exact, citation.prefix, citation.suffix, citation.start, citation.end
        )
    return Claim(quote.text, quote.kind, quote.language, quote.spoken_language, anchor)


def failed() -> Q:
    """The condition that a quote has a citation whose newest verdict is a failure.

    Starts from the failures, which are few and indexed, not from the quotes.
    """
    newer = FidelityCheck.objects.filter(citation=OuterRef("citation"), pk__gt=OuterRef("pk"))
    current = FidelityCheck.objects.filter(verdict__in=FAILED).exclude(Exists(newer))
    quotes = Citation.objects.filter(pk__in=current.values("citation")).values("quote")
    return Q(pk__in=quotes)
