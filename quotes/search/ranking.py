"""Relevance: exactly what it is, and over how much of a broad answer it is computed.

Best first:

1. quotes that hold the whole question as one exact phrase;
2. quotes whose words stand near each other (at most five other words between them, all told), and
   quotes by whoever the question names about the rest;
3. every other match.

At equal match confirmed goes before unverified, and both before disputed and misattributed; then
the newest. Of at most 1,000 matches all are ranked. Of more, only *candidates* are: the newest
500, and for a question of several words the newest 500 that hold the exact phrase, however old.
So a broad question costs no more than a narrow one; an old scattered match of it is found in date
order, not by relevance.
"""

from django.db.models import Case, IntegerField, QuerySet, When

from quotes.models import Quote, Standing
from quotes.paging import Among, KeysFirst, Order, counted
from quotes.said import NEWEST
from quotes.search.answers import Answer
from quotes.search.by_date import NEWEST_FIRST, Walk, in_date_order
from quotes.search.density import see_whether_many

RANKED = 1000
"""Up to so many matches all are ranked: five milliseconds."""

CANDIDATES = 500
"""Of more, so many of the newest: 25 pages, and to find 1,000 by date took twice as long."""

NEAR = 0.1 / (1 + 5)
"""``ts_rank_cd`` of two words with five others between them: 0.1 / (1 + words between)."""


def candidates(rows: "QuerySet[Quote]", answer: Answer) -> "QuerySet[Quote]":
    """The matches that are ranked."""
    exact = answer.phrase() if answer.has_several else None
    see_whether_many(rows)
    known = counted(rows, NEWEST_FIRST, mark=exact)
    if known.first is not None and known.number <= RANKED:
        found = known.first
    elif len(known.first or ()) >= CANDIDATES:
        found = [*(known.first or ())[:CANDIDATES], *(known.marked or ())[:CANDIDATES]]
    else:
        found = _of_many(rows, answer)
    return Quote.objects.shown().filter(Among.these(found))


def _of_many(rows: "QuerySet[Quote]", answer: Answer) -> list[int]:
    """The newest matches, and the newest that hold the exact phrase.

    Of one word, the newest hold it as it was typed often enough to fill the first pages.
    """
    rows, newest = in_date_order(rows, NEWEST_FIRST)
    found = newest.places(rows, CANDIDATES)
    if len(found) == CANDIDATES and answer.has_several:
        exact = Walk.in_order(NEWEST_FIRST)  # how many hold the phrase is not known
        found += exact.places(rows.filter(answer.phrase()), CANDIDATES)
    return [place[-1] for place in found]


def relevance(answer: Answer) -> Order:
    """The order of candidates described above."""
    return KeysFirst("relevance", (_match(answer), _standing(), *NEWEST), descending=True)


def _match(answer: Answer) -> Case:
    if not answer.has_several:  # one word is near itself
        return Case(When(answer.phrase(), then=2), default=1, output_field=IntegerField())
    return Case(
        When(answer.phrase(), then=2),
        When(answer.spoken_by(), then=1),
        When(answer.near(NEAR), then=1),
        default=0,
        output_field=IntegerField(),
    )


def _standing() -> Case:
    return Case(
        When(standing=Standing.CONFIRMED, then=1),
        When(standing=Standing.UNVERIFIED, then=0),
        default=-1,
        output_field=IntegerField(),
    )
