"""What a quote's page is made of, read by statements that are written once and planned once."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from archive.models import SpeechSource
from archive.written import ASKED_FOR, KEY, Written, fetched
from quotes.fidelity.checks import FidelityCheck
from quotes.models import (
    SHOWN,
    Citation,
    Quote,
    QuoteRelation,
    QuoteTopic,
    Status,
    Topic,
    Transition,
)
from quotes.web.captured import with_context
from quotes.web.changes import WITH_A_NOTE


def quote_at(ref: str) -> Quote | None:
    """The quote that once was public at ``ref``, with all that its page reads; None if none is.

    Of a removed one nothing more is read: its page says no more than that.
    """
    found: Any = next(iter(QUOTE.of(ref)), None)
    if found and found.status != Status.REMOVED:
        fetched(found, "citations", CITATIONS.of(found.pk))
        for relation, rows in RARE.items():
            there = getattr(found, f"has_{relation}")
            fetched(found, relation, rows.of(found.pk) if there else [])
        if found.speech:
            fetched(found.speech, "records", RECORDS.of(found.speech.pk))
    return found


def _quote() -> "QuerySet[Quote]":
    """With whether it has that which most have not: it is asked for only where there is some."""
    once_public = Quote.objects.filter(status__in=(*SHOWN, Status.REMOVED), ref=ASKED_FOR)
    this = OuterRef("pk")
    having = once_public.annotate(
        has_topics=Exists(QuoteTopic.objects.filter(quote=this)),
        has_relations=Exists(QuoteRelation.objects.filter(quote=this)),
        has_relations_from=Exists(QuoteRelation.objects.filter(other=this)),
        has_notes=Exists(Transition.objects.filter(WITH_A_NOTE, quote=this)),
    )
    related = having.select_related("speaker", "organization", "role", "speech")
    return related.defer("stems", "exact")


def _citations() -> "QuerySet[Citation]":
    judged = FidelityCheck.objects.filter(citation=OuterRef("pk")).order_by("-id")
    cited = Citation.objects.select_related("source__publisher").filter(source__is_public=True)
    verdict: Any = Subquery(judged.values("verdict")[:1])
    return with_context(cited.filter(quote=KEY)).annotate(verdict=verdict)


def _relations(to: str) -> "QuerySet[QuoteRelation]":
    """Relations of the quote with the one that the key ``to`` leads to."""
    other = QuoteRelation.objects.select_related(f"{to}__speaker")
    return other.defer(f"{to}__stems", f"{to}__exact").order_by("id")


QUOTE = Written(_quote)
CITATIONS = Written(_citations)
RARE = {
    "topics": Written(lambda: Topic.objects.filter(quotes=KEY)),
    "relations": Written(lambda: _relations("other").filter(quote=KEY)),
    "relations_from": Written(lambda: _relations("quote").filter(other=KEY)),
}
RECORDS = Written(lambda: SpeechSource.objects.filter(speech=KEY))
