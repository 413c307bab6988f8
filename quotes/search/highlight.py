"""The words that were looked for, marked in the quotes of one page.

The database says which forms of a word are the same: a statement for what was typed and one for a
page, however many quotes and words, and none for what is known. ``quotes.text`` says where they
stand. A phrase is marked as a whole and only where its words stand in order; what was excluded is
never marked. Segments add up to the text exactly.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from archive.prepared import asked
from quotes.search.languages import UNSTEMMED, stemming
from quotes.search.query import Phrase, Query, Term
from quotes.search.reading import Reading
from quotes.text import Token, pieces, pieces_of, places, runs, tokens, words_in

# A word's lexeme by a rule; empty for a stop word.
LEXEMES = """
SELECT word, rule,
    array_to_string(tsvector_to_array(to_tsvector(public.search_config(rule), word)), ' ')
FROM unnest(%s::text[], %s::text[]) AS typed(word, rule)
"""

CONTEXT = 0.3
"""How much of a passage stands before its first match."""

LAST_WORD = NEXT_WORD = 60
"""Within so many characters of its ends the first and last word of a passage are looked for."""

_HYPHEN = re.compile("[-‐‑－﹣]")

_INITIALS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.)+[^\W\d_]$")
"""U.S, as a word ends: the dot after it is its own."""

MOST_KNOWN = 100_000
"""Lexemes that a process remembers, some 20 MB: looking up those of a page took 3 ms."""

NONE: frozenset[str] = frozenset()

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


def highlights(reading: Reading, said: Iterable[Words]) -> dict[Any, tuple[Segment, ...]]:
    """Each text in segments, by its primary key."""
    by_rule: dict[str, list[Words]] = {}
    for one in said:
        by_rule.setdefault(stemming(one.language), []).append(one)
    # About whom it names the rest is asked, and of stop words alone each is looked for.
    questions = (reading.query.terms, Query(reading.about).terms)
    typed = frozenset(piece for term in reading.query.terms for piece in pieces(term.looked_for))
    known = _look_up(dict.fromkeys([*by_rule, UNSTEMMED], typed | {"US"}))
    patterns = {
        rule: dict.fromkeys(one for terms in questions for one in _by_rule(terms, rule, known))
        for rule in by_rule
    }
    held = {rule: pieces_of(one.text for one in texts) for rule, texts in by_rule.items()}
    lexica = _look_up(_needed(patterns, held))
    marked: dict[Any, tuple[Segment, ...]] = {}
    for rule, texts in by_rule.items():
        marker = _Marker.among(held[rule], patterns[rule], lexica)
        for one in texts:
            marked[one.pk] = _segments(one.text, marker.spans(one.text))
    return marked


def passage(segments: Sequence[Segment], longest: int) -> Passage:
    """Return at most ``longest`` characters around the first match, cut between words."""
    whole = "".join(segment.text for segment in segments)
    if len(whole) <= longest:
        return Passage(tuple(segments))
    start, end = _window(whole, _first_match(segments), longest)
    cut = tuple(_between(segments, start, end))
    return Passage(cut, start > 0, end < len(whole), start)


@dataclass(frozen=True)
class _Lexicon:
    """What is known of a language's rule: the lexeme of a word, and all lexemes in a piece."""

    words: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, frozenset[str]] = field(default_factory=dict)
    holding: dict[str, set[str]] = field(default_factory=dict)
    """The pieces that hold each lexeme."""

    def unknown(self, pieces: Iterable[str]) -> set[str]:
        """The words in these pieces that are not known."""
        return {word for piece in pieces for word in words_in(piece) if word not in self.words}

    def learn(self, pieces: Iterable[str]) -> None:
        """Remember what is in these pieces; their words are known."""
        for piece in pieces:
            lexemes = frozenset(self.words[word] for word in words_in(piece))
            for lexeme in lexemes:
                self.holding.setdefault(lexeme, set()).add(piece)
            self.pieces[piece] = lexemes  # last: what other threads find here is held above


