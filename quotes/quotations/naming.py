"""Whose surname, first name or pronoun it may be: the full names a text gives. Pure."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from quotes.quotations.cues import PRONOUNS, Cue
from quotes.quotations.english import LEADING, NAME
from quotes.quotations.marks import is_cjk

_RUN = re.compile(NAME)
_DOES = re.compile(
    rf"(?:^|(?<=[.!?\n”] ))(?P<who>{NAME})(?:, \d\d,| [a-z]+(?:ed|s)\b)", re.MULTILINE
)
"""A sentence that begins with who does something: Gina Weber laughed; Frank, 52, remembers."""
_HAN_DOES = re.compile(
    "(?:^|(?<=[。！？”])|(?<=[，]))(?P<who>[\u4e00-\u9fff]{2,4}?)(?=来了|笑了|今年|出生|站|坐|走|并不|说|表示)",
    re.MULTILINE,
)
_LONGEST: Final = 4
"""Words of a personal name; longer runs of capitals are headlines."""

_PERSON_AFTER = re.compile(r", (?:who\b|the\b|an?\b|chief\b|its\b|\d\d\b)| \((?:chair|the|\d\d)\b")


class Names:
    """The full names of a text and those its reader knows already, and where they stand."""

    def __init__(self, text: str, cues: list[Cue], known: Iterable[str] = ()) -> None:
        self.known = {name for name in known if name.strip()}
        self.seen: dict[str, Counter[str]] = defaultdict(Counter)
        for name in (*self._in_cues(cues), *_by_place(text)):
            for part in (name.split(" ")[0], name.split(" ")[-1]):
                self.seen[part][name] += 1
        self.known_by_part: dict[str, set[str]] = defaultdict(set)
        for name in self.known:
            for part in name.split(" "):
                self.known_by_part[part.casefold()].add(name)
        self.places = self._places(text, cues)

    def is_full(self, name: str) -> bool:
        """Whether this is a whole name: known, or of several words that begin with a capital."""
        return name in self.known or (" " in name and bool(_RUN.fullmatch(name)))

    def of_part(self, part: str) -> str:
        """The one full name that ``part`` is a part of; empty when none or several are."""
        known = self.known_by_part.get(part.casefold(), set())
        if known:
            return next(iter(known)) if len(known) == 1 else ""
        ranked = self.seen.get(part, Counter()).most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]

    def last_before(self, at: int) -> str:
        """The full name mentioned last before ``at``, in whole or in part."""
        index = bisect_left(self.places, (at, "")) - 1
        return self.places[index][1] if index >= 0 else ""

    def known_within(self, words: str) -> str:
        """The longest known name that ``words`` contain."""
        return max((name for name in self.known if name in words), key=len, default="")

    @staticmethod
    def _in_cues(cues: list[Cue]) -> Iterator[str]:
        for cue in cues:
            if " " in cue.name and _RUN.fullmatch(cue.name):
                yield cue.name

    def _places(self, text: str, cues: list[Cue]) -> list[tuple[int, str]]:
        """Every mention of a person who speaks, as (place, full name)."""
        places = [
            (found.start(), name)
            for found in _RUN.finditer(text)
            if (name := self._whole(found[0]))
        ]
        places += [(cue.name_start, cue.name) for cue in cues if _may_be_chinese_name(cue.name)]
        places += [
            (found.start("who"), found["who"])
            for found in _DOES.finditer(text)
            if _is_person(found)
        ]
        places += [(found.start("who"), found["who"]) for found in _HAN_DOES.finditer(text)]
        return sorted(places)

    def _whole(self, run: str) -> str:
        words = run.split(" ")
        while len(words) > 1 and words[0] in LEADING:
            words = words[1:]
        name = " ".join(words)
        if name in self.known or name in self.seen.get(words[-1], ()):
            return name
        return self.of_part(words[0]) if len(words) == 1 else ""


def _by_place(text: str) -> Iterator[str]:
    """Runs of capitals that follow a title (CEO Ren Zhengfei) or are explained (…, the chair)."""
    for found in _RUN.finditer(text):
        words = found[0].split(" ")
        titled = False
        while len(words) > 1 and words[0] in LEADING:
            words, titled = words[1:], True
        if 2 <= len(words) <= _LONGEST and (titled or _PERSON_AFTER.match(text, found.end())):
            yield " ".join(words)


def _is_person(found: re.Match[str]) -> bool:
    """A name of two or three words, or one whose age is told; a company has neither."""
    words = found["who"].split(" ")
    return words[0] not in LEADING and (2 <= len(words) <= 3 or "," in found[0])


def _may_be_chinese_name(name: str) -> bool:
    return 2 <= len(name) <= 12 and name not in PRONOUNS and is_cjk(name[0])
