"""Which of the words between marks are quotations, of what kind, and whose. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Final

from quotes.quotations import chinese, english, kinds
from quotes.quotations.cues import PERSONAL, PRONOUNS, Cue, listed
from quotes.quotations.english import NAME
from quotes.quotations.kinds import Kind
from quotes.quotations.marks import Span, is_cjk, paragraphs, spans
from quotes.quotations.naming import Names
from quotes.quotations.sentences import sentence_starts


class Certainty(StrEnum):
    """What the text prints where it says who spoke. Only a full name is certain."""

    FULL_NAME = "full name"
    PART_OF_NAME = "part of a name"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"
    CARRIED = "carried over"
    """No words of its own say who spoke: the speaker named last is proposed."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to speak, as printed, and whom that seems to mean."""

    name: str
    start: int
    end: int
    cue: str
    """As printed: “cautioned Ren”; “Ren said … saying” where the sentence takes it up again."""
    cue_start: int
    cue_end: int
    certainty: Certainty
    refers_to: str = ""
    """The full name proposed for a part of a name or a pronoun; empty when there is none."""

    @property
    def speaker(self) -> str:
        """The name to look up: a proposal, unless ``certainty`` is a full name."""
        return self.refers_to or self.name


@dataclass(frozen=True, slots=True)
class Part:
    """One unbroken run of quoted words: ``text[start:end] == words``."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, whose words may be interrupted or go on in the next paragraph."""

    parts: tuple[Part, ...]
    outer_start: int
    outer_end: int
    """With its marks, and with what interrupts it."""
    kind: Kind
    opened: bool
    closed: bool
    attribution: Attribution | None
    joint: str = " "
    """What joins the parts: a space, nothing in Chinese, a line break between paragraphs."""

    @property
    def words(self) -> str:
        """The quoted words, without what interrupts them."""
        return self.joint.join(part.words for part in self.parts)

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.parts[-1].end


def find(text: str, names: Iterable[str] = (), *, mentions: bool = False) -> list[Quotation]:
    """The quotations of ``text`` in order.

    ``names`` are full names known already, of people and organizations, in any script: a surname
    or pronoun may then be proposed to mean one. ``mentions`` also returns what marks set apart for
    another reason: titles, terms, irony.
    """
    found = _Reading(text, names).quotations()
    return [quotation for quotation in found if mentions or quotation.kind is not Kind.MENTION]


def said_by(text: str, start: int, end: int, names: Iterable[str] = ()) -> Attribution | None:
    """Who is said to say the words from ``start`` to ``end``, between marks or not."""
    reading = _Reading(text, names)
    number = max(0, bisect_right(reading.paragraphs, (start, len(text))) - 1)
    if start >= end or not reading.paragraphs:
        return None
    cue = reading.cue_of([Span(start, end, start, end, number)])
    return reading.attribution(cue) if cue else None


_REACH: Final = 400
"""Characters before a quotation in which its sentence is looked at."""

_STEPS: Final = 8
"""Cues looked at for one quotation."""

_LEADS_IN = re.compile(
    r"(?:[ ]?(?:that|him|her|them|us|how|it|as))?[\s,，:：—–-]*|[ ]?(?:[\w’']+[ ]?){1,5}[,:，：]\s*"
)
_LEADS_OUT = re.compile(r"[\s,，—–-]*")
_LEADS_ON = re.compile(r"[^.!?。！？“”\"「『]{0,12}[:：,，][ ]?[“\"「『]")
_PAUSES = re.compile(r"[,，、;；:：!?！？—–…-]")
_RESUMES = re.compile(r"[,，;；:：—–-][ ]?$")
_WAS_BLUNT = re.compile(rf"\s*(?P<who>{NAME})\b[^:：“”\"]{{0,80}}:\s*")
_NAME_AND_COLON = re.compile(r"\s*(?P<who>[^\s:：,，。“”\"][^:：,，。“”\"\n]{0,60}?)[ ]?[:：]\s*")


