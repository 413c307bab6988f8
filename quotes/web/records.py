"""The record at an address: found, moved, gone, or never there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from archive.models import Redirect
from archive.written import Written, fetched
from quotes.cursors import CursorError

Page = Callable[[HttpRequest, str], HttpResponse]
"""A view of one record."""


class NotHere(Exception):  # noqa: N818  # a turn of the story, not an error
    """No public record of this kind has this ref."""

    def __init__(self, kind: str, ref: str) -> None:
        super().__init__(f"{kind} {ref}")
        self.kind, self.ref = kind, ref


def at(records: "QuerySet[Any]", ref: str) -> Any:
    """The one of ``records`` at ``ref``; raises ``NotHere``."""
    found = records.filter(ref=ref).first()
    if found is None:
        raise NotHere(str(records.model._meta.model_name), ref)
    return found


def named_at(kind: str, ref: str, rows: Written, names: Written) -> Any:
    """The one of ``rows`` at ``ref`` with all its names; raises ``NotHere``."""
    found = next(iter(rows.of(ref)), None)
    if found is None:
        raise NotHere(kind, ref)
    fetched(found, "names", names.of(found.pk))
    return found


def page(view: Page) -> Page:
    """Turn ``NotHere`` into a permanent redirect for a merged record, else a 404 that helps.

    A cursor that is not ours is a 400 with the way back to the first page.
    """

    @wraps(view)
    def answer(request: HttpRequest, ref: str) -> HttpResponse:
        if "\0" in ref:  # which PostgreSQL cannot be asked for
            return not_found(request)
        try:
            return view(request, ref)
        except NotHere as missing:
            return _moved_or_missing(request, missing)
        except CursorError as refused:
            return render(request, "quotes/refused.html", {"refused": refused}, status=400)

    return answer


def _moved_or_missing(request: HttpRequest, missing: NotHere) -> HttpResponse:
    target = Redirect.objects.target(missing.kind, missing.ref)
    if target is not None:
        return HttpResponsePermanentRedirect(reverse(f"web:{missing.kind}", args=[target]))
    return not_found(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's ``handler404`` passes it
    """Nothing is at this address."""
    return render(request, "quotes/not_found.html", status=404)
