"""Two wordings compared: is it the same, and if not, what changed and what was cut? Pure.

``compare(claim, record)`` lays a claimed wording beside a recorded one, word by word (Chinese,
Japanese and Korean by character), and answers with a :class:`Comparison`:

- ``sameness``: ``SAME`` letter for letter, ``TYPOGRAPHY`` (only what ``typography`` names),
  ``WORDS`` (the same words; punctuation or capitals differ), ``CHANGED``. A change is never called
  the same: whatever is not a named matter of typography counts.
- ``segments``: they add up to both texts exactly, for a page that draws the difference.
- ``changes``: each with its kind. Changes that turn a meaning round are named first (negation,
  number, unit, modal, quantifier, connective, name).
- ``before``, ``after``, ``inside``: what the claim cuts of the record, and ``qualifications``: the
  words in it that limited what was said ("but", "if", "unless", 但, 除非).

It is all about the wording. Who said it, and whether it is true, is for the caller.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Final

from quotes.wordings.aligning import How, Span, align, covered, pieces, run_at
from quotes.wordings.changes import MEANING, ORDER, SURFACE, Change, ChangeKind, kind_of, lettering
from quotes.wordings.meaning import Bearing, Marker, markers, qualifications
from quotes.wordings.typography import Typography, differences
from quotes.wordings.units import GAP, Unit, sentences, units

MOVED: Final = 3
"""Units that make a run worth calling moved; fewer recur by chance."""


class Sameness(IntEnum):
    """How nearly two wordings are one; the higher, the less."""

    SAME = 0
    TYPOGRAPHY = 1
    WORDS = 2
    CHANGED = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of both wordings; one of the two texts may be empty."""

    how: How
    claim: str
    record: str


@dataclass(frozen=True)
class Comparison:
    """A claimed wording beside a recorded one; the module says what each part means."""

    sameness: Sameness
    segments: tuple[Segment, ...]
    changes: tuple[Change, ...] = ()
    typography: tuple[Typography, ...] = ()
    qualifications: tuple[str, ...] = ()
    agreement: float = 0.0
    """How much of the claim's words answers the record's, 0 to 1; short words count less."""
    shared: float = 0.0
    """How much of the claim's words the record has, in whatever order, counted alike."""
    held: float = 0.0
    """How much of the record's words the claim has too, 0 to 1, counted alike."""

    @cached_property
    def before(self) -> str:
        """What the record says before the words claimed."""
        return self.segments[0].record if _is_cut(self.segments[0]) else ""

    @cached_property
    def after(self) -> str:
        """What the record says after the words claimed."""
        tail = self.segments[1:]
        return tail[-1].record if tail and _is_cut(tail[-1]) else ""

    @cached_property
    def inside(self) -> tuple[str, ...]:
        """What the record says where the claim shows an ellipsis."""
        return tuple(one.record for one in self.segments[1:-1] if one.how is How.CUT)

    @property
    def is_excerpt(self) -> bool:
        """Whether something of the record is openly not claimed."""
        return any(segment.how is How.CUT for segment in self.segments)

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """The kinds of change, each once, those of meaning first."""
        seen = {change.kind for change in self.changes}
        return tuple(kind for kind in ChangeKind if kind in seen)

    @property
    def bears_meaning(self) -> bool:
        """Whether a change may by itself turn the meaning round."""
        return not MEANING.isdisjoint(self.kinds)


def _is_cut(segment: Segment) -> bool:
    return segment.how is How.CUT and not segment.claim


def compare(claim: str, record: str, names: Iterable[str] = ()) -> Comparison:
    """Compare a claimed wording with a recorded one.

    ``names`` are names known to the caller; those written with a capital are seen without, so it
    serves Chinese above all. Takes milliseconds up to some thousand words, then grows with the
    product of the lengths.
    """
    return _Pair(claim, record, tuple(names)).comparison()


