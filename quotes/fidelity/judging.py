"""How faithful a quote is to the captured text it is cited from: a verdict by rules. Pure.

The words are compared with what the text prints at the citation's place, what interrupts a
quotation (“…,” he said, “…”) left out. A likeness, however high, is never a pass: words either are
the same but for print, or the verdict says what is not. Nothing here decides who spoke or whether
it is true.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from rapidfuzz import fuzz

from quotes.fidelity.anchors import Anchor, AnchorError, find_again
from quotes.language_tags import is_translation, primary
from quotes.quotations import Quotation, find
from quotes.wordings.aligning import How
from quotes.wordings.comparing import Comparison, Sameness, compare

ENGINE: Final = 1
"""Version of these rules: raised with any change of a verdict, and `check_fidelity` rechecks."""


class Finding(StrEnum):
    """What the comparison found; the values are those of ``quotes.fidelity.checks.Verdict``."""

    VERBATIM = "verbatim"
    TYPOGRAPHY = "typography"
    TRANSLATION = "translation"
    REPORTED = "reported"
    ALTERED = "altered"
    MEANING = "meaning_changed"
    SPLICED = "spliced"
    TRUNCATED = "truncated"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True)
class Claim:
    """What the archive holds: the words, what sort they are, and where they are said to stand."""

    words: str
    kind: str = "direct"
    language: str = ""
    spoken_language: str = ""
    anchor: Anchor | None = None

    @property
    def is_translation(self) -> bool:
        """Whether the words are known to be in another language than the one spoken."""
        return is_translation(self.language, self.spoken_language)


@dataclass(frozen=True)
class Fidelity:
    """The verdict, the place it is about, and what differs there."""

    finding: Finding
    start: int | None = None
    end: int | None = None
    comparison: Comparison | None = None
    cut: str = ""
    """What the same sentence goes on to say, where that limits the words."""
    note: str = ""

    @property
    def details(self) -> dict[str, Any]:
        """What a page shows of it, as plain values."""
        told: dict[str, Any] = {"start": self.start, "end": self.end}
        if self.comparison and self.finding not in EQUAL:
            told["segments"] = [
                {"how": str(one.how), "claim": one.claim, "record": one.record}
                for one in self.comparison.segments
            ]
            told["changes"] = [str(kind) for kind in self.comparison.kinds]
        if self.comparison:
            told["typography"] = [str(one) for one in self.comparison.typography]
        told |= {"cut": self.cut, "note": self.note}
        return {name: value for name, value in told.items() if value not in ("", [], None)}


EQUAL: Final = frozenset(
    (Finding.VERBATIM, Finding.TYPOGRAPHY, Finding.TRANSLATION, Finding.REPORTED)
)

_LONGEST: Final = 20_000
"""Characters of a wording that are laid side by side; the work grows with the product."""
_ALIKE: Final = 0.5
"""Share of the words in common below which it is not these words that stand there."""
_SPLICE: Final = 6
"""Words left out in silence between two runs of words that make them a splice."""
_RUN: Final = 3
_NEARBY: Final = 2_000
"""Characters before and after a place that are read for the quotation it belongs to."""

_LIMITS = re.compile(
    r"\b(?:but|unless|except|if|though|although|however|provided|until|yet)\b"
    r"|但|不过|然而|除非|除了|如果|假如|只要|前提|虽然|尽管|不過|雖然|儘管|只有",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"[.!?。！？]")


def judge(claim: Claim, text: str, language: str = "") -> Fidelity:
    """Compare ``claim`` with the text it is cited from; ``language`` is the text's."""
    if claim.language and language and primary(claim.language) != primary(language):
        return Fidelity(Finding.OTHER_LANGUAGE)
    if claim.anchor:
        return _at_anchor(claim, claim.anchor, text)
    places = [found.start() for found in re.finditer(re.escape(claim.words), text)]
    if len(places) > 1:
        note = f"These words stand in the text {len(places)} times."
        return Fidelity(Finding.AMBIGUOUS, note=note)
    if places:
        return _compared(claim, _Passage(text, places[0], places[0] + len(claim.words)))
    return _nearest(claim, text)


def _at_anchor(claim: Claim, anchor: Anchor, text: str) -> Fidelity:
    try:
        place = find_again(text, anchor)
    except AnchorError as error:
        missing = anchor.exact not in text
        return Fidelity(Finding.NOT_FOUND if missing else Finding.AMBIGUOUS, note=str(error))
    return _compared(claim, _Passage(text, place.start, place.end))


def _nearest(claim: Claim, text: str) -> Fidelity:
    """The likest quotation or passage, which is then compared like any other."""
    quoted = [
        one
        for one in find(text, mentions=True)
        if abs(len(one.words) - len(claim.words)) <= len(claim.words)
    ]
    near = fuzz.partial_ratio_alignment(claim.words, text)
    spans = [(one.start, one.end) for one in quoted]
    if near:
        spans.append(_whole_words(text, near.dest_start, near.dest_end))
    ranked = sorted(spans, key=lambda span: -fuzz.ratio(claim.words, text[slice(*span)]))
    for start, end in ranked[:1]:
        judged = _compared(claim, _Passage(text, start, end))
        if judged.finding is not Finding.NOT_FOUND:
            return judged
    return Fidelity(Finding.NOT_FOUND, note="These words are not in the captured text.")


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isascii():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isascii():
        end += 1
    return start, end


