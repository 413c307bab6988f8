"""The words that were looked for, marked in the quotes of one page.

The database says which forms of a word are the same (one statement for a page, however many quotes
and words); ``quotes.text`` says where they stand. A phrase is marked as a whole and only where its
words stand in order; what was excluded is never marked. Segments add up to the text exactly.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from archive.prepared import asked
from quotes.search.languages import UNSTEMMED, stemming
from quotes.search.query import Phrase, Query, Term
from quotes.text import Token, tokens

# A word's lexeme by a rule; empty for a stop word.
LEXEMES = """
SELECT word, rule,
    array_to_string(tsvector_to_array(to_tsvector(public.search_config(rule), word)), ' ')
FROM unnest(%s::text[], %s::text[]) AS typed(word, rule)
"""

CONTEXT = 0.3
"""How much of a passage stands before its first match."""

_HYPHEN = re.compile("[-‐‑－﹣]")

_INITIALS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.)+[^\W\d_]$")
"""U.S, as a word ends: the dot after it is its own."""

Lexemes = Mapping[tuple[str, str], str]

MOST_KNOWN = 100_000
"""Lexemes that a process remembers, some 20 MB: looking up those of a page took 3 ms."""

_KNOWN: dict[tuple[str, str], str] = {}
Span = tuple[int, int]


class Segment(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    match: bool = False


class Passage(NamedTuple):
    """Segments of a text, whether some of it is left out before and after, and where it begins."""

    segments: tuple[Segment, ...]
    truncated_before: bool = False
    truncated_after: bool = False
    start: int = 0


class Words(Protocol):
    """Words in a language: a quote, a passage, a title."""

    @property
    def pk(self) -> Any:
        """What tells it from the others."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def language(self) -> str:
        """Their language."""


def highlights(query: Query, said: Iterable[Words]) -> dict[Any, tuple[Segment, ...]]:
    """Each text in segments, by its primary key."""
    texts = [_Text.of(one) for one in said]
    lexemes = _look_up(query.terms, texts)
    # Most texts of a page are in one language: what is looked for is made once for each.
    patterns = {rule: _by_rule(query.terms, rule, lexemes) for rule in {one.rule for one in texts}}
    return {one.pk: _segments(one.whole, one.spans(patterns[one.rule], lexemes)) for one in texts}


def passage(segments: Sequence[Segment], longest: int) -> Passage:
    """Return at most ``longest`` characters around the first match, cut between words."""
    whole = "".join(segment.text for segment in segments)
    if len(whole) <= longest:
        return Passage(tuple(segments))
    start, end = _window(whole, _first_match(segments), longest)
    cut = tuple(_between(segments, start, end))
    return Passage(cut, start > 0, end < len(whole), start)


@dataclass(frozen=True)
class _Text:
    """A text as its words stand in it: hyphened words cut, and once more joined."""

    pk: Hashable
    whole: str
    rule: str
    readings: tuple[list[Token], ...]

    @classmethod
    def of(cls, said: Words) -> "_Text":
        return cls(said.pk, said.text, stemming(said.language), _readings(said.text))

    def spans(self, patterns: "Collection[_Pattern]", lexemes: Lexemes) -> list[Span]:
        """Where the patterns of the language's rule stand."""
        return [
            span
            for reading in self.readings
            for rule in {pattern.rule for pattern in patterns}
            for row in [[lexemes[token.word, rule] for token in reading]]
            for pattern in patterns
            if pattern.rule == rule
            for span in pattern.found(reading, row)
        ]


@dataclass(frozen=True)
class _Pattern:
    """Lexemes in a row, each with its alternatives; the last may be a beginning."""

    rule: str
    lexemes: tuple[frozenset[str], ...]
    prefix: bool = False

    def found(self, reading: list[Token], row: list[str]) -> Iterator[Span]:
        """Where it stands in a reading whose words have these lexemes."""
        size = len(self.lexemes)
        for at in self._starts(row):
            run = row[at : at + size]
            if len(run) == size and all(map(self._matches, range(size), run)):
                yield reading[at].start, reading[at + size - 1].end

    def _starts(self, row: list[str]) -> Iterable[int]:
        if self.prefix and len(self.lexemes) == 1:
            return range(len(row))
        first = self.lexemes[0]
        return [at for at, lexeme in enumerate(row) if lexeme in first]

    def _matches(self, place: int, lexeme: str) -> bool:
        wanted = self.lexemes[place]
        if self.prefix and place == len(self.lexemes) - 1:
            return lexeme.startswith(tuple(wanted))
        return lexeme in wanted


