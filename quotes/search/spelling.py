"""Did you mean …: what the archive holds that is nearest to words that find nothing.

What is one slip away is known (``nearness``), so every word and name that the public may read is
asked for it, by the indexes. What is two slips away is looked for in names and in the newest texts.
A suggestion always finds something; where a part of a name finds nothing, the whole name may.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from quotes.search.nearness import (
    LONG,
    TWISTED,
    Near,
    in_names,
    is_cjk,
    looked_for,
    near_in,
    parts,
    twisted_in_names,
)
from quotes.search.query import (
    AllOf,
    AnyOf,
    Node,
    Not,
    Phrase,
    Query,
    Term,
    Word,
    all_of,
    with_alternatives,
    with_date,
    with_omissions,
)
from quotes.search.reading import Reading

if TYPE_CHECKING:
    from quotes.filter_sets import (
        SearchFilterSet,  # which imports the search this module is part of
    )

MOST_WRONG = 3
"""Words of a question that are corrected: where more find nothing, it is no slip of the fingers."""

MOST_NAMES = 500
"""Names that are compared with a word."""

MOST_COMPARED = 200
"""Texts that are read for each spelling that is near."""

HOLDING = "SELECT DISTINCT text FROM unnest(%s::text[]) AS asked, LATERAL ({}) AS found"

QUOTED = f"""
SELECT text FROM quotes_quote WHERE status = 'published' AND exact @@ asked::tsquery
LIMIT {MOST_COMPARED}
"""  # noqa: S608  # our constants
"""Of quotes."""

SPOKEN = f"""
(SELECT concat_ws(' ', title, occasion, place) AS text FROM archive_speech
 WHERE is_public AND public.speech_exact(title, occasion, place) @@ asked::tsquery
 LIMIT {MOST_COMPARED})
