"""Partial dates in the reader's language."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.dates import show
from archive.translating import translated


def date_in_words(edtf: str) -> str:
    """``2020-11`` as “November 2020”, ``2020-12-30/..`` as “on or after …”; empty when unknown."""
    return _said(edtf, get_language()) if edtf else ""


def dates_in_words(dates: Iterable[str]) -> list[str]:
    """The same of many: to ask for the reader's language takes half of one's time."""
    language = get_language()
    return [_said(edtf, language) if edtf else "" for edtf in dates]


@lru_cache(maxsize=20_000)  # a page names some 80 dates, and most again and again
def _said(edtf: str, language: str | None) -> str:  # noqa: ARG001  # what is cached is of one language
    return translated(show(edtf))


def period_in_words(edtf: str) -> str:
    """``2015/..`` as “from 2015”: of a period, “in or after 2015” would say something else."""
    start, slash, end = edtf.partition("/")
    if not slash:
        return date_in_words(edtf)
    if end == "..":
        return _("from %(start)s") % {"start": date_in_words(start)}
    if start == "..":
        return _("until %(end)s") % {"end": date_in_words(end)}
    return _("%(start)s to %(end)s") % {"start": date_in_words(start), "end": date_in_words(end)}