class _Pair:
    """The two wordings in units, aligned."""

    def __init__(self, claim: str, record: str, names: Sequence[str]) -> None:
        self.claim, self.record = claim, record
        self.ours, self.theirs = _without_end_gaps(units(claim)), units(record)
        self.names = tuple(tuple(unit.key for unit in units(name)) for name in names)
        self.spans = align(self.ours, self.theirs)
        self.texts = list(
            zip(
                pieces(claim, self.ours, [span.claim for span in self.spans]),
                pieces(record, self.theirs, [span.record for span in self.spans]),
                strict=True,
            )
        )

    def comparison(self) -> Comparison:
        """Everything there is to say about the two."""
        same = [span for span in self.spans if span.how is How.SAME]
        if not same:
            return _nothing_in_common(self.claim, self.record)
        changes = (*self._changes(), *self._surface())
        inked = () if changes else tuple(dict.fromkeys(self._typography()))
        agreement = _share(self.ours, [span.claim for span in same])
        shared = self._shared()
        if any(change.kind is ChangeKind.ORDER for change in changes):
            agreement = shared
        return Comparison(
            _sameness(changes, inked),
            tuple(Segment(span.how, *texts) for span, texts in self._each()),
            tuple(sorted(changes, key=lambda change: ORDER[change.kind])),
            inked,
            tuple(dict.fromkeys(self._qualifications())),
            agreement,
            shared,
            _share(self.theirs, [span.record for span in same]),
        )

    def _shared(self) -> float:
        theirs = Counter(unit.key for unit in self.theirs)
        held = 0.0
        for unit in self.ours:
            if theirs[unit.key] > 0:
                theirs[unit.key] -= 1
                held += _weight(unit)
        return held / sum(map(_weight, self.ours))

    def _each(self) -> Iterator[tuple[Span, tuple[str, str]]]:
        return zip(self.spans, self.texts, strict=True)

    def _of(self, span: Span) -> tuple[Sequence[Unit], Sequence[Unit]]:
        return self.ours[slice(*span.claim)], self.theirs[slice(*span.record)]

    # --- What changed ---

    def _changes(self) -> Iterator[Change]:
        """The changes of each segment; one that bears meaning needs no general word beside it."""
        named = self._bearings()
        for place, span in enumerate(self.spans):
            if span.how in (How.SAME, How.CUT):
                continue
            moved = [ChangeKind.ORDER] if self._is_moved(span) else []
            for kind in moved or named[place] or [kind_of(span.how, *self._of(span))]:
                yield Change(
                    kind,
                    _printed(self.claim, self.ours, span.claim),
                    _printed(self.record, self.theirs, span.record),
                )

    def _is_moved(self, span: Span) -> bool:
        """Whether the other wording has these words too, in another place."""
        if self._is_reordered:
            return True
        others = [one for one in self.spans if one is not span and one.how is not How.SAME]
        for side in (0, 1):
            keys = [unit.key for unit in self._of(span)[side]]
            elsewhere = ([unit.key for unit in self._of(one)[1 - side]] for one in others)
            if len(keys) >= MOVED and any(run_at(keys, other) >= 0 for other in elsewhere):
                return True
        return False

    @cached_property
    def _is_reordered(self) -> bool:
        """Whether they are the same words, each as often, in another order."""
        return Counter(one.key for one in self.ours) == Counter(one.key for one in self.theirs)

    def _bearings(self) -> list[list[ChangeKind]]:
        """For each segment, the kinds of meaning that only one of the wordings has there."""
        ours, theirs = markers(self.ours, self.names), markers(self.theirs, self.names)
        there = self._answering()
        kept = {marker: here for marker in theirs if (here := _carried(marker, there, ours))}
        found = set(there.values())
        counts = [(Counter[tuple[str, str]](), Counter[tuple[str, str]]()) for _ in self.spans]
        for side, lone in (
            (1, [one for one in theirs if one not in kept]),
            (0, [one for one in ours if not _is_kept(one, set(kept.values()), found)]),
        ):
            for marker in lone:
                place = self._segment_of(marker, side)
                if place is not None:
                    counts[place][side][marker.kind, marker.value] += 1
        return [_kinds((more - less) + (less - more)) for more, less in counts]

    def _answering(self) -> dict[int, int]:
        """The unit of the claim that answers each unit of the record."""
        return {
            theirs: ours
            for span in self.spans
            if span.how is How.SAME
            for ours, theirs in zip(range(*span.claim), range(*span.record), strict=True)
        }

    def _segment_of(self, marker: Marker, side: int) -> int | None:
        """The changed segment a marker belongs to; None when it was openly cut."""
        last_changed = None
        for place, span in enumerate(self.spans):
            start, end = span.record if side else span.claim
            changed = span.how not in (How.SAME, How.CUT)
            if changed and start < marker.end and marker.start < end:
                return place
            if changed and (start == end and marker.start <= start <= marker.end):
                last_changed = place
        return last_changed

    # --- The same words, differently printed ---

    def _surface(self) -> Iterator[Change]:
        """Punctuation and capitals that differ where the words are the same."""
        answering = sorted((ours, theirs) for theirs, ours in self._answering().items())
        last = answering[-1][0]
        for place, (mine, other) in enumerate(answering):
            ours, theirs = self.ours[mine], self.theirs[other]
            follows = place + 1 < len(answering) and answering[place + 1] == (mine + 1, other + 1)
            if (follows and ours.after != theirs.after) or (
                mine == last and self._ends_otherwise()
            ):
                yield Change(
                    ChangeKind.PUNCTUATION, ours.text + ours.after, theirs.text + theirs.after
                )
            if kind := lettering(ours, theirs, place == 0, self.claim, self.record):
                yield Change(kind, ours.text, theirs.text)

    def _ends_otherwise(self) -> bool:
        """Whether the last word claimed is a question or a cry in one wording only."""
        _start, end = covered(self.spans, lambda span: span.record)
        marks = [_strong(found.after) for found in (self.ours[-1], self.theirs[end - 1])]
        return marks[0] != marks[1]

    def _typography(self) -> Iterator[Typography]:
        for span in self.spans:
            if span.how is How.SAME:
                ours = _printed(self.claim, self.ours, span.claim)
                yield from differences(ours, _printed(self.record, self.theirs, span.record))
        _start, end = covered(self.spans, lambda span: span.record)
        if end == len(self.theirs) and self.ours[-1].after != self.theirs[-1].after:
            yield Typography.FINAL_MARK

    # --- What was cut ---

    def _qualifications(self) -> Iterator[str]:
        """The words in what was cut or left out that limit the sentence of the words claimed."""
        start, end = covered(self.spans, lambda span: span.record)
        whole = list(sentences(self.theirs))
        first = next((begin for begin, stop in whole if begin <= start < stop), start)
        yield from qualifications(self.theirs[first:start])
        for span in self.spans:
            if span.how is How.LEFT_OUT or (span.how is How.CUT and start < span.record[0] < end):
                yield from qualifications(self._of(span)[1])
        yield from qualifications(self.theirs[end : self._end_of_thought(end, whole)])

    def _end_of_thought(self, end: int, whole: Sequence[tuple[int, int]]) -> int:
        """The end of the sentence that is cut off; of the next one too when that says “But …”."""
        for begin, stop in whole:
            if begin < end < stop:
                return stop
            if begin == end and qualifications(self.theirs[begin : begin + 1]):
                return stop
        return end