Lexica = Mapping[str, _Lexicon]
"""By the language's rule."""

_KNOWN: dict[str, _Lexicon] = {}


@dataclass(frozen=True)
class _Marker:
    """Patterns, and the only pieces of the texts that hold what they are made of.

    Most of a page is neither marked nor beside what is: to place every word of it took 1.5 ms.
    """

    patterns: "Collection[_Pattern]"
    pieces: frozenset[str]
    lexica: Lexica

    @classmethod
    def among(
        cls, pieces: frozenset[str], patterns: "Collection[_Pattern]", lexica: Lexica
    ) -> "_Marker":
        """Of these pieces of the texts, which are known by the rules of the patterns."""
        held: set[str] = set()
        for rule in {pattern.rule for pattern in patterns}:
            lexicon, own = lexica[rule], [one for one in patterns if one.rule == rule]
            wanted = {lexeme for one in own for lexemes in one.lexemes for lexeme in lexemes}
            held.update(*(pieces & lexicon.holding.get(lexeme, NONE) for lexeme in wanted))
            if begun := tuple(start for one in own if one.prefix for start in one.lexemes[-1]):
                held |= {piece for piece in pieces if _begins(lexicon.pieces[piece], begun)}
        return cls(patterns, frozenset(held), lexica)

    def spans(self, text: str) -> Iterable[Span]:
        """Where the patterns stand in a text."""
        if self._has_rows:
            return self._rows(text)
        return [
            (at + start, at + end)
            for at, piece in places(text, self.pieces)
            for start, end in self._within[piece]
        ]

    def _rows(self, text: str) -> Iterator[Span]:
        """Where they stand in a row of words, hyphened words cut and then joined."""
        for joined in (False, True) if self._is_hyphened else (False,):
            for run in runs(text, self.pieces, joined=joined):
                for pattern in self.patterns:
                    lexemes = self.lexica[pattern.rule].words
                    yield from pattern.found(run, [lexemes[token.word] for token in run])

    @cached_property
    def _has_rows(self) -> bool:
        return any(len(pattern.lexemes) > 1 for pattern in self.patterns)

    @cached_property
    def _within(self) -> dict[str, tuple[Span, ...]]:
        """Where patterns of one word stand in each piece: the same wherever it stands itself."""
        return {piece: tuple(self._rows(piece)) for piece in self.pieces}

    @cached_property
    def _is_hyphened(self) -> bool:
        return any(map(_HYPHEN.search, self.pieces))


def _begins(lexemes: Iterable[str], starts: tuple[str, ...]) -> bool:
    return any(one.startswith(starts) for one in lexemes)


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


