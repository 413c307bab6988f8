"""How two wordings of one saying differ, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+\s*|\s+|[^\w\s]\s*")
"""A word or a sign with the spaces behind it, or a CJK character: they add up to the text."""

LONGEST = 2_000
"""Characters compared: the work grows with the square of the length."""


@dataclass(frozen=True)
class Piece:
    """A piece of text: in both wordings (``""``), only there (``ins``), only here (``del``)."""

    text: str
    only: str = ""


def differences(here: str, there: str) -> list[Piece]:
    """``there`` in pieces, beside what ``here`` says; none when too long or too different."""
    if max(len(here), len(there)) > LONGEST:
        return []
    ours, theirs = WORDS.findall(here), WORDS.findall(there)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return list(_pieces(matcher, ours, theirs)) if matcher.ratio() > 0.3 else []


def _pieces(matcher: "SequenceMatcher[str]", ours: list[str], theirs: list[str]) -> Iterator[Piece]:
    for how, start, end, other_start, other_end in matcher.get_opcodes():
        if how == "equal":
            yield Piece("".join(ours[start:end]))
            continue
        if end > start:
            yield Piece("".join(ours[start:end]), "del")
        if other_end > other_start:
            yield Piece("".join(theirs[other_start:other_end]), "ins")
