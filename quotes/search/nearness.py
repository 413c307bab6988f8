"""How near two spellings are: what else could have been meant by a word that finds nothing. Pure.

Near is one slip of the fingers: a letter wrong, missing, too many, or two swapped; two slips in a
word of eight letters, and in one of five that begins alike and has no other letters (``hauwie``);
and no slip but an apostrophe, a hyphen or a space left out: ``dont``. In
Chinese the same of characters; of two only a name is near, or the two in the other order, for
anything else would be.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from quotes.text import CJK, Token, tokens

SHORTEST: Final = 4
"""Letters of a word worth correcting: shorter ones are near to everything."""

LONGEST: Final = 20
"""Letters or characters: what is longer is no word, and has thousands of spellings near it."""

LONG: Final = 8
"""Letters of a word in which two slips may be meant."""

TWISTED: Final = 5
"""Letters of a word in which two slips may be meant that only swap or double letters."""

ALPHABETS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
)

LEFT_OUT: Final = ("'", "’", "-", "‐", " ")
"""What may stand between two words that were typed as one."""

FURTHEST = 2
"""Slips at most."""

_CHARACTER = re.compile(f"[{CJK}]")
_MARKS = re.compile(r"[\u0300-\u036f]")


class Near(NamedTuple):
    """How far a spelling is from what was typed, and the spelling."""

    distance: int
    spelling: str


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """As the index holds it: small letters without accents. Texts repeat their words."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", word.lower()))
    return unicodedata.normalize("NFKC", bare)


def parts(text: str) -> list[Token]:
    """The words of what was typed that may be misspelt; Chinese characters in a row are one."""
    found: list[Token] = []
    for word, start, end in tokens(text):
        before = found[-1] if found else None
        if before and before.end == start and is_cjk(before.word) and is_cjk(word):
            found[-1] = Token(before.word + word, before.start, end)
        else:
            found.append(Token(folded(word), start, end))
    return [one for one in found if one.word.isalpha()
            and (2 if is_cjk(one.word) else SHORTEST) <= len(one.word) <= LONGEST]  # fmt: skip


def is_cjk(word: str) -> bool:
    """Whether each of its characters is searched as a word: 云服务."""
    return all(map(_CHARACTER.match, word))


def looked_for(word: str) -> list[str]:
    """Each as a ``tsquery``: together they find every text with something one slip away in it."""
    if is_cjk(word):
        return sorted(_phrases(word))
    apart = [_row((word[:at], word[at:])) for at in range(1, len(word))]
    return [*(f"'{one}'" for one in sorted(_edits(word))), *apart]


def in_names(word: str) -> str:
    """A pattern that meets every name with something near in it, and some others.

    A slip leaves a part of the word whole, or swaps two letters where parts of a short one meet.
    """
    if is_cjk(word):
        pairs = pairwise(word)
        apart = (f"{word[at]}.{word[at + 2]}" for at in range(len(word) - 2))
        together = (f"{a}{b}|{b}{a}" for a, b in pairs)
        return "|".join((*together, *apart) if len(word) > 2 else word)
    if len(word) >= LONG:
        third = len(word) // 3
        return rf"\m{word[:third]}|{word[third:-third]}|{word[-third:]}\M"
    half = len(word) // 2
    swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
    return rf"\m{word[:half]}|{word[half:]}\M|\m{swapped}"


def twisted_in_names(word: str) -> str:
    """A pattern that meets every name with something in it that has the same letters."""
    return rf"\m{word[0]}[{word}]{{{len(word) - 3},{len(word) + 1}}}\M"


def near_in(text: str, word: str, *, is_name: bool = False) -> Iterator[Near]:
    """What in ``text`` is near to ``word``, as it is spelled there in small letters."""
    found = _characters_near(text, word, is_name) if is_cjk(word) else _words_near(text, word)
    for distance, start, end in found:
        yield Near(distance, text[start:end].lower())


Place = tuple[int, int, int]
"""A distance, and where in a text it begins and ends."""


def _words_near(text: str, word: str) -> Iterator[Place]:
    cut = [(folded(one.word), one.start, one.end) for one in tokens(text)]
    for spelled, start, end in cut:
        if abs(len(spelled) - len(word)) > FURTHEST:
            continue
        most = FURTHEST if len(word) >= LONG or _is_twisted(spelled, word) else 1
        distance = OSA.distance(spelled, word, score_cutoff=most)
        if 0 < distance <= most and folded(text[start:end]) == spelled:
            yield distance, start, end
    for (first, start, edge), (second, after, end) in pairwise(cut):
        if first + second == word and text[edge:after] in LEFT_OUT:
            yield 0, start, end


def _is_twisted(spelled: str, word: str) -> bool:
    """Whether both begin alike and have the same letters."""
    return len(word) >= TWISTED and spelled[:1] == word[0] and set(spelled) == set(word)


def _characters_near(text: str, word: str, is_name: bool) -> Iterator[Place]:
    """What lacks a character stands in all that has another instead, so it is a little further off.

    Not where one was typed twice.
    """
    cut = [one for one in tokens(text) if is_cjk(one.word)]
    doubled = {word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at - 1] == word[at]}
    sizes = (len(word), len(word) + 1, len(word) - 1) if len(word) > 2 else (2,)
    for size in sizes:
        for at in range(len(cut) - size + 1):
            run = cut[at : at + size]
            found = "".join(one.word for one in run)
            together = run[-1].end - run[0].start == size
            swapped_or_more = len(word) > 2 or is_name or sorted(found) == sorted(word)
            if together and swapped_or_more and OSA.distance(found, word) == 1:
                distance = 1 if found in doubled else 2 + (size != len(word))
                yield distance, run[0].start, run[-1].end


def _edits(word: str) -> set[str]:
    """Every word that is one slip away."""
    alphabet = next((one for one in ALPHABETS if word[0] in one), "")
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    too_many = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    wrong = {a + letter + b[1:] for a, b in halves if b for letter in alphabet}
    missing = {a + letter + b for a, b in halves for letter in alphabet}
    return (too_many | swapped | wrong | missing) - {word}


def _phrases(word: str) -> set[str]:
    """Every run of characters one slip away, as phrases; any character stands in a gap of two."""
    places = range(len(word))
    runs = {(*word[:at], word[at + 1], word[at], *word[at + 2 :]) for at in places[:-1]}
    phrases = {_row(run) for run in runs - {tuple(word)}}
    if len(word) == 2:
        return phrases or {_row(word)}
    without = {_row(word[:at] + word[at + 1 :]) for at in places}
    wrong = {f"{_row(word[:at])} <2> {_row(word[at + 1 :])}" for at in places[1:-1]}
    missing = {f"{_row(word[:at])} <2> {_row(word[at:])}" for at in places[1:]}
    return phrases | without | wrong | missing


def _row(words: Iterable[str]) -> str:
    return " <-> ".join(f"'{one}'" for one in words)