def _readings(text: str) -> tuple[list[Token], ...]:
    cut = tokens(text)
    return (cut, tokens(text, joined=True)) if _HYPHEN.search(text) else (cut,)


def _look_up(terms: Iterable[Term], texts: Iterable[_Text]) -> Lexemes:
    typed = {word for term in terms for spelling in _spellings(term) for word in spelling}
    rules = {text.rule for text in texts} | {UNSTEMMED}
    wanted = {(word, rule) for rule in rules for word in typed | {"usinitials"}}
    for text in texts:
        found = {token.word for reading in text.readings for token in reading}
        wanted |= {(word, rule) for word in found for rule in (text.rule, UNSTEMMED)}
    known = {pair: _KNOWN[pair] for pair in wanted if pair in _KNOWN}
    if missing := sorted(wanted - known.keys()):
        known |= _asked(missing)
    return known


def _asked(pairs: list[tuple[str, str]]) -> Lexemes:
    """Ask the database, and remember: a word's lexeme never changes, and words recur."""
    rows = asked(LEXEMES, [[word for word, _ in pairs], [rule for _, rule in pairs]])
    found = {(word, rule): lexeme for word, rule, lexeme in rows}
    if len(_KNOWN) > MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN.update(found)
    return found


def _spellings(term: Term) -> list[list[str]]:
    return [[token.word for token in reading] for reading in _readings(term.looked_for)]


def _by_rule(terms: Collection[Term], rule: str, lexemes: Lexemes) -> list[_Pattern]:
    """What the terms are looked for as by a language's rule."""
    patterns = [one for term in terms for one in _patterns(term, rule, lexemes)]
    if patterns:
        return patterns
    # Nothing but stop words was asked, so they were looked for exactly.
    return [one for term in terms for one in _exact_patterns(term, lexemes)]


def _patterns(term: Term, rule: str, lexemes: Lexemes) -> list[_Pattern]:
    """What a term is looked for as; nothing for a stop word, which is not required."""
    if isinstance(term, Phrase) or term.prefix:
        return _exact_patterns(term, lexemes)
    cut = _spellings(term)[0]
    if all(lexemes[word, rule] for word in cut):
        return [_pattern(one, rule, lexemes) for one in _spellings(term)]
    return _exact_patterns(term, lexemes) if len(cut) > 1 else []


def _exact_patterns(term: Term, lexemes: Lexemes) -> list[_Pattern]:
    return [_pattern(one, UNSTEMMED, lexemes, term.prefix) for one in _spellings(term)]


def _pattern(typed: list[str], rule: str, lexemes: Lexemes, prefix: bool = False) -> _Pattern:
    """``us`` in small letters also finds US, as in ``public.exact_phrase``."""
    either = (("us", "usinitials") if word == "us" else (word,) for word in typed)
    row = (frozenset(lexemes[word, rule] for word in one) for one in either)
    return _Pattern(rule, tuple(row), prefix)


def _segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut the text at the spans; those that touch are one."""
    merged: list[Span] = []
    for start, end in sorted(_with_last_dot(text, span) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    edges = [0, *(edge for span in merged for edge in span), len(text)]
    pieces = (Segment(text[a:b], bool(n % 2)) for n, (a, b) in enumerate(pairwise(edges)))
    return tuple(piece for piece in pieces if piece.text)


def _with_last_dot(text: str, span: Span) -> Span:
    """Initials with the dot after them: U.S., which as a word ends before it."""
    start, end = span
    its_own = text[end : end + 1] == "." and _INITIALS.search(text, start, end)
    return (start, end + 1) if its_own else span


def _first_match(segments: Iterable[Segment]) -> int:
    position = 0
    for segment in segments:
        if segment.match:
            return position
        position += len(segment.text)
    return 0


def _window(text: str, match: int, longest: int) -> Span:
    """Where the passage begins and ends: between words, where words are not too long for it."""
    start = max(0, min(match - int(longest * CONTEXT), len(text) - longest))
    cut = tokens(text)
    starts, ends = {0, *(word.start for word in cut)}, {len(text), *(word.end for word in cut)}
    start = min((edge for edge in starts if start <= edge <= match), default=start)
    limit = start + longest
    return start, max((edge for edge in ends if match < edge <= limit), default=limit)


def _between(segments: Iterable[Segment], start: int, end: int) -> Iterator[Segment]:
    position = 0
    for text, match in segments:
        piece = text[max(0, start - position) : max(0, end - position)]
        if piece:
            yield Segment(piece, match)
        position += len(text)
