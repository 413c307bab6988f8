"""A sentence put together from pieces of several: which piece is from where. Pure."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from quotes.wordings.units import GAP, Unit, units

SHORTEST: Final = 4
"""Units of a piece; shorter ones are phrases anyone uses."""

SHORTEST_HAN: Final = 6
"""CJK characters of a piece."""

WHOLE: Final = 0.85
"""How much of the sentence the pieces must make up."""


class Piece(NamedTuple):
    """Characters of the claim that stand in one record, letter for letter or nearly."""

    start: int
    end: int
    record: int


def splice(claim: str, records: Sequence[str]) -> list[Piece]:
    """The claim as pieces of at least two of the records; none when it is not made of them.

    The longest piece from each place on is taken. One record that holds nearly all is no splice.
    """
    ours = units(claim)
    theirs = [_Record(units(record)) for record in records]
    found: list[Piece] = []
    done, place = 0, 0
    while place < len(ours):
        record, size = max(
            ((number, one.longest(ours, place)) for number, one in enumerate(theirs)),
            key=lambda run: run[1],
            default=(0, 0),
        )
        if size and size >= _shortest(ours[place : place + size]):
            end = place + size
            found.append(Piece(ours[place].start, ours[end - 1].end, record))
            done, place = done + size, end
        else:
            done, place = done + (ours[place].key == GAP), place + 1
    several = len({piece.record for piece in found}) > 1
    return found if several and done >= WHOLE * len(ours) else []


def _shortest(run: Sequence[Unit]) -> int:
    return SHORTEST if all(unit.key.isascii() for unit in run) else SHORTEST_HAN


class _Record:
    """A record's keys, and where each pair of neighbours stands."""

    def __init__(self, found: Sequence[Unit]) -> None:
        self.keys = [unit.key for unit in found]
        self.pairs: dict[tuple[str, str], list[int]] = {}
        for place in range(len(self.keys) - 1):
            self.pairs.setdefault((self.keys[place], self.keys[place + 1]), []).append(place)

    def longest(self, ours: Sequence[Unit], start: int) -> int:
        """How many units of ``ours`` from ``start`` on stand here in a row."""
        if start + 1 >= len(ours):
            return 0
        pair = (ours[start].key, ours[start + 1].key)
        return max((self._run(ours, start, place) for place in self.pairs.get(pair, ())), default=0)

    def _run(self, ours: Sequence[Unit], start: int, place: int) -> int:
        size = 0
        while (
            start + size < len(ours)
            and place + size < len(self.keys)
            and ours[start + size].key == self.keys[place + size]
        ):
            size += 1
        return size
