"""What sort of change a difference between two wordings is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from quotes.wordings.aligning import How
from quotes.wordings.meaning import opposed
from quotes.wordings.units import GAP, Unit, even, simplified


class ChangeKind(StrEnum):
    """What sort of change; in the order they are told."""

    NEGATION = "negation"
    NUMBER = "number"
    UNIT = "unit"
    MODAL = "modal"
    QUANTIFIER = "quantifier"
    CONNECTIVE = "connective"
    NAME = "name"
    ORDER = "order"
    OMISSION = "omission"
    ADDITION = "addition"
    WORDING = "wording"
    SPELLING = "spelling"
    CAPITALS = "capitals"
    PUNCTUATION = "punctuation"


MEANING: Final = frozenset(list(ChangeKind)[:7])
"""Kinds of change that may turn the meaning round by themselves."""

ORDER: Final = {kind: place for place, kind in enumerate(ChangeKind)}

SURFACE: Final = frozenset({ChangeKind.CAPITALS, ChangeKind.PUNCTUATION})
"""Kinds of change that leave every word as it was."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its kind, what the claim says there and what the record says."""

    kind: ChangeKind
    claim: str
    record: str


def kind_of(how: How, ours: Sequence[Unit], theirs: Sequence[Unit]) -> ChangeKind:
    """What to call a change that bears none of the meanings listed."""
    if how is How.LEFT_OUT:
        only_gaps = all(unit.key == GAP for unit in theirs)
        return ChangeKind.PUNCTUATION if only_gaps else ChangeKind.OMISSION
    if how is How.ADDED:
        only_gaps = all(unit.key == GAP for unit in ours)
        return ChangeKind.PUNCTUATION if only_gaps else ChangeKind.ADDITION
    if len(ours) == len(theirs) == 1:
        if opposed(ours[0].key, theirs[0].key):
            return ChangeKind.NEGATION
        if _is_misspelt(ours[0].key, theirs[0].key):
            return ChangeKind.SPELLING
    return ChangeKind.WORDING


def lettering(ours: Unit, theirs: Unit, first: bool, claim: str, record: str) -> ChangeKind | None:
    """What differs in the letters of one word beyond typography; None when nothing does."""
    mine, other = even(ours.text), even(theirs.text)
    if mine == other:
        return None
    if mine.casefold() != other.casefold():  # both traditional, and not the same character
        alike = ours.key in (mine, other) or not _is_one_script(mine, other)
        return None if alike else ChangeKind.SPELLING
    only_first = mine[1:] == other[1:] and first
    throughout = any(text.isupper() or text.islower() for text in (claim, record))
    return None if only_first or throughout else ChangeKind.CAPITALS


def _is_misspelt(ours: str, theirs: str) -> bool:
    longest = max(len(ours), len(theirs))
    return longest > 3 and OSA.distance(ours, theirs) <= (1 if longest < 8 else 2)


def _is_one_script(mine: str, other: str) -> bool:
    return len(mine) == len(other) == 1 and simplified(mine) == simplified(other)
