"""Cutting a long text into passages that can be searched and shown. Pure.

A book does not fit the index as a whole (PostgreSQL's ``tsvector`` ends at 1 MB, its positions at
16,383 words), and a reader wants the place, not the book.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 2_000
"""Characters of a passage: some 300 words, or a page of Chinese."""

OVERLAP = 300
"""Characters, at most, that a passage repeats of the one before. At least half of them it always
does: a phrase of up to 150 characters that a cut runs through is whole in one of the two."""

_ENDS = (
    re.compile(r"\n\s*"),  # a paragraph
    re.compile(r"[.!?][\"'”’)\]]*\s+|[。！？][”’」』）]*\s*"),  # a sentence
    re.compile(r"\s+|(?<=[\u3040-\u9fff])(?=[\u3040-\u9fff])"),  # a word
)
"""Where a passage had best end, best first."""


class Piece(NamedTuple):
    """A part of a text: where it begins (from 0), and its words."""

    start: int
    text: str


def passages(text: str) -> Iterator[Piece]:
    """The passages of a text, in order; together they hold every character of it."""
    start = 0
    while len(text) - start > LONGEST:
        end = _end(text, start + LONGEST // 2, start + LONGEST)
        yield Piece(start, text[start:end])
        start = _beginning(text, end - OVERLAP, end - OVERLAP // 2)
    yield Piece(start, text[start:])


def _end(text: str, first: int, last: int) -> int:
    """The last best place to end between two places; the last one where there is none."""
    for ends in _ENDS:
        found = [match.end() for match in ends.finditer(text, first, last)]
        if found:
            return found[-1]
    return last


def _beginning(text: str, first: int, last: int) -> int:
    """The first place between two where a word begins; the first one where none does.

    None does within a long address or an encoded picture.
    """
    found = _ENDS[-1].search(text, first, last)
    return found.end() if found else first
