"""Two wordings laid side by side: which words of a claim stand where in a record. Pure."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.wordings.units import GAP, Unit

LONGEST_BLOCKS: Final = 600
"""Units up to which the longest common runs are looked for; above, the longest common sequence
(bit-parallel, so that a whole speech takes milliseconds), which may tear a run apart."""

STRAY: Final = 3
"""A single common unit at an edge this much farther away in one wording is a coincidence."""


class How(StrEnum):
    """What a segment is to the two wordings."""

    SAME = "same"
    CUT = "cut"
    """Of the record alone: before or after the claim, or where the claim shows an ellipsis."""
    LEFT_OUT = "left_out"
    """Of the record alone, within the claim, and nothing shows it."""
    ADDED = "added"
    """Of the claim alone."""
    REPLACED = "replaced"


class Span(NamedTuple):
    """Units of the claim and units of the record that answer each other."""

    how: How
    claim: tuple[int, int]
    record: tuple[int, int]


Block = tuple[int, int, int]
"""Where a common run begins in the claim, in the record, and how many units it has."""


def align(claim: Sequence[Unit], record: Sequence[Unit]) -> list[Span]:
    """Spans in order that cover both wordings; none is common when there is no SAME among them."""
    blocks = _whole(claim, record) or _without_strays(_common(claim, record))
    if not blocks:
        return [Span(How.REPLACED, (0, len(claim)), (0, len(record)))]
    spans = [*_start(blocks[0]), *_inner(blocks, claim), *_end(blocks[-1], len(claim), len(record))]
    return [span for span in spans if _size(span.claim) or _size(span.record)]


def run_at(needle: Sequence[str], hay: Sequence[str], start: int = 0) -> int:
    """Where ``needle`` stands in ``hay`` as one run, from ``start`` on; -1 when nowhere."""
    first, size = (needle[0] if needle else None), len(needle)
    for place in range(start, len(hay) - size + 1):
        if hay[place] == first and list(hay[place : place + size]) == list(needle):
            return place
    return -1


def _whole(claim: Sequence[Unit], record: Sequence[Unit]) -> list[Block]:
    """The claim as one run of the record, or the record as one run of the claim."""
    ours, theirs = [unit.key for unit in claim], [unit.key for unit in record]
    if ours and (place := run_at(ours, theirs)) >= 0:
        return [(0, place, len(ours))]
    if theirs and (place := run_at(theirs, ours)) >= 0:
        return [(place, 0, len(theirs))]
    return []


def _common(claim: Sequence[Unit], record: Sequence[Unit]) -> list[Block]:
    ours, theirs = [unit.key for unit in claim], [unit.key for unit in record]
    if max(len(ours), len(theirs)) > LONGEST_BLOCKS:
        codes = LCSseq.opcodes(ours, theirs)
        return [
            (c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"
        ]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]


def _without_strays(blocks: list[Block]) -> list[Block]:
    """Less the single units at both ends that stand apart from the rest by coincidence."""
    blocks = list(blocks)
    while len(blocks) > 1 and _is_stray(blocks[0], blocks[0], blocks[1]):
        blocks.pop(0)
    while len(blocks) > 1 and _is_stray(blocks[-1], blocks[-2], blocks[-1]):
        blocks.pop()
    return blocks


def _is_stray(block: Block, before: Block, after: Block) -> bool:
    apart = (after[1] - before[1] - before[2]) - (after[0] - before[0] - before[2])
    return block[2] == 1 and abs(apart) > STRAY


def _start(first: Block) -> Iterator[Span]:
    """Before the first common run: what the claim says instead, and what it cuts."""
    ours, theirs, _common_units = first
    instead = min(ours, theirs)
    yield Span(How.CUT, (0, 0), (0, theirs - instead))
    yield Span(How.ADDED, (0, ours - instead), (theirs - instead, theirs - instead))
    yield Span(How.REPLACED, (ours - instead, ours), (theirs - instead, theirs))


def _end(last: Block, claim: int, record: int) -> Iterator[Span]:
    """Behind the last common run, the same in reverse."""
    ours, theirs = last[0] + last[2], last[1] + last[2]
    instead = min(claim - ours, record - theirs)
    end, their_end = ours + instead, theirs + instead
    yield Span(How.REPLACED, (ours, end), (theirs, their_end))
    yield Span(How.ADDED, (end, claim), (their_end, their_end))
    yield Span(How.CUT, (claim, claim), (their_end, record))


def _inner(blocks: Sequence[Block], claim: Sequence[Unit]) -> Iterator[Span]:
    for (ours, theirs, size), (next_ours, next_theirs, _) in pairwise([*blocks, (-1, -1, 0)]):
        end, their_end = ours + size, theirs + size
        yield Span(How.SAME, (ours, end), (theirs, their_end))
        if next_ours >= 0 and (end < next_ours or their_end < next_theirs):
            how = _between(claim[end:next_ours], next_theirs - their_end)
            yield Span(how, (end, next_ours), (their_end, next_theirs))


def _between(ours: Sequence[Unit], theirs: int) -> How:
    if not ours:
        return How.LEFT_OUT
    if all(unit.key == GAP for unit in ours):
        return How.CUT
    return How.REPLACED if theirs else How.ADDED


def _size(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def pieces(text: str, found: Sequence[Unit], places: Sequence[tuple[int, int]]) -> list[str]:
    """``text`` cut where the spans are, what stands between two units going with the first."""
    return [_piece(text, found, start, end) for start, end in places]


def _piece(text: str, found: Sequence[Unit], start: int, end: int) -> str:
    if start == end:
        return ""
    begin = found[start].start if start else 0
    return text[begin : found[end].start if end < len(found) else len(text)]


def covered(spans: Sequence[Span], of: Callable[[Span], tuple[int, int]]) -> tuple[int, int]:
    """From the first to the last unit that answers something of the other wording."""
    kept = [of(span) for span in spans if span.how is not How.CUT and _size(of(span))]
    return (kept[0][0], kept[-1][1]) if kept else (0, 0)
