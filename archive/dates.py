"""Partial dates: a date is kept exactly as precise as its evidence, and never more. Pure.

A partial date is EDTF text (Extended Date/Time Format, ISO 8601-2:2019,
https://www.loc.gov/standards/datetime/). The archive keeps this part of it:

=====================  ===========================================================
``2020-12-30``         a day
``2020-11``            a month; ``2020-11-XX`` is the same, a day that is not known
``2020``               a year; ``2020-XX`` and ``2020-XX-XX`` are the same
``202X``  ``19XX``     a decade, a century
``2020~`` ``?`` ``%``  about, uncertain, both: once, at the end of any of the above
``2018-03/2020``       a period; its ends are a year, a month or a day, with or without ``~ ? %``
``2020-12-30/..``      on or after
``../2020-12-30``      on or before
=====================  ===========================================================

Years run from 0001 to 9999. Text is taken to the letter: no spaces, ASCII digits, capital X.
Sets, hours, seasons and quarters, longer years, significant digits and qualifiers on one part of
a date are EDTF too, and are refused with a sentence that says what to write instead. Seasons are
refused because one season is another half of the year in the other half of the world.

The database functions ``public.edtf_earliest`` and ``public.edtf_latest`` (the first migration)
read the same texts and give the same days; ``tests/archive/test_date_functions.py`` holds them to
it. The ``edtf`` package is the judge in the tests, not the parser here: it takes 4 to 37 ms for a
date that takes 2 to 7 µs here, imports Django, lets a final newline pass, and fails with a
traceback on ``2020-1X``.

What is said of a date is an ``archive.messages.Message``: English, until whoever shows it has it
translated.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.messages import MONTHS, Message, Month
from archive.messages import marked as _
from archive.messages import marked_about as pgettext

_DATE = "[0-9]{2}(?:[0-9]{2}|[0-9]X|XX)(?:-(?:[0-9]{2}|XX)){0,2}[?~%]?"
_SHAPE = re.compile(rf"{_DATE}|(?:[.][.]|{_DATE})/(?:[.][.]|{_DATE})")
_QUALIFIERS = "?~%"
_OPEN = ".."


class DateError(ValueError):
    """The text is not a partial date; ``message`` is one sentence that may be shown to anyone."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exact as its evidence. Made by :func:`parse`.

    ``earliest`` and ``latest`` are the first and last day it may mean; an open end is ``date.min``
    or ``date.max``. A qualifier does not widen them: how far "about" reaches is nobody's knowledge.
    """

    edtf: str
    earliest: date
    latest: date

    def __str__(self) -> str:
        return self.edtf

    @property
    def precision(self) -> str:
        """One of day, month, year, decade, century, interval."""
        if "/" in self.edtf:
            return "interval"
        year, month, day = _parts(self.edtf)
        if "X" in year:
            return "century" if year.endswith("XX") else "decade"
        return "day" if day else "month" if month else "year"

    @property
    def approximate(self) -> bool:
        """Whether the date, or an end of the period, is only about right (``~`` or ``%``)."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Whether the date, or an end of the period, is open to doubt (``?`` or ``%``)."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def open_start(self) -> bool:
        """Whether it means "on or before"."""
        return self.edtf.startswith(_OPEN)

    @property
    def open_end(self) -> bool:
        """Whether it means "on or after"."""
        return self.edtf.endswith(_OPEN)


def parse(text: str) -> PartialDate:
    """Read EDTF text; raise :class:`DateError` with a sentence for the reader if it is not a date.

    >>> parse("2020-11").latest
    datetime.date(2020, 11, 30)
    """
    if not _SHAPE.fullmatch(text):
        refusal = _(
            "%(text)s is not a date as the archive writes them: %(advice)s.",
            text=_quoted(text),
            advice=_advice(text),
        )
        raise DateError(refusal)
    try:
        earliest, latest = _bounds(text)
    except DateError as error:
        refusal = _("%(text)s is not a date: %(reason)s.", text=_quoted(text), reason=error.message)
        raise DateError(refusal) from None
    return PartialDate(text, earliest, latest)


def readings(text: str) -> list[str]:
    """The dates that people may mean by ``text``, as EDTF; none for what is no date.

    >>> readings("30 December 2020"), readings("1/2/2020")
    (['2020-12-30'], ['2020-02-01', '2020-01-02'])
    """
    return _readings(_tidied(text)) if len(text) <= _LONGEST_SLIP else []


def show(text: str) -> Message:
    """Say a partial date in words; raise :class:`DateError` if it is none.

    >>> show("2020-12-30/..")
    'on or after 30 December 2020'
    """
    when = parse(text)
    start, slash, end = when.edtf.partition("/")
    if not slash:
        return _words(text)
    if when.open_start:
        return _until(end)
    if when.open_end:
        return _since(start)
    return _("between %(start)s and %(end)s", start=_words(start), end=_words(end))


# --- From text to days -----------------------------------------------------------------------


