"""Quotation marks: which characters of a text are marks, and which two belong together. Pure.

The outermost pair counts; what it holds is its own affair. Marks are paired within a paragraph; a
quotation that goes on in the next one opens it with a mark again. A closing mark that nothing
opened is read as closing what begins with the paragraph, or with the sentence after the last
quotation; an opening mark that nothing closes, as open until the paragraph ends. Both say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

FAMILIES: Final = {
    **dict.fromkeys('“”„‟"＂〝〞〟', "double"),
    **dict.fromkeys("‘’‚‛'＇", "single"),
    **dict.fromkeys("«»", "guillemet"),
    **dict.fromkeys("‹›", "single guillemet"),
    **dict.fromkeys("「」﹁﹂｢｣", "corner"),
    **dict.fromkeys("『』﹃﹄", "white corner"),
}
"""Every mark and its family. 《》 and 〈〉 are left out: they hold titles, never speech."""

OPENING: Final = frozenset("“„‟〝‘‚‛「﹁｢『﹃«‹")
CLOSING: Final = frozenset("”〞〟’」﹂｣』﹄»›")
CJK: Final = r"\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"

_MARK = re.compile(f"[{''.join(map(re.escape, FAMILIES))}]")
_LINE_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]\s*")
_ENDS_A_LINE = re.compile(r"[.!?:;…。！？：；”’\"'」』»)\]）]$")
_HARD_WRAPPED = range(40, 121)
"""Lengths of lines that a mail or PDF broke inside a sentence."""

_IS_CJK = re.compile(f"[{CJK}]")
_ELISION = re.compile(r"(?:\d\ds?|tis|twas|em|cause|til|till|n|bout|round)\b", re.IGNORECASE)
_OPENS_AFTER = frozenset("([{（【〔—–-/:：，、=")
_CLOSES_BEFORE = frozenset(")]}）】〕—–-/:;,.!?…。，、；：！？")


@dataclass(frozen=True, slots=True)
class Span:
    """What stands between two marks: the words, and the same with the marks."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    opened: bool = True
    closed: bool = True
    goes_on: bool = False
    """The next paragraph opens it again."""


class Role(Enum):
    """What a mark does where it stands."""

    OPENS = 1
    CLOSES = 2
    EITHER = 3
    NEITHER = 4


