"""Relevance: exactly what it is, and over how much of a broad answer it is computed.

Best first:

1. quotes that hold the whole question as one exact phrase;
2. quotes whose words stand near each other (at most five other words between them, all told), and
   quotes by whoever the question names about the rest;
3. every other match.

At equal match confirmed goes before unverified, and both before disputed and misattributed; then
the newest. Of one word or phrase all that match are in this order (``one_word``). Of several at
most 1,000 matches are all ranked; of more, only *candidates* are: the newest 500, and the newest
500 that hold the exact phrase, however old. So a broad question costs no more than a narrow one; an
old scattered match of it is found in date order, not by relevance. Later pages rank what the first
did, whatever was added meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, IntegerField, QuerySet

from archive.prepared import as_array
from quotes.conditions import (
    NEVER,
    Condition,
    condition,
    condition_of,
    is_of_one_table,
    named,
    sort_keys,
    words_apart,
)
from quotes.models import SHOWN, Quote
from quotes.paging import Counted, KeysFirst, Order, Place, counted, is_counted, known_as
from quotes.said import SUREST
from quotes.search.answers import Answer
from quotes.search.by_date import NEWEST_FIRST, RARE, Search, Walk
from quotes.search.density import see_whether_many
from quotes.search.one_word import SUREST_FIRST, as_typed_first

RANKED = 1000
"""Up to so many matches all are ranked: five milliseconds."""

CANDIDATES = 500
"""Of more, so many of the newest: 25 pages, and to find 1,000 by date took twice as long."""

NEAR = 0.1 / (1 + 5)
"""``ts_rank_cd`` of two words with five others between them: 0.1 / (1 + words between)."""


RANKING = """
SELECT {names} FROM (
    SELECT {keys} FROM quotes_quote WHERE id = ANY(%s::bigint[]) AND status = ANY(%s)
) AS ranked {beyond} ORDER BY {sort} LIMIT %s
"""

EXACTLY = 2
"""How well a quote answers that holds the whole question as one exact phrase."""

NEWEST_OF_ALL = "(SELECT max(id) FROM quotes_quote)"


def by_relevance(rows: "QuerySet[Quote]", answer: Answer) -> "tuple[QuerySet[Quote], Order]":
    """What may be shown, and the order described above of what of it matches."""
    if not answer.has_several:
        return as_typed_first(rows, answer)
    match = Case(default=0, output_field=IntegerField())  # as the candidates will tell
    keys = (F("id"), match, *SUREST)
    return Quote.objects.shown(), Ranking("relevance", keys, True, rows, answer)


@dataclass(frozen=True)
class Ranking(KeysFirst):
    """An order by relevance, whose rows are the candidates of ``matches``: ranked in one statement.

    Its first key is the newest quote of all when the first page was asked for: later pages rank
    what was ranked then. What is added meanwhile would push as many out, unseen.
    """

    matches: "QuerySet[Quote]" = field(default_factory=Quote.objects.none)
    answer: Answer | None = None

    def places(
        self,
        rows: "QuerySet[Any]",
        number: int,
        place: Place | None = None,
        backwards: bool = False,
    ) -> list[Place]:
        """The sort keys of the first ``number`` candidates from a place on, in order."""
        assert self.answer is not None
        matches = self.matches.filter(pk__lte=place[0]) if place else self.matches
        candidates = Candidates(matches, self.answer, number)
        exact = candidates.exact or []
        known_as(self.matches, matches)
        # Backwards from a near one, other near ones come before any that holds the phrase.
        if len(exact) >= number and (not backwards or (place and place[1] == EXACTLY)):
            found = self._ranked(exact, (f"{EXACTLY}", ()), number, place, backwards)
            if len(found) == number:
                return found
        match = _match(self.answer, candidates)
        return self._ranked(candidates.keys, match, number, place, backwards)

    def _ranked(
        self,
        found: Sequence[int],
        match: Condition,
        number: int,
        place: Place | None,
        backwards: bool,
    ) -> list[Place]:
        until = "%s" if place else NEWEST_OF_ALL
        keys = (until, match[0], *sort_keys(Quote._meta.label, SUREST_FIRST))
        names, direction = ", ".join(self.names), "ASC" if backwards else "DESC"
        way = ">" if backwards else "<"
        sql = RANKING.format(
            names=names,
            keys=named(keys, self.names),
            beyond=f"WHERE ({names}) {way} ({', '.join(['%s'] * len(place))})" if place else "",
            sort=", ".join(f"{name} {direction}" for name in self.names),
        )
        given = [as_array(found), [status.value for status in SHOWN], *(place or ()), number]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*(place or ())[:1], *match[1], *given])
            return cursor.fetchall()


@dataclass
class Candidates:
    """The matches that are ranked, looked for as far as they are needed.

    Where every match holds all the words, the phrase may be in any of them: they are marked as they
    are counted. Of alternatives few hold all, and an index finds those at once.
    """

    rows: "QuerySet[Quote]"
    answer: Answer
    number: int
    """How many are shown."""

    @cached_property
    def known(self) -> Counted:
        """What counting brought, or what made it needless."""
        see_whether_many(self.rows, self._are_filled)
        is_marked = self.answer.holds_all and not is_counted(self.rows)
        return counted(
            self.rows, NEWEST_FIRST, mark=_mark(self.rows, self.answer) if is_marked else NEVER
        )

    @cached_property
    def exact(self) -> Sequence[int] | None:
        """Which of them hold the exact phrase; None where each is to be asked."""
        known, is_marked = self.known, self.answer.holds_all
        if known.number <= RANKED:
            return known.marked if is_marked else None
        if is_marked and known.first:
            return (known.marked or [])[:CANDIDATES]
        return self._looked_for

    @cached_property
    def _looked_for(self) -> Sequence[int]:
        return _exact(self.rows, self.answer)

    def _are_filled(self) -> bool:
        """Whether what holds the phrase fills the page: then the newest are not looked for."""
        return self.answer.holds_all and len(self._looked_for) >= self.number

    @cached_property
    def keys(self) -> Sequence[int]:
        """The primary keys of all of them."""
        first = self.known.first or []
        if self.known.number <= RANKED:
            return first
        return [*(first[:CANDIDATES] or _newest(self.rows, self.known.share)), *(self.exact or [])]

    @property
    def phrase(self) -> Condition:
        """Whether one holds the exact phrase."""
        if self.exact is None:
            return condition(Quote, self.answer.phrase())
        return "quotes_quote.id = ANY(%s::bigint[])", [as_array(self.exact)]


def _mark(rows: "QuerySet[Quote]", answer: Answer) -> Condition:
    """Whether a match holds the phrase: looked for by pairs if it has them, else in each match."""
    at_hand = condition(Quote, answer.phrase())
    looked_for = condition(Quote, answer.phrase(by_pairs=True))
    if looked_for == at_hand or not is_of_one_table(rows):
        return at_hand
    try:  # whatever holds the phrase holds the words
        chosen, params = condition_of(words_apart(rows)[0])
    except EmptyResultSet:
        return NEVER
    holding = f"SELECT id FROM quotes_quote WHERE {chosen} AND {looked_for[0]}"  # noqa: S608  # Django's own SQL
    return f"quotes_quote.id IN ({holding})", [*params, *looked_for[1]]


def _exact(rows: "QuerySet[Quote]", answer: Answer) -> list[int]:
    """The newest of these matches that hold the phrase: it is looked for, and then the words."""
    phrase = answer.phrase(by_pairs=True)
    if not is_of_one_table(rows):
        return _newest(rows.filter(phrase), RARE)
    beside, words = words_apart(rows)
    search = Search(NEWEST_FIRST, beside.filter(phrase), CANDIDATES, None, False, words)
    walk = Walk.in_order(NEWEST_FIRST, (), False, RARE)
    return [place[-1] for place in walk.searched(search)]


def _newest(rows: "QuerySet[Quote]", share: float | None) -> list[int]:
    """The newest of these matches."""
    walk = Walk.in_order(NEWEST_FIRST, (), False, share)
    return [place[-1] for place in walk.places(rows, CANDIDATES)]


def _match(answer: Answer, candidates: Candidates) -> Condition:
    """How well a quote answers, 2 to 0."""
    exact = candidates.phrase
    by, near = (condition(Quote, asked) for asked in (answer.spoken_by(), answer.near(NEAR)))
    return (
        f"CASE WHEN {exact[0]} THEN {EXACTLY} WHEN {by[0]} OR {near[0]} THEN 1 ELSE 0 END",
        [*exact[1], *by[1], *near[1]],
    )
