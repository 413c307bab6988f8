"""Draws a quote's card: the picture that is shown where somebody links to the quote. Pure.

Nothing but its values goes in, so the same card is the same picture. A letter that no font here
has would be an empty box: ``can_write`` says so, and the caller leaves the words away.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO

import fontpkg
import noto_cjk_sans_otc
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
"""What social networks show uncut."""

MARGIN = 80
ROOM = WIDTH - 2 * MARGIN
SIZES = (64, 56, 48, 42, 36)
"""Sizes of the words, in pixels: the largest in which they all fit."""

LEADING = 1.36
TOP, BOTTOM = 90, HEIGHT - 190
STAMPED_TOP = 150

PAPER, INK, QUIET, ACCENT, ALARM = "#fcfbf8", "#1e1b17", "#5d574e", "#86301c", "#9b1c1c"

FACES = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}
"""Where each language's forms of the characters are in the collection."""

_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_CLOSING = "、。，．：；！？）」』】》〉”’…—·～"
# A CJK character is a unit a line may end with, together with the signs that must not begin one.
UNIT = re.compile(rf"[{_CJK}“‘][{_CLOSING}]*|[^\s{_CJK}]+\s*|\s+")

Font = ImageFont.FreeTypeFont
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True)
class Card:
    """What stands on the picture, ready to be drawn."""

    words: str
    language: str
    who: str
    about: str
    stamp: str
    name: str
    """The archive's own."""


@lru_cache(maxsize=64)  # about 30 kB each: a link that spreads is drawn once a process
def draw(card: Card) -> bytes:
    """The card as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, 16, HEIGHT), fill=ALARM if card.stamp else ACCENT)
    _stamp(canvas, card)
    _words(canvas, card)
    _foot(canvas, card)
    file = BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def can_write(text: str) -> bool:
    """Whether every letter of ``text`` is in one of the fonts."""
    return all(char.isspace() or _font_for(char, "", 36) for char in drawable(text))


def drawable(text: str) -> str:
    """The letters with their accents as one, and without signs that only direct others."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        c for c in composed if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")
    )


# --- The parts -------------------------------------------------------------------------------


def _stamp(canvas: Draw, card: Card) -> None:
    if not card.stamp:
        return
    text = drawable(card.stamp).upper()
    width = _width(text, "", 40)
    canvas.rectangle((MARGIN, 60, MARGIN + width + 48, 124), outline=ALARM, width=5)
    _line(canvas, (MARGIN + 24, 66), text, "", 40, ALARM)


def _words(canvas: Draw, card: Card) -> None:
    top = STAMPED_TOP if card.stamp else TOP
    size, lines = _fitted(drawable(card.words), card.language, BOTTOM - top)
    for number, line in enumerate(lines):
        _line(canvas, (MARGIN, top + number * size * LEADING), line, card.language, size, INK)


def _foot(canvas: Draw, card: Card) -> None:
    lines = ((165, card.who, 36, INK), (108, card.about, 28, QUIET), (62, card.name, 24, ACCENT))
    for above, text, size, fill in lines:
        [shown] = _ended([drawable(text)], 1, "", size)
        _line(canvas, (MARGIN, HEIGHT - above), shown, "", size, fill)


# --- Lines -----------------------------------------------------------------------------------


def _fitted(text: str, language: str, height: float) -> tuple[int, list[str]]:
    """The largest size in which the text fits; cut with an ellipsis when none is small enough."""
    for size in SIZES:
        lines = list(_lines(text, language, size))
        if len(lines) <= (room := int(height / (size * LEADING))):
            return size, lines
    return size, _ended(lines, room, language, size)


def _lines(text: str, language: str, size: int) -> Iterator[str]:
    """The text in lines, cut between words or CJK characters."""
    line = ""
    for unit in _units(text, language, size):
        if line and not _fits(line + unit, language, size):
            yield line.rstrip()
            line = ""
        line += unit
    yield line.rstrip()


def _units(text: str, language: str, size: int) -> Iterator[str]:
    """What may not be cut; a word longer than a line is cut all the same."""
    for unit in UNIT.findall(" ".join(text.split())):
        if _fits(unit, language, size):
            yield unit
        else:
            yield from unit


def _ended(lines: list[str], most: int, language: str, size: int) -> list[str]:
    """At most ``most`` lines, the last with an ellipsis when anything was cut."""
    *kept, last = lines[:most]
    if len(lines) == len(kept) + 1 and _fits(last, language, size):
        return lines
    units = list(_units(last, language, size))
    while units and not _fits(f"{''.join(units).rstrip()}…", language, size):
        units.pop()
    return [*kept, f"{''.join(units).rstrip()}…"]


def _fits(line: str, language: str, size: int) -> bool:
    return _width(line.rstrip(), language, size) <= ROOM


# --- Letters ---------------------------------------------------------------------------------


def _line(
    canvas: Draw, at: tuple[float, float], text: str, language: str, size: int, fill: str
) -> None:
    x, y = at
    # One baseline for every font of the line.
    for font, run in _runs(text, language, size):
        canvas.text((x, y + size), run, font=font, fill=fill, anchor="ls")
        x += font.getlength(run)


def _width(text: str, language: str, size: int) -> float:
    return sum(font.getlength(run) for font, run in _runs(text, language, size))


def _runs(text: str, language: str, size: int) -> Iterable[tuple[Font, str]]:
    """Pieces of the text and the font each is written in."""
    runs: list[tuple[Font, str]] = []
    for char in text:
        font = _font_for(char, language, size) or _serif(size)
        if runs and runs[-1][0] is font:
            runs[-1] = (font, runs[-1][1] + char)
        else:
            runs.append((font, char))
    return runs


@lru_cache(maxsize=20_000)
def _font_for(char: str, language: str, size: int) -> Font | None:
    """The first font that has the character; None when none has. Chinese quotes are Chinese."""
    serif, cjk = _serif(size), _cjk(_face(language), size)
    first = (cjk, serif) if _face_known(language) else (serif, cjk)
    return next((font for font in first if _has(font, char)), None)


def _face_known(language: str) -> bool:
    return language.split("-")[0].lower() in FACES


def _face(language: str) -> int:
    tag = language.lower()
    return next((FACES[one] for one in (tag, tag[:7], tag.split("-")[0]) if one in FACES), 2)


def _has(font: Font, char: str) -> bool:
    """A character without a form of its own is drawn as the font's box for the missing."""
    return char == " " or bytes(font.getmask(char)) != _missing(font)


@cache
def _missing(font: Font) -> bytes:
    return bytes(font.getmask("\uffff"))


@cache
def _serif(size: int) -> Font:
    return _opened(str(fontpkg.path("Noto Serif")), size)


@cache
def _cjk(face: int, size: int) -> Font:
    return _opened(str(noto_cjk_sans_otc.FONT_PATH), size, face)


def _opened(path: str, size: int, face: int = 0) -> Font:
    # The simple layout is the same with and without the optional library of the other.
    return ImageFont.truetype(path, size, index=face, layout_engine=ImageFont.Layout.BASIC)
