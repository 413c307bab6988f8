"""What a word or a phrase is looked for as: its stems by each language's rule, and its exact words.

The database says it, since it made the search columns: asked once a process, as it never changes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive.prepared import asked
from quotes.search.languages import STEMMED, UNSTEMMED
from quotes.search.query import Term

RULES = (*STEMMED, UNSTEMMED)

# What each term is looked for as: its stems by each language's rule, its exact words, and its ways.
LEXEMES = """
SELECT number, rule, public.stem_phrase(term, rule)::text, exact::text, public.phrase_ways(exact)
FROM unnest(%s::text[], %s::boolean[]) WITH ORDINALITY AS typed(term, prefix, number),
     public.exact_phrase(term, prefix) AS exact, unnest(%s::text[]) AS rule
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to spell a phrase: as exact words, and as pairs of them where these say as much."""

    exact: str
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexemes:
    """What one term is looked for as; a stem is None where the term holds a stop word."""

    stems: dict[str, str | None]
    exact: str
    ways: tuple[Way, ...] = ()
    """The ways to spell it, where one has pairs."""

    @property
    def by_pairs(self) -> bool:
        """Whether pairs are asked for it."""
        return bool(self.ways)


MOST_KNOWN = 20_000
"""Terms whose lexemes a process remembers, some 20 MB; none longer than ``LONGEST_KNOWN``."""

LONGEST_KNOWN = 100

_KNOWN: dict[Term, Lexemes] = {}


def look_up(terms: Iterable[Term]) -> dict[Term, Lexemes]:
    """What every term is looked for as, by each rule: asked once a process, as it never changes."""
    typed = list(terms)
    # Not looked up twice: between the two another thread may have emptied it.
    known = {term: one for term in typed if (one := _KNOWN.get(term))}
    if missing := [term for term in typed if term not in known]:
        known |= _asked(missing)
    return known


def _asked(typed: list[Term]) -> dict[Term, Lexemes]:
    texts, prefixes = [term.looked_for for term in typed], [term.prefix for term in typed]
    found: dict[Term, Lexemes] = {}
    for number, rule, stems, exact, ways in asked(LEXEMES, [texts, prefixes, list(RULES)]):
        lexemes = found.setdefault(typed[number - 1], Lexemes({}, exact or "", _ways(ways)))
        lexemes.stems[rule] = stems
    if len(_KNOWN) > MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update({term: one for term, one in found.items() if len(term.text) <= LONGEST_KNOWN})
    return found


def _ways(spelled: str | None) -> tuple[Way, ...]:
    """From the JSON in which the database tells them."""
    ways = tuple(Way(exact, tuple(pairs)) for exact, pairs in json.loads(spelled or "[]"))
    return ways if any(way.pairs for way in ways) else ()