def _nothing_in_common(claim: str, record: str) -> Comparison:
    if claim.strip() and claim == record:  # signs alone, yet the same
        return Comparison(Sameness.SAME, (Segment(How.SAME, claim, record),))
    change = Change(ChangeKind.WORDING, claim, record)
    return Comparison(Sameness.CHANGED, (Segment(How.REPLACED, claim, record),), (change,))


def _sameness(changes: Sequence[Change], inked: Sequence[Typography]) -> Sameness:
    if _are_words(changes):
        return Sameness.CHANGED
    if changes:
        return Sameness.WORDS
    return Sameness.TYPOGRAPHY if inked else Sameness.SAME


def _are_words(changes: Sequence[Change]) -> bool:
    return any(change.kind not in SURFACE for change in changes)


def _share(found: Sequence[Unit], places: Iterable[tuple[int, int]]) -> float:
    weights = [_weight(unit) for unit in found]
    same = sum(weights[place] for start, end in places for place in range(start, end))
    return same / sum(weights) if weights else 0.0


def _weight(unit: Unit) -> float:
    """A short word counts less: any two sentences share some."""
    return 1.0 if len(unit.key) > 3 or not unit.key.isascii() else 0.4


def _without_end_gaps(found: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Less an ellipsis at either end: the claim says itself that there is more."""
    start, end = 0, len(found)
    while start < end and found[start].key == GAP:
        start += 1
    while start < end and found[end - 1].key == GAP:
        end -= 1
    return found[start:end]


def _carried(marker: Marker, there: dict[int, int], ours: Sequence[Marker]) -> Marker | None:
    """The marker of the claim that this one of the record answers; None when it was changed."""
    places = [there.get(place) for place in range(marker.start, marker.end)]
    first = places[0]
    if first is None or places != list(range(first, first + len(places))):
        return None
    moved = marker._replace(start=first, end=first + len(places))
    return moved if moved in ours or marker.kind is Bearing.NAME else None


def _is_kept(marker: Marker, kept: set[Marker], same: set[int]) -> bool:
    if marker.kind is Bearing.NAME:  # a capital more or less is no other name
        return all(place in same for place in range(marker.start, marker.end))
    return marker in kept


def _kinds(counted: Iterable[tuple[str, str]]) -> list[ChangeKind]:
    seen = {ChangeKind(kind) for kind, _value in counted}
    return sorted(seen, key=ORDER.__getitem__)


def _strong(marks: str) -> str:
    return "".join(sign for sign in marks if sign in "?!")


def _printed(text: str, found: Sequence[Unit], place: tuple[int, int]) -> str:
    """The words as printed, without what stands before the first and behind the last."""
    start, end = place
    if start == end:
        return ""
    return text[found[start].start : found[end - 1].end]
