"""Whether so many quotes match that they need not be counted to know the answer's floor.

Counting to 10,000 looks at 10,000 matches, 25 to 50 milliseconds, and no index can count a phrase
of common words without looking at every quote that holds them. Three ways spare it:

- The planner's *statistics* of single words, where nothing else narrows the question: whatever
  holds a word as typed matches it, and a question of alternatives at least as many as each of them.
  Their error, what is not public and what was changed since are taken off (``frequencies``).
- The *index*, where that many may hold its words and the planner expects somewhat more or less than
  the floor: it tells how many it holds without looking at them (``entries``), less all that is not
  public.
- Else, where the planner expects many, a *sample*: 50 places evenly through the archive, 60 quotes
  at each. Where a quarter more match than 10,000 in all would need, they are more than 10,000. The
  richest five places are left out of that: matches cluster, a source about one thing or an import
  of one company.
"""

import json
from collections.abc import Callable

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from quotes.conditions import Condition, condition_of, is_of_one_table
from quotes.models import Quote
from quotes.paging import COUNT_FLOOR, is_counted, known_many, most_looked_at
from quotes.search.answers import Answer
from quotes.search.entries import entries
from quotes.search.frequencies import hidden, known_rows, may_hold, surely_hold

PLACES, EACH, RICHEST = 50, 60, 5
"""The sample: so many places, quotes at each, and places left out."""

SURELY = 1.25
"""How many times the matches that the floor needs a sample must hold."""

UNDERRATED = 3
"""How many times more may match than the planner expects.

It takes words for independent, and halves what languages put differently: of “people would” in
4,000,000 quotes it expects 5,000 and there are 13,800. What is asked for nothing costs four
milliseconds.
"""

BEYOND_DOUBT = 2.5
"""How many times the floor is expected where a sample will tell it; of less the index is asked."""

CLEARLY = 1.1
"""How many times the floor the index must hold."""

SAMPLE = """
WITH ends AS (SELECT min(id) AS first, max(id) AS last FROM quotes_quote), places AS (
    SELECT count(*) FILTER (WHERE matches) AS found, count(*) AS looked_at
    FROM ends, generate_series(0, %s - 1) AS place, LATERAL (
        SELECT ({condition}) AS matches FROM quotes_quote
        WHERE quotes_quote.id >= first + (last - first) * place / %s
        ORDER BY quotes_quote.id LIMIT %s
    ) AS sampled
    GROUP BY place ORDER BY found DESC OFFSET %s
)
SELECT sum(found)::float / nullif(sum(looked_at), 0),
    (SELECT reltuples FROM pg_class WHERE oid = 'quotes_quote'::regclass)
FROM places
"""
"""The share of matches, and how many quotes the archive holds by its statistics."""


def know_from_statistics(rows: "QuerySet[Quote]", answer: Answer, *, alone: bool) -> None:
    """Let the matches be known for many if they surely are, or for too few to see whether they are.

    For many only those of words ``alone`` are, which nothing else narrows. That they are too few
    may be wrong, by a minute or more: then they are counted where a sample would have told.
    """
    if is_counted(rows):
        return
    if probably_few(answer):
        rows.__dict__["_few"] = True
    elif alone and (words := answer.surely_enough):
        number, share = surely_hold(words)
        if number >= COUNT_FLOOR + 1:
            known_many(rows, share)


def probably_few(answer: Answer, times: float = 1) -> bool:
    """Whether the statistics know words or pairs that too few quotes hold for many to match.

    Few are so many times the floor.
    """
    quotes = known_rows()
    if not quotes:
        return False
    return answer.at_most(may_hold) * quotes <= times * COUNT_FLOOR


def see_whether_many(
    rows: "QuerySet[Quote]", is_worth_it: Callable[[], bool] = lambda: True
) -> None:
    """Ask the index, or a sample, and let the matches be known for many if they are.

    The index only where ``is_worth_it``: where most matches are looked at after all, it is not, nor
    is a sample where counting is expected to look at all of them.
    """
    if is_counted(rows) or "_few" in rows.__dict__ or not is_of_one_table(rows):
        return
    try:
        about = expected(rows)
    except EmptyResultSet:
        return
    if about < COUNT_FLOOR / UNDERRATED:
        return
    is_doubtful = about < COUNT_FLOOR * BEYOND_DOUBT
    if is_doubtful and not is_worth_it():
        if about * UNDERRATED <= most_looked_at():
            return
    elif is_doubtful and (held := entries(condition_of(rows))):
        number, share = held
        if number - hidden() >= CLEARLY * COUNT_FLOOR:
            known_many(rows, share)
        return
    share, quotes = _sampled(condition_of(rows, looked_at=True))
    if share * quotes >= SURELY * COUNT_FLOOR:
        known_many(rows, share)


def expected(rows: "QuerySet[Quote]") -> int:
    """How many rows the planner expects: right about words, wrong about phrases.

    Raises ``EmptyResultSet`` when nothing can match.
    """
    if is_of_one_table(rows):
        chosen, params = condition_of(rows)
        sql = f"SELECT FROM quotes_quote WHERE {chosen}"  # Django's own SQL
    else:
        sql, params = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        plan = cursor.fetchone()[0]
    return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])


def _sampled(condition: Condition) -> tuple[float, float]:
    sql, params = condition
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE.format(condition=sql), [PLACES, *params, PLACES, EACH, RICHEST])
        share, quotes = cursor.fetchone()
    return share or 0, quotes
