"""Signing in: who guesses passwords waits (django-axes), and is told so in a sentence."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from quotes.client_address import client_address


def address(request: HttpRequest) -> str | None:
    """Where an attempt comes from; none over a Unix socket without a proxy."""
    return client_address(request) or None


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: Any = None
) -> HttpResponse:
    """The page of those who tried too often: how long to wait, and who can help."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = TemplateResponse(
        request,
        "admin/locked_out.html",
        {**admin.site.each_context(request), "minutes": minutes},
        status=429,
    )
    page["Retry-After"] = str(minutes * 60)
    return page.render()
