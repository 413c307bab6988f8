"""Anchors: where exactly in a captured text some words stand.

An anchor is W3C Web Annotation's TextQuoteSelector (``exact``, ``prefix``, ``suffix``) and
TextPositionSelector (``start``, ``end``) in one: characters, from 0, end exclusive. A place is
found or refused with a sentence, never guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

CONTEXT = 32
"""Characters of context kept on either side when the editor gives none."""


class AnchorError(ValueError):
    """Words that have no single place in the text; the message is for the editor."""


@dataclass(frozen=True)
class Anchor:
    """One place in a text: its words, the words around it, and its position."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def find(text: str, exact: str, prefix: str = "", suffix: str = "") -> Anchor:
    """Find the one place in ``text`` where ``exact`` stands between ``prefix`` and ``suffix``.

    Everything is compared letter for letter. Context that is not given is taken from the text.
    Raises :class:`AnchorError` when there is no such place or more than one.
    """
    if not exact:
        raise AnchorError("Give the words to find in the captured text.")
    places = _places(text, exact, prefix, suffix)
    start = next(places, None)
    if start is None:
        raise AnchorError(_not_there(text, exact))
    if next(places, None) is not None:
        raise AnchorError(
            "These words stand in the captured text more than once: "
            "add words that stand right before or after them."
        )
    return _anchor(text, exact, prefix, suffix, start)


def _places(text: str, exact: str, prefix: str, suffix: str) -> Iterator[int]:
    """Every start of ``exact`` in this context; places may overlap, as “aa” does in “aaa”."""
    start = text.find(exact)
    while start >= 0:
        end = start + len(exact)
        if text.endswith(prefix, 0, start) and text.startswith(suffix, end):
            yield start
        start = text.find(exact, start + 1)


def _not_there(text: str, exact: str) -> str:
    if exact in text:
        return "These words stand in the captured text, but not between that prefix and suffix."
    return "These words are not in the captured text, letter for letter."


def _anchor(text: str, exact: str, prefix: str, suffix: str, start: int) -> Anchor:
    end = start + len(exact)
    return Anchor(
        exact=exact,
        prefix=prefix or text[max(0, start - CONTEXT) : start],
        suffix=suffix or text[end : end + CONTEXT],
        start=start,
        end=end,
    )
