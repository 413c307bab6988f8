"""What an editor may make of a captured text: its quotations, and who in the archive said them.

Nothing here writes. A suggestion proposes; ``drafting`` enters what an editor accepts.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from archive.models import SourceText
from quotes.quotations import Attribution, Certainty, Kind, Quotation, find, said_by
from quotes.quotations.marks import paragraphs

MOST = 60
"""Suggestions one page offers; the next come when these are done."""

LONGEST_READ = 200_000
"""Characters of a text that are read for quotations at once: some two seconds at the very worst."""


@dataclass(frozen=True)
class Suggestion:
    """One passage, what to make of it, and whose it seems to be."""

    start: int
    end: int
    words: str
    kind: str
    wording: str
    cue: str = ""
    speaker: str = ""
    printed: str = ""
    """What the text calls the speaker."""
    hedge: str = ""
    """Why the speaker is only proposed; empty for a name printed in full."""
    locator: str = ""
    opened: bool = True
    closed: bool = True

    @property
    def key(self) -> str:
        """What the passage is called in a form."""
        return f"{self.start}-{self.end}"


HEDGES = {
    Certainty.FULL_NAME: "",
    Certainty.PART_OF_NAME: "the text says only “{name}”",
    Certainty.PRONOUN: "the text says “{name}”",
    Certainty.DESCRIPTION: "the text names nobody: “{name}”",
    Certainty.CARRIED: "no words say who: whoever spoke before",
}


def suggestions(text: SourceText, names: Iterable[str] = ()) -> list[Suggestion]:
    """Every quotation found in ``text``, in order."""
    words = text.text[:LONGEST_READ]
    places = paragraphs(words)
    titled = _has_title(text, places)
    return [_suggestion(words, found, places, titled) for found in find(words, names)]


def marked(text: SourceText, start: int, end: int, names: Iterable[str] = ()) -> Suggestion:
    """What to make of a passage the editor marked: kind by its marks, speaker by what is around.

    White space and quotation marks at the edges are left out.
    """
    words = text.text
    near = max(0, start - LONGEST_READ // 2)
    read = words[near : near + LONGEST_READ]
    start, end = _within_marks(words, start, end)
    places = paragraphs(words)
    titled = _has_title(text, places)
    for found in find(read, names, mentions=True):
        if found.start + near <= start and end <= found.end + near:
            whole = (found.start + near, found.end + near) == (start, end)
            return _part_of(words, found, start, end, whole, _locator(places, start, titled))
    return Suggestion(
        start,
        end,
        words[start:end],
        "indirect",
        words[start:end],
        **_who(said_by(read, start - near, end - near, names)),
        locator=_locator(places, start, titled),
    )


def _part_of(
    text: str, found: Quotation, start: int, end: int, whole: bool, locator: str
) -> Suggestion:
    direct = found.kind is Kind.DIRECT
    return Suggestion(
        start,
        end,
        found.words if whole else text[start:end],
        str(Kind.DIRECT if direct else Kind.PARTIAL),
        text[start:end],
        **_who(found.attribution),
        locator=locator,
        opened=found.opened,
        closed=found.closed,
    )


def _within_marks(text: str, start: int, end: int) -> tuple[int, int]:
    around = ' \t\r\n\u3000\u00a0“”„‟"«»「」『』＂'
    while start < end and text[start] in around:
        start += 1
    while end > start and text[end - 1] in around:
        end -= 1
    return start, end


def _suggestion(
    text: str, found: Quotation, places: list[tuple[int, int]], titled: bool
) -> Suggestion:
    return Suggestion(
        found.start,
        found.end,
        found.words,
        str(found.kind),
        text[found.outer_start : found.outer_end],
        **_who(found.attribution),
        locator=_locator(places, found.start, titled),
        opened=found.opened,
        closed=found.closed,
    )


class _Who(TypedDict, total=False):
    cue: str
    speaker: str
    printed: str
    hedge: str


def _who(attribution: Attribution | None) -> _Who:
    if attribution is None:
        return {"hedge": "no words nearby say who"}
    described = attribution.certainty is Certainty.DESCRIPTION
    pronoun = attribution.certainty is Certainty.PRONOUN and not attribution.refers_to
    return {
        "cue": attribution.cue,
        "speaker": "" if described or pronoun else attribution.speaker,
        "printed": "" if attribution.certainty is Certainty.CARRIED else attribution.name,
        "hedge": HEDGES[attribution.certainty].format(name=attribution.name),
    }


def _has_title(text: SourceText, places: list[tuple[int, int]]) -> bool:
    """Whether the text begins with its source's title, which is no paragraph."""
    first = text.text[slice(*places[0])] if places else ""
    return first.strip().casefold() == text.source.title.strip().casefold()


def _locator(places: list[tuple[int, int]], at: int, titled: bool) -> str:
    number = bisect_right(places, (at, len(places) + at)) - titled
    return f"para {number}" if number > 0 else "headline"
