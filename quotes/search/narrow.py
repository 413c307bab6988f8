"""The first page of a search that few quotes answer, by one statement that is planned once.

Whom the question names, how many match, the sort keys of the first of them and what is shown of
these were three statements. The one that counts was planned anew for each word, which took as long
as it ran. But of few one plan is right for whatever is asked: gather what an index holds, look at
it, sort it. So the text is always the same for a *shape* of question, and what is searched is
hidden from the planner by SELECT.

What this cannot say, or names somebody, or finds more than was expected, is asked in the other way
(``ordering``), which gives the same answer and all further pages.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archive.prepared import asked
from quotes.conditions import named, sort_keys
from quotes.models import Quote
from quotes.paging import BEYOND, COUNT_FLOOR, Beginning, Order
from quotes.search.answers import Answer
from quotes.search.compile import PAIRS, OneColumn
from quotes.search.density import UNDERRATED, probably_few
from quotes.search.lexemes import RULES
from quotes.search.one_word import AS_TYPED, OTHERWISE, SUREST_FIRST
from quotes.search.ordering import NEWEST_FIRST, OLDEST_FIRST, RELEVANCE
from quotes.search.ranking import EXACTLY, NEAR, NEWEST_OF_ALL, RANKED
from quotes.search.reading import KNOWN, Reading, read, runs

if TYPE_CHECKING:
    from quotes.filters import QuoteFilter  # which imports the search this module is part of

KEY = "first.pk"
"""The primary key of a quote of the page, for the statement that tells what is shown of it."""

FIRST_PAGE = """
SELECT * FROM (
    WITH named AS MATERIALIZED ({known}),
    found AS MATERIALIZED (
        SELECT id AS pk, {keys} FROM quotes_quote
        WHERE status = 'published' AND {condition} AND NOT EXISTS (SELECT FROM named)
        LIMIT {most}
    ),
    first AS MATERIALIZED (
        SELECT * FROM found ORDER BY {sort} LIMIT (SELECT %(size)s::integer)
    )
    SELECT (SELECT count(*) FROM found),
        (SELECT json_agg(json_build_array(run, kind, id, ref, name))::text FROM named),
        ({told}), {names}
    FROM (VALUES (true)) AS always LEFT JOIN first ON true ORDER BY {sort}
) AS answer
"""

MOST = BEYOND * COUNT_FLOOR + 1
"""Quotes that are looked at, as by counting."""


@dataclass(frozen=True)
class Shape:
    """What the text of the statement depends on: all but what is searched."""

    ordering: str
    column: str
    is_by_language: bool
    is_by_pairs: bool
    has_several: bool
    told: str


def first_page(bound: "QuoteFilter", asked_for: str, size: int, told: str = "") -> Beginning | None:
    """The first page in this order; None where it is to be looked for in the other way.

    ``told`` is the statement that tells what is shown of the quote with ``KEY``, if it is wanted.
    """
    ordering = asked_for or RELEVANCE
    query = bound.words_alone
    if query is None or bound.hidden or ordering not in ORDERS:
        return None
    answer = Answer(Reading(query))
    is_narrow = probably_few(answer, _times_the_floor(answer, ordering))
    question = answer.on_one_column() if is_narrow else None
    if question is None:
        return None
    shape = Shape(
        ordering,
        question.column,
        len(question.questions) > 1,
        bool(question.pairs),
        answer.has_several,
        told,
    )
    found = asked(_text(shape), _values(shape, question, answer, size))
    number, names = found[0][:2]
    bound.answer = Answer(read(query, known=json.loads(names))) if names else answer
    if names or number > _most(shape):
        return None
    if not number:
        return Beginning(_order(shape), 0, [])
    places, shown = [row[3:] for row in found], [row[2:3] for row in found] if told else []
    return Beginning(_order(shape), number, places, shown)


def _times_the_floor(answer: Answer, ordering: str) -> float:
    """How many may match, by the statistics, for all to be looked at in any case.

    Of a phrase, or several words, fewer than of the rarest; by relevance several must all be
    ranked.
    """
    if answer.has_several and ordering == RELEVANCE:
        return 1 / UNDERRATED
    return 1 if answer.typed else BEYOND


def _most(shape: Shape) -> int:
    """Of more, relevance is not of all that match, or not all were looked at."""
    return RANKED if shape.has_several and shape.ordering == RELEVANCE else MOST - 1


def _values(shape: Shape, question: OneColumn, answer: Answer, size: int) -> dict[str, Any]:
    return {
        "size": str(size),
        "runs": runs(answer.reading.query),
        "any_form": question.any_form,
        "pairs": list(question.pairs),
        "phrase": answer.exactly,
        **dict(zip(_named("question"), question.questions, strict=False)),
        **(dict(zip(_named("near"), answer.together(), strict=True)) if shape.has_several else {}),
    }


def _named(what: str) -> list[str]:
    return [f"{what}_{rule}" for rule in RULES]


@lru_cache(maxsize=200)
def _text(shape: Shape) -> str:
    order = _order(shape)
    direction = "DESC" if order.descending else "ASC"
    known = KNOWN.replace("%s::text[]", "%(runs)s::text[]").replace("%s::boolean", "false")
    return FIRST_PAGE.format(
        known=known,
        keys=named(_keys(shape), order.names),
        condition=_condition(shape),
        most=MOST,
        sort=", ".join(f"{name} {direction}" for name in order.names),
        names=", ".join(order.names),
        told=shape.told or "NULL",
    ).strip()


ORDERS = {RELEVANCE: SUREST_FIRST, **{one.name: one for one in (NEWEST_FIRST, OLDEST_FIRST)}}


def _order(shape: Shape) -> Order:
    """The order asked for; by relevance with as many keys as there are."""
    order = ORDERS[shape.ordering]
    if shape.ordering != RELEVANCE:
        return order
    return Order(RELEVANCE, (*order.keys[:1] * (1 + shape.has_several), *order.keys), True)


def _keys(shape: Shape) -> tuple[str, ...]:
    keys = sort_keys(Quote._meta.label, ORDERS[shape.ordering])
    return (*_match(shape), *keys) if shape.ordering == RELEVANCE else keys


def _match(shape: Shape) -> Iterator[str]:
    """How well a quote answers; of several words as ``ranking`` says, after the newest of all."""
    exactly = f"exact @@ {_hidden('phrase')}"
    if not shape.has_several:
        yield f"CASE WHEN {exactly} THEN {AS_TYPED} ELSE {OTHERWISE} END"
        return
    near = f"ts_rank_cd(stems, {_in_its_language('near')}) >= {NEAR}"
    yield NEWEST_OF_ALL
    yield f"CASE WHEN {exactly} THEN {EXACTLY} WHEN {near} THEN 1 ELSE 0 END"


def _condition(shape: Shape) -> str:
    """What an index is asked, and what is held against each quote that it finds."""
    holds = f"{shape.column} @@ {_hidden('any_form')}"
    if shape.is_by_pairs:  # no index is asked for what stands within CASE
        pairs = PAIRS.format(exact="exact").replace("%s::text[]", "(SELECT %(pairs)s::text[])")
        return f"{pairs} AND CASE WHEN {holds} THEN true ELSE false END"
    if shape.is_by_language:
        return f"{holds} AND {shape.column} @@ {_in_its_language('question')}"
    return holds


def _in_its_language(what: str) -> str:
    """The question of a quote's own language."""
    *stemmed, other = zip(RULES, map(_hidden, _named(what)), strict=True)
    own = " ".join(f"WHEN '{rule}' THEN {asked}" for rule, asked in stemmed)
    return f"CASE split_part(language, '-', 1) {own} ELSE {other[1]} END"


def _hidden(name: str) -> str:
    return f"(SELECT %({name})s::tsquery)"