def _needed(
    patterns: Mapping[str, Iterable[_Pattern]], held: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """The pieces of texts that patterns are looked for in, by the rule they are looked up by.

    Few questions are about exact words: of most, the texts are looked up by one rule and not two.
    """
    needed: dict[str, frozenset[str]] = {}
    for rule, own in patterns.items():
        for by in {one.rule for one in own}:
            needed[by] = needed[by] | held[rule] if by in needed else held[rule]
    return needed


def _look_up(wanted: Mapping[str, frozenset[str]]) -> Lexica:
    """Lexica that hold these pieces, by the language's rule.

    One statement asks for the words not known, and they are remembered: a word's lexeme never
    changes, and words recur.
    """
    lexica = {rule: _KNOWN.setdefault(rule, _Lexicon()) for rule in wanted}
    # Not less the dictionary's keys: Python would go through all of them, thousands for each page.
    missing = {rule: found.difference(lexica[rule].pieces) for rule, found in wanted.items()}
    unknown = [(word, rule) for rule in wanted for word in lexica[rule].unknown(missing[rule])]
    if unknown:
        for word, rule, lexeme in asked(LEXEMES, [list(one) for one in zip(*unknown, strict=True)]):
            lexica[rule].words[word] = lexeme
    for rule, found in missing.items():
        lexica[rule].learn(found)
    if sum(len(one.words) for one in _KNOWN.values()) > MOST_KNOWN:
        _KNOWN.clear()  # those in use stay whole
    return lexica


def _spellings(term: Term) -> list[list[str]]:
    """The words of a term: hyphened words cut, and where there are some once more joined."""
    typed = term.looked_for
    readings = (False, True) if _HYPHEN.search(typed) else (False,)
    return [[token.word for token in tokens(typed, joined=joined)] for joined in readings]


def _by_rule(terms: Collection[Term], rule: str, lexica: Lexica) -> list[_Pattern]:
    """What the terms are looked for as by a language's rule."""
    patterns = [one for term in terms for one in _patterns(term, rule, lexica)]
    if patterns:
        return patterns
    # Nothing but stop words was asked, so they were looked for exactly.
    return [one for term in terms for one in _exact_patterns(term, lexica)]


def _patterns(term: Term, rule: str, lexica: Lexica) -> list[_Pattern]:
    """What a term is looked for as; nothing for a stop word, which is not required."""
    if isinstance(term, Phrase) or term.prefix:
        return _exact_patterns(term, lexica)
    cut = _spellings(term)[0]
    if all(lexica[rule].words[word] for word in cut):
        return [_pattern(one, rule, lexica) for one in _spellings(term)]
    return _exact_patterns(term, lexica) if len(cut) > 1 else []


def _exact_patterns(term: Term, lexica: Lexica) -> list[_Pattern]:
    return [_pattern(one, UNSTEMMED, lexica, term.prefix) for one in _spellings(term)]


def _pattern(typed: list[str], rule: str, lexica: Lexica, prefix: bool = False) -> _Pattern:
    """``us`` in small letters also finds US, as in ``public.exact_phrase``."""
    either = (("us", "usinitials") if word == "us" else (word,) for word in typed)
    row = (frozenset(lexica[rule].words[word] for word in one) for one in either)
    return _Pattern(rule, tuple(row), prefix)


def _segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut the text at the spans; those that touch are one."""
    merged: list[Span] = []
    for span in sorted(spans):
        start, end = _with_last_dot(text, span)
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return _cut_at(text, merged)


def _cut_at(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    cut: list[Segment] = []
    done = 0
    for start, end in spans:
        if done < start:
            cut.append(Segment(text[done:start]))
        cut.append(Segment(text[start:end], True))
        done = end
    if done < len(text):
        cut.append(Segment(text[done:]))
    return tuple(cut)


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
    start = _first_word(text, start, match) if start else 0
    limit = start + longest
    if len(text) <= limit:
        return start, len(text)
    for since in (limit - LAST_WORD, match):
        ends = [word.end for word in _words_about(text, max(since, match), limit)]
        if within := [edge for edge in ends if match < edge <= limit]:
            return start, within[-1]
    return start, limit


def _first_word(text: str, start: int, match: int) -> int:
    """Where the first word begins from ``start`` on and before the match; there, if none does."""
    for until in (start + NEXT_WORD, match):
        for word in _words_about(text, start, min(until, match)):
            if start <= word.start <= match:
                return word.start
    return start


def _words_about(text: str, first: int, last: int) -> Iterator[Token]:
    """The words from one place to another, with those in which these places are."""
    at, end = text.rfind(" ", 0, first) + 1, text.find(" ", last)
    for word in tokens(text[at : end if end >= 0 else None]):
        yield Token(word.word, at + word.start, at + word.end)


def _between(segments: Iterable[Segment], start: int, end: int) -> Iterator[Segment]:
    position = 0
    for text, match in segments:
        piece = text[max(0, start - position) : max(0, end - position)]
        if piece:
            yield Segment(piece, match)
        position += len(text)
