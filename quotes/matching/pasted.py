"""Checking what was pasted: a sentence, several, or a whole text with its quotations found.

What cannot be checked is refused with a sentence (``CheckError``). Nothing that was pasted is kept.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from archive.dates import DateError, parse
from archive.translating import translated
from quotes.matching.bylines import bylines
from quotes.matching.candidates import PUBLIC
from quotes.matching.engine import LONGEST, Answer, Claim, check
from quotes.matching.speakers import speakers_named
from quotes.matching.verdicts import RANK, Verdict
from quotes.quotations import Attribution, Certainty, Kind, Quotation, find
from quotes.quotations.chinese import cues as chinese_cues
from quotes.quotations.english import cues as english_cues
from quotes.quotations.marks import paragraphs
from quotes.quotations.sentences import sentence_starts
from quotes.wordings.aligning import How
from quotes.wordings.comparing import Comparison, compare
from quotes.wordings.units import units

LONGEST_TEXT: Final = 200_000
"""Bytes of a text: an article of 30,000 words."""

MOST_AT_ONCE: Final = 50
"""Sentences of one request."""

MOST_CHECKED: Final = 150
"""Passages of one text that are checked, quotations before reported speech; the rest is counted."""

COSTLY: Final = 20_000
"""Bytes of a text that count as one more request of the client's allowance."""

FEWEST_WORDS: Final = 2
FEWEST_SIGNS: Final = 4
"""Words, or CJK characters, below which everybody has said it."""

REPORTED_WORDS: Final = 5
"""Words that reported speech must share with a quote to be marked in a text."""

NEAR: Final = 0.75
"""Agreement of reported speech with a quote from which it is marked."""

HALF: Final = 0.4
"""How much of the quote it must have."""


ENDS: Final = " \t\r\n.,;:。，；："
"""What ends a reporting sentence and is no part of the words reported."""


class CheckError(ValueError):
    """What was pasted cannot be checked; the message is for the reader."""


@dataclass(frozen=True)
class Checked:
    """A passage of a text: where it stands, whose it is said to be, and what the archive says."""

    start: int
    end: int
    answer: Answer
    attribution: Attribution | None = None
    reported: bool = False
    """Speech told in the text's own words, without quotation marks."""
    opened: bool = True
    closed: bool = True


@dataclass(frozen=True)
class CheckedText:
    """Every passage checked, in order, and how many more were not."""

    passages: tuple[Checked, ...]
    unchecked: int = 0


def cost(size: int) -> int:
    """How many requests of a client's allowance so many bytes count for; escapes cost nothing."""
    return 1 + min(size, LONGEST_TEXT) // COSTLY


def check_sentences(claims: Sequence[Claim], statuses: Sequence[str] = PUBLIC) -> list[Answer]:
    """Check a few claimed wordings; raises :class:`CheckError` naming the one that is wrong."""
    if len(claims) > MOST_AT_ONCE:
        refusal = _("%(number)s sentences are too many: give at most %(most)s.")
        raise CheckError(refusal % {"number": len(claims), "most": MOST_AT_ONCE})
    for number, claim in enumerate(claims, start=1):
        if problem := problem_with(claim.text) or _problem_with_date(claim.date):
            where = _("Sentence %(number)s: %(problem)s") % {"number": number, "problem": problem}
            raise CheckError(where if len(claims) > 1 else problem)
    return check(claims, statuses)


def problem_with(text: str) -> str:
    """Why a sentence cannot be checked; empty when it can."""
    if not text.strip():
        return _("Give the words to check.")
    if len(text) > LONGEST:
        refusal = _("%(size)s characters are too long for one sentence: give at most %(most)s.")
        return refusal % {"size": _number(len(text)), "most": _number(LONGEST)}
    if _is_binary(text):
        return _("This does not look like text.")
    found = units(text)
    words = [unit for unit in found if any(sign.isalnum() for sign in unit.key)]
    if not words:
        return _("There are no words in it.")
    signs = sum(FEWEST_WORDS if unit.key.isascii() or len(unit.key) > 1 else 1 for unit in words)
    if signs < FEWEST_SIGNS:
        return _("This is too short to be told from what anybody says: give at least two words.")
    return ""


