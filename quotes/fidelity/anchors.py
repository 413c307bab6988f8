"""Anchors: where exactly in a captured text some words stand. Pure.

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


SOME_CONTEXT = 12
"""Characters next to the words that must have stayed for a place to be the same place."""


def find_again(text: str, anchor: Anchor) -> Anchor:
    """Find the place of ``anchor`` in another edition: by its exact words and what stands around.

    Where nothing moved it is where it was. Otherwise the one place with all of its context will
    do, or the only one that has some of it on either side. Raises :class:`AnchorError` when the
    words are gone, stand in several such places, or only among other words: someone must look.
    """
    if _is_there(text, anchor, anchor.start):
        return _anchor(text, anchor.exact, "", "", anchor.start)
    places = list(_places(text, anchor.exact, "", ""))
    whole = [start for start in places if _is_there(text, anchor, start)]
    like = whole or [start for start in places if _is_near(text, anchor, start)]
    if len(like) == 1:
        return _anchor(text, anchor.exact, "", "", like[0])
    if not places:
        raise AnchorError(_not_there(text, anchor.exact))
    if like:
        raise AnchorError(f"These words stand in such a context {len(like)} times.")
    raise AnchorError("These words stand in the text, but among other words than before.")


def _is_there(text: str, anchor: Anchor, start: int) -> bool:
    end = start + len(anchor.exact)
    return (
        text.startswith(anchor.exact, start)
        and text.endswith(anchor.prefix, 0, start)
        and text.startswith(anchor.suffix, end)
    )


def _is_near(text: str, anchor: Anchor, start: int) -> bool:
    """Whether a piece of the context that says something stands right before or after."""
    before, after = anchor.prefix[-SOME_CONTEXT:], anchor.suffix[:SOME_CONTEXT]
    end = start + len(anchor.exact)
    return (len(before.strip()) > 1 and text.endswith(before, 0, start)) or (
        len(after.strip()) > 1 and text.startswith(after, end)
    )


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