def _parts(text: str) -> tuple[str, str, str]:
    """Year, month and day of one date as written; an unspecified month or day is empty."""
    bare = text.rstrip(_QUALIFIERS)
    return bare[:4], bare[5:7].replace("XX", ""), bare[8:].replace("XX", "")


def _bounds(text: str) -> tuple[date, date]:
    """First and last day of a text with the shape of a date; the error is half a sentence."""
    return _period(text) if "/" in text else _days(text)


def _period(text: str) -> tuple[date, date]:
    start, end = text.split("/")
    if start == end == _OPEN:
        raise DateError(_("it has neither a beginning nor an end; leave an unknown date empty"))
    if "X" in text:
        raise DateError(_("an end of a period is a year, a month or a day, without X"))
    earliest = date.min if start == _OPEN else _days(start)[0]
    latest = date.max if end == _OPEN else _days(end)[1]
    if earliest > latest:
        raise DateError(_("the period ends before it begins"))
    return earliest, latest


def _days(text: str) -> tuple[date, date]:
    """First and last day of one date."""
    year, month, day = _parts(text)
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year == 0:
        raise DateError(_("there is no year 0"))
    if "X" in year and "-" in text:
        raise DateError(_("a decade or a century has no month"))
    if day and not month:
        raise DateError(_("a day needs its month"))
    if not month:
        return date(first_year, 1, 1), date(last_year, 12, 31)
    return _days_of_month(first_year, month, day)


def _days_of_month(year: int, month: str, day: str) -> tuple[date, date]:
    if 21 <= int(month) <= 41:  # EDTF's codes for seasons and quarters
        raise DateError(_MONTHS_OF_A_SEASON)
    if not 1 <= int(month) <= 12:
        raise DateError(_("month %(month)s does not exist", month=month))
    last = monthrange(year, int(month))[1]
    if day and not 1 <= int(day) <= last:
        named = Month(year, int(month))
        raise DateError(_("%(month)s has no day %(day)s", month=named, day=day))
    return date(year, int(month), int(day or 1)), date(year, int(month), int(day or last))


# --- From text to words ----------------------------------------------------------------------


def _words(text: str) -> Message:
    """One date in words, with what its qualifier says."""
    said = _named(*_parts(text))
    if text.endswith(("~", "%")):
        said = _("about %(date)s", date=said)
    return _("%(date)s (uncertain)", date=said) if text.endswith(("?", "%")) else said


def _named(year: str, month: str, day: str) -> Message:
    """A day or a month is named as the reader's language does it, a year as ``_year`` does."""
    if day:
        return Message("%(day)s", day=date(int(year), int(month), int(day)))
    return Message("%(month)s", month=Month(int(year), int(month))) if month else _year(year)


def _year(year: str) -> Message:
    """``2020``, ``2020s``; but ``1900–1909``, because "1900s" may also be read as the century."""
    if "X" not in year:
        return Message(str(int(year)))
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first % 100 == 0:
        return Message(f"{first}–{last}")
    return pgettext("a decade", "%(year)ss", year=str(first))


def _until(end: str) -> Message:
    if _parts(end)[2]:
        return _("on or before %(date)s", date=_words(end))
    return _("in or before %(date)s", date=_words(end))


def _since(start: str) -> Message:
    if _parts(start)[2]:
        return _("on or after %(date)s", date=_words(start))
    return _("in or after %(date)s", date=_words(start))


# --- What to say about text that has not the shape of a date ---------------------------------

_USUAL_FORMS = _("use 2020-12-30, 2020-12 or 2020")
_MONTHS_OF_A_SEASON = _("write a season or a quarter as its months, such as 2020-03/2020-05")
_LONGEST_SLIP = 60
_LONGEST_QUOTED = 40
_DASHES = str.maketrans("‐‑‒–—−", "------")

_Y, _M, _D = r"(?P<year>\d{4})", r"(?P<month>\d\d?)", r"(?P<day>\d\d?)"
_NAME, _ORDINAL = r"(?P<month>[a-z]{3,9})\.?", rf"{_D}(?:st|nd|rd|th)?"
_AS_DAY, _AS_MONTH = "{year:04}-{month:02}-{day:02}", "{year:04}-{month:02}"

# What people type, and the EDTF it may mean. The first that makes a date wins.
_SLIPS: list[tuple[str, list[str]]] = [
    (rf"{_ORDINAL} (?:of )?{_NAME},? {_Y}", [_AS_DAY]),
    (rf"{_NAME} {_ORDINAL},? {_Y}", [_AS_DAY]),
    (rf"{_NAME},? {_Y}", [_AS_MONTH]),
    (rf"{_Y}([-/.]){_M}\2{_D}", [_AS_DAY]),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", [_AS_DAY]),
    (rf"{_Y}年{_M}月{_D}日", [_AS_DAY]),
    (rf"{_Y}[-/.]{_M}", [_AS_MONTH]),
    (rf"{_M}[-/.]{_Y}", [_AS_MONTH]),
    (rf"{_Y}年{_M}月", [_AS_MONTH]),
    (rf"{_Y}年", ["{year:04}"]),
    (
        rf"(?P<a>\d\d?)([-/.])(?P<b>\d\d?)\2{_Y}",
        ["{year:04}-{b:02}-{a:02}", "{year:04}-{a:02}-{b:02}"],
    ),
    (rf"{_Y}-{_M}-{_D}[T ].+", [_AS_DAY]),
    (rf"(?:between |from )?{_Y} ?(?:-|to|and) ?(?P<end>\d{{4}})", ["{year:04}/{end:04}"]),
    (r"(?:the )?(?P<decade>\d{3})0'?s", ["{decade:03}X"]),
]