@dataclass(slots=True)
class _Mark:
    at: int
    sign: str
    family: str
    role: Role
    surplus: int = 0
    """How many more of its family close than open, from here to the paragraph's end."""
    closable: bool = False
    """Whether a mark of its family after it may close."""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where each paragraph of ``text`` begins and ends, without the white space between them."""
    edges = [0]
    for found in _LINE_BREAK.finditer(text):
        if _is_break(text, edges[-1], found):
            edges += [found.start(), found.end()]
    edges.append(len(text))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    trimmed = [(start, start + len(text[start:end].rstrip())) for start, end in pairs]
    return [(start, end) for start, end in trimmed if start < end]


def _is_break(text: str, start: int, found: re.Match[str]) -> bool:
    """A line break ends the paragraph, unless it seems to wrap a long line within a sentence."""
    if len(found[0].replace("\r\n", "\n").strip(" \t\u3000\u00a0")) > 1:
        return True
    reach = max(start, found.start() - 2 * _HARD_WRAPPED.stop)
    line = text[reach : found.start()].rstrip().rpartition("\n")[2]
    return len(line) not in _HARD_WRAPPED or bool(_ENDS_A_LINE.search(line))


def spans(text: str) -> Iterator[Span]:
    """The outermost quoted spans of ``text``, in order; they never overlap, and none is blank."""
    places = paragraphs(text)
    following = [*(text[start] for start, _ in places[1:]), ""]
    for number, (start, end) in enumerate(places):
        pairing = _Pairing(text, number, start, end, following[number])
        yield from pairing.spans()


class _Pairing:
    """One paragraph's marks, read from its beginning."""

    def __init__(self, text: str, number: int, start: int, end: int, following: str) -> None:
        self.text, self.number, self.start, self.end = text, number, start, end
        self.following = FAMILIES.get(following) if following not in CLOSING else None
        self.marks = list(self._marks())
        self._look_ahead()
        self.done = start
        self.opener: _Mark | None = None
        self.depth = 0

    def _marks(self) -> Iterator[_Mark]:
        for found in _MARK.finditer(self.text, self.start, self.end):
            role = _role(self._sign(found.start() - 1), found[0], self._sign(found.end()))
            if found[0] in "'’＇" and role is Role.OPENS and self._is_elision(found.end()):
                role = Role.NEITHER
            if role is not Role.NEITHER:
                yield _Mark(found.start(), found[0], FAMILIES[found[0]], role)

    def _sign(self, at: int) -> str:
        return self.text[at] if self.start <= at < self.end else " "

    def _is_elision(self, at: int) -> bool:
        return bool(_ELISION.match(self.text, at, min(self.end, at + 8)))

    def _look_ahead(self) -> None:
        surplus: dict[str, int] = {}
        closable: dict[str, bool] = {}
        for mark in reversed(self.marks):
            mark.closable = closable.get(mark.family, False)
            step = {Role.CLOSES: 1, Role.OPENS: -1}.get(mark.role, 0)
            mark.surplus = surplus[mark.family] = surplus.get(mark.family, 0) + step
            if mark.role is not Role.OPENS or mark.sign in '"“”＂':
                closable[mark.family] = True

    def spans(self) -> Iterator[Span]:
        for mark in self.marks:
            span = self._outside(mark) if self.opener is None else self._inside(mark, self.opener)
            if span:
                yield span
        if self.opener and (span := self._never_closed(self.opener, self.end)):
            yield span

    def _outside(self, mark: _Mark) -> Span | None:
        if mark.role is Role.CLOSES:
            return self._never_opened(mark)
        if mark.family != "single" or mark.closable or self._reopened(mark):
            self.opener, self.depth = mark, 0
        return None

    def _inside(self, mark: _Mark, opener: _Mark) -> Span | None:
        if mark.family != opener.family:
            return None
        if self._opens_again(mark, opener):
            if mark.surplus + 1 > self.depth + 1:
                self.depth += 1
                return None
            span = self._never_closed(opener, mark.at)
            self.opener, self.depth = mark, 0
            return span
        if self.depth:
            self.depth -= 1
            return None
        if self._is_possessive(mark):
            return None
        self.opener = None
        return self._span(opener.at + 1, mark.at, opener.at, mark.at + 1)

    def _opens_again(self, mark: _Mark, opener: _Mark) -> bool:
        """German closes with the mark that opens in English; some close with the one that opens."""
        if opener.sign in "„‟‚" or mark.role is not Role.OPENS:
            return False
        return (
            mark.sign != opener.sign
            or mark.closable
            or not _closes_here(self._sign(mark.at - 1), self._sign(mark.at + 1))
        )

    def _is_possessive(self, mark: _Mark) -> bool:
        """“the workers’ rights”, where another mark closes."""
        at = mark.at
        return (
            mark.family == "single"
            and mark.closable
            and self._sign(at - 1) in "sS"
            and self._sign(at + 1) == " "
            and self._sign(at + 2).islower()
        )

    def _reopened(self, mark: _Mark) -> bool:
        return mark.at == self.start and self.following == mark.family

    def _never_closed(self, opener: _Mark, end: int) -> Span | None:
        goes_on = end == self.end and self.following == opener.family
        return self._span(opener.at + 1, end, opener.at, end, closed=False, goes_on=goes_on)

    def _never_opened(self, mark: _Mark) -> Span | None:
        if mark.family == "single" or (mark.sign in '"＂' and self._sign(mark.at - 1).isdigit()):
            return None
        start = (
            _first_sentence(self.text, self.done, mark.at) if self.done > self.start else self.start
        )
        return self._span(start, mark.at, start, mark.at + 1, opened=False)

    def _span(
        self, start: int, end: int, outer_start: int, outer_end: int, **flags: bool
    ) -> Span | None:
        self.done = outer_end
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start >= end:
            return None
        outer_end = outer_end if flags.get("closed", True) else end
        outer_start = outer_start if flags.get("opened", True) else start
        return Span(start, end, outer_start, outer_end, self.number, **flags)


_SENTENCE = re.compile(r"[.!?]\s+|[。！？]")


def _first_sentence(text: str, start: int, end: int) -> int:
    """Where the first sentence after ``start`` begins; ``start`` itself when none does."""
    found = _SENTENCE.search(text, start, end)
    return found.end() if found and found.end() < end else start


def _role(before: str, sign: str, after: str) -> Role:
    """What ``sign`` does between these two characters."""
    if sign in "'’＇":
        return _role_of_apostrophe(before, sign, after)
    if sign in '"＂”':
        return _role_by_place(before, sign, after)
    if sign in "«»‹›":
        return Role.EITHER
    return Role.OPENS if sign in OPENING else Role.CLOSES


def _role_of_apostrophe(before: str, sign: str, after: str) -> Role:
    if _is_letter(before) and _is_letter(after):
        return Role.NEITHER
    if _is_letter(after) and not _closes_here(before, after):
        return Role.NEITHER if sign == "’" else Role.OPENS
    return Role.CLOSES if not before.isspace() else Role.NEITHER


def _role_by_place(before: str, sign: str, after: str) -> Role:
    if sign == "”":  # Swedish, and whoever types it twice, opens with it, too
        free = before.isspace() or before in "：:"
        return Role.EITHER if free and after.isalnum() else Role.CLOSES
    if _opens_here(before, after):
        return Role.OPENS
    return Role.CLOSES if _closes_here(before, after) else Role.EITHER


def _opens_here(before: str, after: str) -> bool:
    free = before.isspace() or before in _OPENS_AFTER or before in OPENING
    return free and not after.isspace() and after not in _CLOSES_BEFORE


def _closes_here(before: str, after: str) -> bool:
    free = after.isspace() or after in _CLOSES_BEFORE or after in CLOSING
    return free and not before.isspace() and before not in "([{（"


def is_cjk(sign: str) -> bool:
    """Whether this is a character of a script written without spaces."""
    return bool(_IS_CJK.match(sign))


def _is_letter(sign: str) -> bool:
    """A letter or digit of a script that writes apostrophes."""
    return sign.isalnum() and not _IS_CJK.match(sign)
