"""Cues: where a text says that someone says something. Pure.

A cue is who (as printed) and the verb, with their places. ``english`` and ``chinese`` find them;
whether one belongs to a quotation is for ``finding`` to judge.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cue:
    """Who says: ``name`` at ``name_start``; from ``start`` to ``end`` the whole “Ren said”."""

    name: str
    name_start: int
    name_end: int
    start: int
    end: int
    verb_start: int
    inverted: bool = False
    """The verb comes first, as in “cautioned Ren”: it says something only after a quotation."""
    bare: bool = False
    """A participle without its own subject: “…, adding that”."""
    again: tuple[int, int] | None = None
    """Where a participle takes it up: “Ren said …, adding”."""


def listed(words: str) -> frozenset[str]:
    """The words of a table, written with white space between them."""
    return frozenset(words.split())


def any_of(words: str) -> str:
    """A pattern of the words of a table, the longer ones first."""
    return "|".join(map(re.escape, sorted(listed(words), key=len, reverse=True)))


PERSONAL: Final = listed("he she him her 他 她 本人")
"""Pronouns that mean one person."""

PRONOUNS: Final = PERSONAL | listed("they them it i we you who 它 他们 她们 其 后者 前者 我 我们")