# Words around a date. Only one is taken off: "////…" read in turn would take exponential time.
_WORDS_AROUND: list[tuple[str, list[str]]] = [
    (r"(?:about|around|circa|ca?\.?) ?(?P<rest>.+)", ["{rest}~"]),
    (r"(?:since|from|on or after) (?P<rest>.+)", ["{rest}/.."]),
    (r"(?P<rest>.+)/(?:open|now|present)?", ["{rest}/.."]),
    (r"(?:until|up to|on or before) (?P<rest>.+)", ["../{rest}"]),
    (r"(?:open|unknown)?/(?P<rest>.+)", ["../{rest}"]),
]

# EDTF, or nearly, that the archive does not keep.
_NOT_KEPT: list[tuple[str, Message]] = [
    (r"[\[{].*", _("write a choice or a set of dates as a period, such as 2018/2020")),
    (r"Y-?\d.*|-\d.*", _("years run from 0001 to 9999")),
    (r".*\dS\d+", _("write 202X or 20XX for digits that are not known")),
    (r".*\b(?:spring|summer|autumn|fall|winter|q[1-4])\b.*|.*\dQ[1-4]", _MONTHS_OF_A_SEASON),
    (r"(?:.*/)?[?~%].*|.*[?~%][^/].*", _("one of ? ~ % may stand at the end of a date, once")),
    (
        r"[-\d./]*X[-\dX./]*",
        _("X may be the last one or two digits of a year, or all of a day or month"),
    ),
]


def _quoted(text: str) -> str:
    """The text as a sentence may repeat it: short, and without control characters."""
    if not text:
        return _("An empty text")
    visible = "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:_LONGEST_QUOTED]
    )
    return f'"{visible}…"' if len(text) > _LONGEST_QUOTED else f'"{visible}"'


def _advice(text: str) -> Message:
    """What to write instead of ``text``."""
    if len(text) > _LONGEST_SLIP:
        return _USUAL_FORMS
    typed = _tidied(text)
    readings = _readings(typed)
    if readings:
        return _use(*map(_explained, readings))
    return next(
        (advice for shape, advice in _NOT_KEPT if re.fullmatch(shape, typed, re.IGNORECASE)),
        _USUAL_FORMS,
    )


def _use(one: str, other: str = "") -> Message:
    """No form that people write is read in more than two ways."""
    if other:
        return _(
            "which number is the day is not clear; use %(one)s or %(other)s", one=one, other=other
        )
    return _("use %(date)s", date=one)


def _explained(reading: str) -> str:
    """The EDTF and, where it is not the same, what it means."""
    said = show(reading)
    return reading if said == reading else Message("%(edtf)s (%(said)s)", edtf=reading, said=said)


def _tidied(text: str) -> str:
    """The text with usual digits, dashes and spaces, to recognise what was meant."""
    usual = unicodedata.normalize("NFKC", text).translate(_DASHES)
    digits = "".join(str(unicodedata.decimal(c, c)) for c in usual)
    spaced = " ".join(digits.split())
    return re.sub(r" ?([-/年月]) ?", r"\1", spaced)


def _readings(typed: str) -> list[str]:
    """The dates that ``typed`` may mean, as EDTF."""
    if dates := _bare_readings(typed):
        return dates
    for shape, forms in _WORDS_AROUND:
        if found := re.fullmatch(shape, typed, re.IGNORECASE):
            bare = _bare_readings(found["rest"])
            return _dates(form.format(rest=rest) for form in forms for rest in bare)
    return []


def _bare_readings(typed: str) -> list[str]:
    if _is_date(typed.upper()):
        return [typed.upper()]
    for shape, forms in _SLIPS:
        if found := re.fullmatch(shape, typed, re.IGNORECASE):
            parts = {name: _number(part) for name, part in found.groupdict().items()}
            if dates := _dates(form.format(**parts) for form in forms):
                return dates
    return []


def _dates(readings: Iterable[str]) -> list[str]:
    """Those that are dates, each once."""
    return [reading for reading in dict.fromkeys(readings) if _is_date(reading)]


def _number(part: str) -> int:
    """A number, or the number of a named month; 0 for any other word."""
    if part.isdecimal():
        return int(part)
    starts = [name.lower().startswith(part.lower()) for name in MONTHS]
    return starts.index(True) + 1 if True in starts else 0


def _is_date(text: str) -> bool:
    try:
        return bool(_SHAPE.fullmatch(text) and _bounds(text))
    except DateError:
        return False
