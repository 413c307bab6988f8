"""How a typed search was read, for the reader: whom its names mean, and other ways to ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from quotes.filter_sets import SearchFilterSet
from quotes.search.parsing import parse
from quotes.search.pieces import QUOTES
from quotes.search.pointing import pointed_at
from quotes.search.query import (
    Phrase,
    Query,
    QueryError,
    any_of,
    looks_for_something,
    with_omissions,
)
from quotes.search.reading import Reading
from quotes.search.spelling import otherwise
from quotes.text import words
from quotes.web.form import address

SENTENCE = 5
"""Words that may be somebody's sentence without quotation marks."""

MOST_LESS = 8
"""Parts of a question without which it is asked anew, where all of it finds nothing."""


@dataclass(frozen=True)
class Read:
    """Who the question names, what about them, and the search for its words alone."""

    names: tuple[str, ...]
    about: str
    words_only: str


def how_it_was_read(
    reading: Reading | None, asked: QueryDict, page: str = "web:search"
) -> Read | None:
    """What to tell the reader; None when the words were taken as words."""
    if reading is None or not reading.names:
        return None
    names = tuple(str(name.record) for name in reading.names)
    about = str(reading.about) if reading.about else ""
    return Read(names, about, address(asked, "cursor", page=page, q=str(reading.words_only)))


@dataclass(frozen=True)
class Less:
    """A part of the question, and the search without it; of no part, for any of its words.

    Or what is ``kept`` of it, and the search for that alone.
    """

    part: str
    address: str
    kept: str = ""


def less(bound: SearchFilterSet, asked: QueryDict) -> list[Less]:
    """The search less one of its words or operators, where that finds something.

    Only the first few are tried: each asks the database.
    """
    reading = bound.reading
    if reading is None:
        return []
    query = reading.query
    named = [name.words for name in reading.names]
    single = [(part,) for part in (*reading.rest, *query.operators)]
    tried = [
        (" ".join(map(str, parts)), str(query.without(*parts)))
        for parts in [*named, *single][:MOST_LESS]
    ]
    return [
        Less(part, address(asked, "cursor", q=rest))
        for part, rest in tried
        if rest and bound.finds(rest)
    ] or [*_what_is_quoted(bound, asked, query), *_any_word(bound, asked, query)]


def _what_is_quoted(bound: SearchFilterSet, asked: QueryDict, query: Query) -> Iterator[Less]:
    """The search for the quotation alone: an article is pasted with “…,” the chief executive said.

    Where words are left out of it, for the parts of it that were printed.
    """
    told = [one for one in query.required if not isinstance(one, Phrase)]
    quoted = query.without(*told)
    for only in (quoted, with_omissions(quoted)):
        if told and only and only.words and bound.finds(str(only)):
            yield Less("", address(asked, "cursor", q=str(only)), kept=str(only))
            return


def _any_word(bound: SearchFilterSet, asked: QueryDict, query: Query) -> Iterator[Less]:
    """Where more than one part has to go: the search for any of the words, if it finds something.

    A sentence is typed as one would ask somebody, and none of its words is too much by itself.
    """
    parts = [one for one in query.required if looks_for_something(one)]
    if len(parts) > 2:
        either = str(replace(query, words=any_of(parts)))
        if bound.finds(either):
            yield Less("", address(asked, "cursor", q=either))


def may_be_a_quotation(typed: str) -> bool:
    """Whether this is long enough to be compared word by word, and asks by no operator."""
    try:
        if parse(typed).operators:
            return False
    except QueryError:
        pass  # too many words, a mark without its partner: what is pasted is like that
    least = 2 if set(typed) & set(QUOTES) else SENTENCE
    return len(words(typed)) >= least


@dataclass(frozen=True)
class Meant:
    """Another search that may find something, or the record whose ref was typed."""

    text: str
    address: str


def meant(
    bound: SearchFilterSet, asked: QueryDict, found: int, page: str = "web:search"
) -> Meant | None:
    """The same search with OR for “or”, or its unknown words replaced by the nearest known ones.

    A ref, by which nothing is found, leads to its record.
    """
    record = None if found else pointed_at(asked.get("q", ""), bound.request.get_host())
    if record is not None:
        kind = record._meta.model_name
        return Meant(str(record), reverse(f"web:{kind}", args=[record.ref]))
    better = otherwise(bound, found)
    if better is None:
        return None
    return Meant(str(better), address(asked, "cursor", page=page, q=str(better)))
