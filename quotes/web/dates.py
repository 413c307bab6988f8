"""Partial dates in the reader's language; in English, as ``archive.dates.show`` says them."""

from collections.abc import Mapping

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

QUALIFIERS = "?~%"


def date_in_words(edtf: str) -> str:
    """``2020-11`` as “November 2020”, ``2020-12-30/..`` as “on or after …”; empty when unknown."""
    if not edtf:
        return ""
    start, slash, end = edtf.partition("/")
    if not slash:
        return _date(edtf)
    if start == "..":
        before = _("on or before %(date)s") if _is_a_day(end) else _("in or before %(date)s")
        return before % {"date": _date(end)}
    if end == "..":
        after = _("on or after %(date)s") if _is_a_day(start) else _("in or after %(date)s")
        return after % {"date": _date(start)}
    return _("between %(start)s and %(end)s") % {"start": _date(start), "end": _date(end)}


def period_in_words(edtf: str) -> str:
    """``2015/..`` as “from 2015”: of a period, “in or after 2015” would say something else."""
    start, slash, end = edtf.partition("/")
    if not slash:
        return date_in_words(edtf)
    if end == "..":
        return _("from %(start)s") % {"start": _date(start)}
    if start == "..":
        return _("until %(end)s") % {"end": _date(end)}
    return _("%(start)s to %(end)s") % {"start": _date(start), "end": _date(end)}


def _parts(edtf: str) -> list[str]:
    """Year, month and day as far as they are known."""
    return [part for part in edtf.rstrip(QUALIFIERS).split("-") if part != "XX"]


def _is_a_day(edtf: str) -> bool:
    return len(_parts(edtf)) == 3


def _date(edtf: str) -> str:
    """One date, with what its qualifier says."""
    said = _named(*_parts(edtf))
    if edtf.endswith(("~", "%")):
        said = _("about %(date)s") % {"date": said}
    return _("%(date)s (uncertain)") % {"date": said} if edtf.endswith(("?", "%")) else said


def _named(year: str, month: str = "", day: str = "") -> str:
    named: Mapping[str, object] = {
        "year": _year(year),
        "month": month and MONTHS[int(month)],
        "day": day.lstrip("0"),
    }
    if day:
        return pgettext("a day", "%(day)s %(month)s %(year)s") % named
    return pgettext("a month", "%(month)s %(year)s") % named if month else str(named["year"])


def _year(year: str) -> str:
    """``2020``, ``2020s``; ``1900–1909``, because “1900s” may also be read as the century."""
    if "X" not in year:
        return str(int(year))
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first % 100 == 0:
        return f"{first}–{last}"
    return pgettext("a decade", "%(year)ss") % {"year": first}