@dataclass(frozen=True)
class _Passage:
    """A place in a text, and the quotation that it belongs to."""

    text: str
    start: int
    end: int

    @cached_property
    def _quotations(self) -> list[tuple[int, Quotation]]:
        """The quotations that share words with it, with where the part that was read begins."""
        near = max(0, self.start - _NEARBY)
        found = find(self.text[near : self.end + _NEARBY], mentions=True)
        return [
            (near, one)
            for one in found
            if one.start + near < self.end and self.start < one.end + near
        ]

    @property
    def words(self) -> str:
        """What the text prints there, less what interrupts a quotation."""
        printed = self.text[self.start : self.end]
        if len(self._quotations) != 1:
            return printed
        near, one = self._quotations[0]
        inside = [
            self.text[max(self.start, part.start + near) : min(self.end, part.end + near)]
            for part in one.parts
        ]
        whole = one.start + near <= self.start and self.end <= one.end + near
        return one.joint.join(filter(None, inside)) if whole else printed

    @property
    def rest(self) -> str:
        """What its speaker goes on to say in the same sentence."""
        tail = self.text[self.end : self.end + _NEARBY]
        if self._quotations:
            near, one = self._quotations[-1]
            runs = [
                self.text[max(self.end, part.start + near) : part.end + near] for part in one.parts
            ]
            tail = one.joint.join(filter(None, runs))
        ends = _SENTENCE_ENDS.search(tail)
        return tail[: ends.start()] if ends else tail


def _compared(claim: Claim, passage: _Passage) -> Fidelity:
    printed, (start, end) = passage.words, (passage.start, passage.end)
    if max(len(claim.words), len(printed)) > _LONGEST:
        return _too_long(claim, printed, start, end)
    seen = compare(claim.words, printed)
    if seen.sameness in (Sameness.SAME, Sameness.TYPOGRAPHY):
        cut = _limit(claim, passage, seen)
        return Fidelity(Finding.TRUNCATED if cut else _equal(claim, seen), start, end, seen, cut)
    return Fidelity(_difference(seen), start, end, seen)


def _too_long(claim: Claim, printed: str, start: int, end: int) -> Fidelity:
    if claim.words == printed:
        same = Finding.REPORTED if claim.kind == "indirect" else Finding.VERBATIM
        return Fidelity(same, start, end)
    note = "Too long to be compared word by word."
    return Fidelity(Finding.ALTERED, start, end, note=note)


def _equal(claim: Claim, seen: Comparison) -> Finding:
    """Equal words, called no more than they are."""
    if claim.kind == "indirect":
        return Finding.REPORTED
    if claim.is_translation:
        return Finding.TRANSLATION
    return Finding.TYPOGRAPHY if seen.sameness is Sameness.TYPOGRAPHY else Finding.VERBATIM


def _limit(claim: Claim, passage: _Passage, seen: Comparison) -> str:
    """The words cut that limit the claim: after it, or where it shows an ellipsis."""
    if claim.words.rstrip('”"’」』').endswith((".", "!", "?", "。", "！", "？")) and not seen.after:
        return ""
    for cut in (*seen.inside, seen.after + passage.rest if not seen.after else seen.after):
        if _LIMITS.search(cut):
            return cut.strip()
    return ""


def _difference(seen: Comparison) -> Finding:
    if seen.agreement < _ALIKE and seen.held < _ALIKE:
        return Finding.NOT_FOUND
    if _is_spliced(seen):
        return Finding.SPLICED
    return Finding.MEANING if seen.bears_meaning else Finding.ALTERED


def _is_spliced(seen: Comparison) -> bool:
    """Runs of words joined in silence over a sentence end or many words."""
    segments: Sequence[Any] = seen.segments
    return any(
        gap.how is How.LEFT_OUT
        and before.how is after.how is How.SAME
        and _is_run(before.record)
        and _is_run(after.record)
        and _is_gap(gap.record, before.record)
        for before, gap, after in zip(segments, segments[1:], segments[2:], strict=False)
    )


def _is_gap(left_out: str, before: str) -> bool:
    ends = _SENTENCE_ENDS.search(before.rstrip()[-2:]) or _SENTENCE_ENDS.search(left_out)
    return _size(left_out) >= _SPLICE or (ends is not None and _size(left_out) >= _RUN)


def _is_run(words: str) -> bool:
    return _size(words) >= _RUN


def _size(words: str) -> int:
    """Words, or characters of Chinese."""
    return len(re.findall(r"[\u3041-\u30ff\u3400-\u9fff]|[^\W\u3041-\u30ff\u3400-\u9fff]+", words))
