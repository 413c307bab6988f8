"""Where the sentences of a text begin, quotations taken as one word each. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from quotes.quotations.cues import any_of

_END = re.compile(
    r"(?P<stop>[.!?…]+)[”\"’'»›)\]]*(?P<gap>\s+)(?=(?P<next>[“\"‘'«‹(\[]?\S))"
    r"|[。！？…]+[”」』’\"）»]*\s*"
)
_SHORTENED = any_of("""
Mr Mrs Ms Dr Prof St Gen Sen Rep Gov Inc Ltd Corp Co No vs etc e.g i.e cf approx Jan Feb Mar Apr
Jun Jul Aug Sep Sept Oct Nov Dec Fig Jr Sr
""")
_ABBREVIATION = re.compile(rf"(?:\b(?:{_SHORTENED})|\b[A-Z])\.$")
_LONGEST_ABBREVIATION: Final = 8


def sentence_starts(text: str, paragraphs: list[tuple[int, int]]) -> list[int]:
    """The sorted places at which sentences begin; every paragraph begins one."""
    starts = {start for start, _ in paragraphs}
    starts.update(_after_ends(text))
    return sorted(starts)


def _after_ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if found["stop"] is None or _ends_here(text, found):
            yield found.end()


def _ends_here(text: str, found: re.Match[str]) -> bool:
    """A full stop ends a sentence unless it shortens a word or goes on in lower case."""
    stop = found.end("stop")
    before = text[max(0, stop - _LONGEST_ABBREVIATION) : stop]
    shortens = found["stop"] == "." and _ABBREVIATION.search(before)
    return not (shortens or found["next"][-1].islower())