class _Reading:
    """One text under reading: its spans, cues, sentences and names, each found once."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self.text = text
        self.spans = list(spans(text))
        self.paragraphs = paragraphs(text)
        self.outside = _without_quoted(text, self.spans)
        self.cues = _cues(self.outside)
        self.verbs = [cue.verb_start for cue in self.cues]
        self.sentences = sentence_starts(self.outside, self.paragraphs)
        self.names = Names(self.outside, self.cues, names)

    def quotations(self) -> Iterator[Quotation]:
        """Each quotation, in order; who spoke last is remembered."""
        last: Quotation | None = None
        for group, interruption in self._groups():
            quotation = self._quotation(group, interruption, last)
            if quotation.attribution:
                last = quotation
            yield quotation

    # What belongs together ------------------------------------------------------------------

    def _groups(self) -> Iterator[tuple[list[Span], Cue | None]]:
        """The spans that are one quotation, and the cue that interrupts it."""
        group: list[Span] = []
        interruption: Cue | None = None
        for span in self.spans:
            if group and not group[-1].goes_on:
                cue = self._interruption(group[-1], span)
                if cue is None:
                    yield group, interruption
                    group, interruption = [], None
                interruption = interruption or cue
            group.append(span)
        if group:
            yield group, interruption

    def _interruption(self, before: Span, after: Span) -> Cue | None:
        """“…,” he said, “…”: a cue and little else, between commas or dashes."""
        gap = self.outside[before.outer_end : after.outer_start]
        if before.paragraph != after.paragraph or len(gap) > 160 or not after.opened:
            return None
        pause = self.text[before.end - 1 : before.end] + gap.lstrip()[:1]
        if not _RESUMES.search(gap) or not _PAUSES.search(pause):
            return None
        cue = self._cue_after(before)
        return cue if cue and cue.end <= after.outer_start else None

    def _quotation(
        self, group: list[Span], interruption: Cue | None, last: Quotation | None
    ) -> Quotation:
        place = self._place(group, interruption)
        kind = kinds.kind(place)
        attribution = self.attribution(place.cue) if place.cue else None
        if attribution is None and kind is not Kind.MENTION:
            attribution = self._carried(group[0], last)
        return Quotation(
            parts=tuple(self._part(span, kind, span is group[-1]) for span in group),
            outer_start=group[0].outer_start,
            outer_end=group[-1].outer_end,
            kind=kind,
            opened=group[0].opened,
            closed=group[-1].closed,
            attribution=attribution,
            joint=self._joint(group[0]),
        )

    def _joint(self, first: Span) -> str:
        if first.goes_on:
            return "\n"
        return "" if is_cjk(self.text[first.start]) else " "

    def _part(self, span: Span, kind: Kind, final: bool) -> Part:
        """Without the comma that belongs to the sentence around it, or a fragment's full stop."""
        words = self.text[span.start : span.end]
        if span.closed and (final or not is_cjk(words[0])):
            words = words.rstrip(",，" if kind is Kind.DIRECT else ",，.。;；:：").rstrip() or words
        return Part(words, span.start, span.start + len(words))

    # Which cue ------------------------------------------------------------------------------

    def cue_of(self, group: list[Span]) -> Cue | None:
        """The cue of these spans, whatever their kind."""
        return self._place(group, None).cue

    def _place(self, group: list[Span], interruption: Cue | None) -> kinds.Place:
        first, final = group[0], group[-1]
        sentence = self._sentence(first.outer_start)
        before, leads_in = self._cue_before(first, sentence)
        after = interruption or self._cue_after(final)
        named = self._named_before(first, sentence)
        straight = (before if leads_in else None) or after or named
        return kinds.Place(
            words=self.text[first.start : final.end],
            before=self.outside[sentence : first.outer_start],
            after=self.outside[final.outer_end : final.outer_end + 24],
            cue=straight or before or self._cue_later(final),
            adjacent=straight is not None,
            opened=first.opened,
        )

    def _sentence(self, at: int) -> int:
        """Where the sentence that ``at`` is in begins, or as far back as is looked."""
        return max(self.sentences[max(0, bisect_right(self.sentences, at) - 1)], at - _REACH)

    def _cue_before(self, span: Span, sentence: int) -> tuple[Cue | None, bool]:
        """The last cue of the sentence so far, and whether it leads straight to the quotation."""
        last = bisect_left(self.verbs, span.outer_start)
        first = max(bisect_left(self.verbs, sentence), last - _STEPS)
        bare: Cue | None = None
        for cue in reversed(self.cues[first:last]):
            if cue.end > span.outer_start or cue.start < sentence:
                continue
            if cue.bare:
                bare = bare or cue
                continue
            lead = self.outside[(bare or cue).end : span.outer_start]
            again = replace(cue, again=(bare.start, bare.end)) if bare else cue
            return again, bool(_LEADS_IN.fullmatch(lead))
        return None, False

    def _cue_after(self, span: Span) -> Cue | None:
        """The cue right after the closing mark."""
        ending = self.text[span.end - 1]
        if not span.closed or ending == ".":
            return None
        at = bisect_left(self.verbs, span.outer_end)
        for cue in self.cues[at : at + 2]:
            lead = self.outside[span.outer_end : max(span.outer_end, cue.start)]
            if cue.start >= span.outer_end and not cue.bare and _LEADS_OUT.fullmatch(lead):
                return None if ending in "。！？" and self._leads_on(cue) else cue
        return None

    def _leads_on(self, cue: Cue) -> bool:
        """Whether another quotation follows this cue: then the cue is its own."""
        return bool(_LEADS_ON.match(self.outside, cue.end))

    def _cue_later(self, span: Span) -> Cue | None:
        """A cue further on in the sentence: “…” is what we need, Ren said."""
        if self.text[span.end - 1] in ".!?。！？":
            return None
        after = bisect_right(self.sentences, span.outer_end)
        end = self.sentences[after] if after < len(self.sentences) else len(self.text)
        at = bisect_left(self.verbs, span.outer_end)
        for cue in self.cues[at : at + _STEPS]:
            if cue.end <= end and cue.start >= span.outer_end and not (cue.bare or cue.inverted):
                return cue
        return None

    def _named_before(self, span: Span, sentence: int) -> Cue | None:
        """“Ren Zhengfei: …”, or the cue of a paragraph that ends with a colon before this one."""
        lead = self.outside[sentence : span.outer_start]
        if found := _WAS_BLUNT.fullmatch(lead) or _NAME_AND_COLON.fullmatch(lead):
            start, end = sentence + found.start("who"), sentence + found.end("who")
            return Cue(found["who"], start, end, start, end, end)
        if lead.strip() or span.paragraph == 0:
            return None
        end = self.paragraphs[span.paragraph - 1][1]
        at = bisect_left(self.verbs, end) - 1
        if at < 0 or self.outside[end - 1] not in ":：":
            return None
        cue = self.cues[at]
        return cue if not cue.bare and cue.start >= self._sentence(end - 1) else None

    # Who ------------------------------------------------------------------------------------

    def attribution(self, cue: Cue) -> Attribution:
        """What the cue prints, and whom it seems to mean."""
        certainty, refers_to = self._who(cue)
        words = self.text[cue.start : cue.end]
        again = cue.again
        return Attribution(
            name=cue.name,
            start=cue.name_start,
            end=cue.name_end,
            cue=f"{words} … {self.text[again[0] : again[1]]}" if again else words,
            cue_start=cue.start,
            cue_end=again[1] if again else cue.end,
            certainty=certainty,
            refers_to=refers_to,
        )

    def _who(self, cue: Cue) -> tuple[Certainty, str]:
        name = cue.name
        if name.casefold() in PRONOUNS:
            personal = name.casefold() in PERSONAL
            meant = self.names.last_before(cue.name_start) if personal else ""
            return Certainty.PRONOUN, meant
        if self.names.is_full(name):
            return Certainty.FULL_NAME, ""
        if (known := self.names.known_within(name)) and len(known) > 1:
            return Certainty.FULL_NAME, known
        if name[0].islower() or name.split(" ")[0] in _DETERMINERS:
            return Certainty.DESCRIPTION, ""
        if is_cjk(name[0]):
            return self._who_in_chinese(name)
        return Certainty.PART_OF_NAME, self.names.of_part(name)

    def _who_in_chinese(self, name: str) -> tuple[Certainty, str]:
        return (Certainty.FULL_NAME, "") if 2 <= len(name) <= 4 else (Certainty.DESCRIPTION, "")

    def _carried(self, span: Span, last: Quotation | None) -> Attribution | None:
        """The speaker before, for a quotation in the same paragraph or opening the next one."""
        if last is None or last.attribution is None:
            return None
        before = self._paragraph(last.outer_end - 1)
        begins = span.outer_start == self.paragraphs[span.paragraph][0]
        if span.paragraph == before or (begins and span.paragraph == before + 1):
            return replace(last.attribution, certainty=Certainty.CARRIED)
        return None

    def _paragraph(self, at: int) -> int:
        return bisect_right(self.paragraphs, (at, len(self.text))) - 1


_DETERMINERS: Final = listed(
    "The A An One Its His Her Their Another Some This That Two Several Many All Our My"
)
_FILLER: Final = "\ufffc"
_KEPT: Final = frozenset(".!?…。！？")


def _cues(text: str) -> list[Cue]:
    """Every cue of ``text``, in the order of their verbs."""
    found = chain(english.cues(text), chinese.cues(text))
    return sorted(found, key=lambda cue: (cue.verb_start, cue.start))


def _without_quoted(text: str, found: list[Span]) -> str:
    """``text`` with other people's words blanked, sign by sign, their final mark kept."""
    pieces: list[str] = []
    done = 0
    for span in found:
        end = span.end - (text[span.end - 1] in _KEPT)
        pieces += text[done : span.start], _FILLER * (end - span.start)
        done = max(span.start, end)
    return "".join(chain(pieces, (text[done:],)))