def _problem_with_date(date: str) -> str:
    try:
        parse(date) if date else None
    except DateError as error:
        return translated(error.message)
    return ""


def problem_with_text(text: str) -> str:
    """Why a text cannot be checked; empty when it can."""
    if not text.strip():
        return _("Paste the text to check.")
    size = len(text.encode(errors="replace"))
    if size > LONGEST_TEXT:
        refusal = _("%(size)s KB are too much: give at most %(most)s KB.")
        return refusal % {"size": _number(round(size / 1000)), "most": LONGEST_TEXT // 1000}
    if _is_binary(text):
        return _("This does not look like text.")
    if not any(sign.isalnum() for sign in text):
        return _("There are no words in it.")
    return ""


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


def _is_binary(text: str) -> bool:
    """Whether control characters and undecodable bytes are more than a slip."""
    strange = sum(
        sign == "\ufffd"
        or (unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign not in "\t\r\n\f")
        for sign in text
    )
    return "\0" in text or strange > 2 + len(text) // 50


def check_text(text: str, statuses: Sequence[str] = PUBLIC) -> CheckedText:
    """Check each quotation of a text, and its reported speech; raises :class:`CheckError`."""
    if problem := problem_with_text(text):
        raise CheckError(problem)
    marked = [one for one in find(text, mentions=True) if not problem_with(one.words)]
    quotations = [one for one in marked if one.kind is not Kind.MENTION]
    reported = list(_reported(text, quotations))
    mentions = [one for one in marked if one.kind is Kind.MENTION]
    found: list[Quotation | _Report] = [*quotations, *reported, *mentions]
    passages = found[:MOST_CHECKED]
    answers = check([_claim(text, one) for one in passages], statuses)
    told: list[Checked] = []
    for passage, answer in zip(passages, answers, strict=True):
        one = _told(text, passage, answer, statuses)
        if one and not any(one.start < other.end and other.start < one.end for other in told):
            told.append(one)
    unchecked = len(quotations) + len(reported) - MOST_CHECKED
    return CheckedText(tuple(sorted(told, key=lambda one: one.start)), max(0, unchecked))


@dataclass(frozen=True)
class _Report:
    """A sentence without quotation marks in which somebody is said to say something."""

    start: int
    end: int
    speaker: str


def _reported(text: str, quotations: Sequence[Quotation]) -> Iterator[_Report]:
    """Sentences with a cue and no quotation."""
    starts = [*sentence_starts(text, paragraphs(text)), len(text)]
    quoted = {
        bisect_right(starts, place)
        for q in quotations
        for place in (q.outer_start, q.outer_end - 1)
    }
    seen = set(quoted)
    for cue in sorted((*english_cues(text), *chinese_cues(text)), key=lambda cue: cue.start):
        place = bisect_right(starts, cue.start)
        if place in seen or place >= len(starts):
            continue
        seen.add(place)
        start, end = starts[place - 1], starts[place]
        end = start + len(text[start:end].rstrip())
        if not problem_with(text[start:end]):
            yield _Report(start, end, "" if cue.bare else cue.name)


def _claim(text: str, passage: Quotation | _Report) -> Claim:
    if isinstance(passage, _Report):
        return Claim(text[passage.start : passage.end], passage.speaker, sure=False)
    said_by = passage.attribution
    if said_by is None or said_by.certainty is Certainty.DESCRIPTION:
        return Claim(passage.words)
    name = said_by.speaker
    if said_by.certainty is Certainty.PRONOUN and not said_by.refers_to:
        return Claim(passage.words)
    sure = said_by.certainty in (Certainty.FULL_NAME, Certainty.PART_OF_NAME)
    return Claim(passage.words, name, sure=sure)


def _told(
    text: str, passage: Quotation | _Report, answer: Answer, statuses: Sequence[str]
) -> Checked | None:
    """What is told of a passage; None of what nobody may be said to have said.

    What marks set apart may be a title, a term or irony. Where it is a whole quote of the archive
    it is told of as one: “scale back its battlefront”.
    """
    if isinstance(passage, _Report):
        return _checked_report(text, passage, answer, statuses)
    if passage.kind is Kind.MENTION and RANK[answer.verdict] > RANK[Verdict.TYPOGRAPHY]:
        return None
    return _checked(passage, answer)


def _checked(quotation: Quotation, answer: Answer) -> Checked:
    return Checked(
        quotation.start,
        quotation.end,
        answer,
        quotation.attribution,
        opened=quotation.opened,
        closed=quotation.closed,
    )


def _checked_report(
    text: str, report: _Report, answer: Answer, statuses: Sequence[str]
) -> Checked | None:
    """The words of a sentence that a quote has, checked by themselves; None where it has none."""
    best = answer.best
    if best is None:
        return None
    start, end = _shared(compare(answer.claim.text, best.quote.text))
    start, end = report.start + start, report.start + end
    end = start + len(text[start:end].rstrip(ENDS))
    claim = replace(answer.claim, text=text[start:end])
    if len(units(claim.text)) < REPORTED_WORDS:
        return None
    (again,) = check([claim], statuses)
    if again.best is None or RANK[again.verdict] > RANK[Verdict.ALTERED]:
        return None
    near = again.best.comparison
    if near.agreement < NEAR or near.held < HALF:
        return None
    return Checked(start, end, again, reported=True)


def _shared(found: Comparison) -> tuple[int, int]:
    """Where in the claim the quote's words begin and end, less what the sentence adds around."""
    lengths = [len(segment.claim) for segment in found.segments]
    own = [place for place, one in enumerate(found.segments) if one.how not in (How.ADDED, How.CUT)]
    if not own:
        return (0, 0)
    return sum(lengths[: own[0]]), sum(lengths[: own[-1] + 1])


@dataclass(frozen=True)
class Pasted:
    """What was pasted, read as one sentence or as a text."""

    sentence: Answer | None = None
    text: CheckedText | None = None


def check_pasted(claim: Claim, statuses: Sequence[str] = PUBLIC) -> Pasted:
    """Check what a reader pasted without saying what it is; raises :class:`CheckError`.

    A paragraph that the archive has as it stands is a sentence, whatever marks are in it; else its
    quotations are checked if it has any. “said Alice” beside a changed quotation changes nothing.
    """
    text = claim.text.strip()
    if problem := _problem_with_date(claim.date):
        raise CheckError(problem)
    if len(text) > LONGEST or "\n" in text:
        return Pasted(text=check_text(claim.text, statuses))
    (answer,) = check_sentences([claim], statuses)
    if not claim.speaker:
        answer = _less_the_byline(answer, statuses)
    known = RANK[answer.verdict] <= RANK[Verdict.ALTERED] and not _says_who_spoke(text)
    if known or claim.speaker or not _quotes_somebody(text):
        return Pasted(sentence=answer)
    return Pasted(text=check_text(claim.text, statuses))


def _less_the_byline(answer: Answer, statuses: Sequence[str]) -> Answer:
    """The answer, or a better one about the words alone, where a known name stands beside them."""
    if RANK[answer.verdict] < RANK[Verdict.ALTERED]:
        return answer
    claim = answer.claim
    found = [(name, words) for name, words in bylines(claim.text) if not problem_with(words)]
    known = speakers_named({name for name, _words in found})
    told = [
        replace(claim, text=words, speaker=name)
        for name, words in found
        if known[name].people or known[name].organizations
    ]
    return min([*check(told, statuses), answer], key=lambda one: RANK[one.verdict])


def _says_who_spoke(text: str) -> bool:
    """Whether the words around a quotation of its own give it to somebody."""
    return any(one.attribution is not None for one in find(text))


def _quotes_somebody(text: str) -> bool:
    """Whether it has words around a quotation of its own."""
    return any(one.outer_start > 0 or one.outer_end < len(text) for one in find(text))
