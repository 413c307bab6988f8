"""Which quotes are near to given ones of the archive: perhaps one saying, entered twice.

It refuses nothing: two people may say the same, and one may say it twice. A check takes some ten
milliseconds, so callers bound how many they ask for.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Q

from quotes.matching import distinct
from quotes.matching.candidates import AT_THE_DESK
from quotes.matching.engine import LONGEST, Claim, Match, check
from quotes.matching.pasted import problem_with
from quotes.models import Quote, QuoteRelation


def like_these(quotes: Sequence[Quote]) -> Iterator[tuple[Quote, Match]]:
    """Each of ``quotes`` with every quote that is like it, best first.

    What is related to it already, as its translation or another wording, is not told, nor what an
    editor judged to be another saying.
    """
    known = {quote.pk: quote for quote in quotes}
    related = _related(known.keys()) | _judged(known.keys())
    claims = [_claim(quote) for quote in quotes]
    for answer in check([one for one in claims if not problem_with(one.text)], AT_THE_DESK):
        for match in answer.matches:
            if (answer.claim.of, match.quote.pk) not in related:
                yield known[answer.claim.of], match


def _claim(quote: Quote) -> Claim:
    """The quote's words as a claim; of very long ones the beginning: the work is bounded."""
    by = quote.speaker or quote.organization
    text = quote.text[:LONGEST]
    return Claim(text, by.name if by else "", quote.said_or_delivered, of=quote.pk)


def _related(keys: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of quotes that a relation binds already, both ways round."""
    pairs = QuoteRelation.objects.filter(Q(quote__in=keys) | Q(other__in=keys))
    return _both_ways(pairs.values_list("quote_id", "other_id"))


def _judged(keys: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of quotes that an editor judged to be two, both ways round."""
    return _both_ways(distinct.of(keys).values_list("quote_id", "other_id"))


def _both_ways(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    found = set(pairs)
    return found | {(other, quote) for quote, other in found}