UNION ALL
(SELECT passage.text FROM quotes_passage AS passage
 JOIN archive_sourcetext AS edition ON edition.id = passage.edition_id
 JOIN archive_source AS source ON source.id = edition.source_id
 WHERE source.is_public AND source.rights = 'public' AND passage.exact @@ asked::tsquery
 LIMIT {MOST_COMPARED // 10})
"""  # noqa: S608  # our constants
"""Of speeches: their headings, and what the public may read of their texts. A passage is as long as
ten quotes."""

NAMES = f"""
SELECT name FROM archive_person WHERE is_public AND folded ~ %(near)s
UNION ALL
SELECT other.name FROM archive_personname AS other JOIN archive_person AS own
    ON own.id = person_id WHERE own.is_public AND other.folded ~ %(near)s
UNION ALL
SELECT name FROM archive_organization WHERE is_public AND folded ~ %(near)s
UNION ALL
SELECT other.name FROM archive_organizationname AS other JOIN archive_organization AS own
    ON own.id = organization_id WHERE own.is_public AND other.folded ~ %(near)s
LIMIT {MOST_NAMES}
"""  # noqa: S608  # our constants; what is typed is a parameter


class Asked(Protocol):
    """What answers a question, of quotes or of speeches."""

    reading: Reading

    def finds(self, term: Term) -> bool:
        """Whether this word or phrase alone finds something the public may see."""

    holding: str
    """A statement for some texts the public may read that hold what is ``asked``."""

    def newest(self) -> Iterable[str]:
        """The newest texts the public may read."""


def otherwise(bound: "SearchFilterSet", found: int) -> Query | None:
    """What else may be meant: OR by a small “or”; where nothing is found, what else it may say.

    That is a date in plain words, a quotation that leaves words out, or near words.
    """
    query = bound.answer.reading.query if bound.answer else None
    either = with_alternatives(query) if query else None
    if either and (found or bound.finds(str(either))):
        return either
    for otherwise_said in (with_date, with_omissions):
        said = otherwise_said(query) if query and not found else None
        if said and bound.finds(str(said)):
            return said
    return None if found else corrected(bound)


def corrected(bound: "SearchFilterSet") -> Query | None:
    """The question with its unknown words replaced by their nearest; None where that finds nothing.

    A word that finds something is right, however near another is. Where looking takes too long,
    nothing is suggested: the answer is known without.
    """
    try:
        return _corrected(bound)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled) and not connection.in_atomic_block:
            return None
        raise


def _corrected(bound: "SearchFilterSet") -> Query | None:
    query = bound.answer.reading.query if bound.answer else None
    if query is None or query.words is None:
        return None
    wrong = list(_unknown(query, bound.answer))
    if not 0 < len(wrong) <= MOST_WRONG:
        return None
    nearest = [(word, *_nearest(word, bound.answer)) for word in wrong]
    for spellings in ({word: near for word, near, _ in nearest},
                      {word: name or near for word, near, name in nearest}):  # fmt: skip
        terms = {term: _respelled(term, spellings) for term in query.terms}
        meant = replace(query, words=_replaced(query.words, terms))
        if meant != query and bound.finds(str(meant)):
            return meant
    return None


def _unknown(query: Query, asked: Asked) -> Iterator[str]:
    """The words that may be misspelt, each once: they find nothing by themselves."""
    terms = {one.word: type(term) for term in query.terms if not term.prefix
             for one in parts(term.text)}  # fmt: skip
    return (word for word, kind in terms.items() if not asked.finds(kind(word)))


def _nearest(word: str, asked: Asked) -> tuple[str, str]:
    """What is nearest, and whose name it is a part of; empty where there is nothing.

    Of what is equally near, what most of the texts and names hold.
    """
    near: Counter[Near] = Counter()
    for text in _holding(word, asked):
        near.update(set(near_in(text, word)))
    whose = _in_names(word, in_names(word))
    near.update(whose.keys())
    if not near and not is_cjk(word) and len(word) >= TWISTED:
        near.update(one for text in asked.newest() for one in set(near_in(text, word)))
        whose |= _in_names(word, twisted_in_names(word)) if len(word) < LONG else {}
        near.update(whose.keys())
    best = min(near, key=lambda one: (one.distance, -near[one], one.spelling), default=None)
    return (best.spelling, whose.get(best, "")) if best else ("", "")


def _holding(word: str, asked: Asked) -> list[str]:
    """Texts with something near in them.

    Each spelling is asked of the index by itself: of hundreds in one question the planner expects
    so many texts that it reads them all, a thousand times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLDING.format(asked.holding), [looked_for(word)])
        return [text for (text,) in cursor.fetchall()]


def _in_names(word: str, pattern: str) -> dict[Near, str]:
    """What is near in names that the pattern meets, and the name."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"near": pattern})
        return {one: name for (name,) in cursor for one in near_in(name, word, is_name=True)}


def _respelled(term: Term, spellings: Mapping[str, str]) -> Node:
    text = term.text
    for one in reversed(parts(text) if not term.prefix else []):
        typed = text[one.start : one.end]
        near = spellings.get(one.word)
        text = text[: one.start] + (_cased(near, typed) if near else typed) + text[one.end :]
    if isinstance(term, Phrase) or text == term.text:
        return replace(term, text=text)
    return all_of(map(Word, text.split())) or term


def _cased(spelling: str, typed: str) -> str:
    """A spelling in large or small letters as what was typed is."""
    if typed[:1].islower():
        return spelling.lower()
    return spelling.upper() if typed[1:].isupper() else spelling[:1].upper() + spelling[1:]


def _replaced(node: Node, terms: Mapping[Term, Node]) -> Node:
    match node:
        case Word() | Phrase():
            return terms.get(node, node)
        case Not(part):
            return Not(part)
        case AllOf(nodes):
            return all_of(_replaced(part, terms) for part in nodes) or node
        case AnyOf(nodes):
            return AnyOf(tuple(_replaced(part, terms) for part in nodes))
