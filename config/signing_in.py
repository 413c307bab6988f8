"""Signing in: who guesses passwords waits (django-axes), and is told so in a sentence.

Three counts within ``AXES_COOLOFF_TIME``: of a name from an address, as axes counts by itself; of
an address over all names (leaked passwords tried one name each); of a name over all addresses (one
name tried from many machines). Anybody could bring about the last two for others, so they do not
hold a browser in which this name has signed in before: such a browser waits for its own mistakes
alone, and an editor is not locked out by a stranger.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from quotes.client_address import client_network

MOST_OF_AN_ADDRESS = 30
"""Wrong passwords of all names together: an office shares an address, and mistypes."""

MOST_OF_A_NAME = 50
"""Wrong passwords from all addresses together; 200 guesses an hour lead nowhere."""

BROWSER_COOKIE = "desk-browser"
REMEMBERED = 90 * 24 * 60 * 60
"""Seconds; each time somebody signs in, anew."""


class Handler(AxesDatabaseHandler):
    """Counts failures of an address and of a name beside those of both together."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        """The failures of name and address; those of either once they are too many."""
        ours: int = super().get_failures(request, credentials)
        name = get_client_username(request, credentials) or ""
        if ours >= settings.AXES_FAILURE_LIMIT or is_known(request, name):
            return ours
        of_address = _recent(request, Q(ip_address=request.axes_ip_address))
        of_name = _recent(request, Q(username=name))
        too_many = of_address >= MOST_OF_AN_ADDRESS or of_name >= MOST_OF_A_NAME
        return max(of_address, of_name) if too_many else ours


def _recent(request: Any, which: Q) -> int:
    since = (request.axes_attempt_time or timezone.now()) - get_cool_off(request)
    recent = AccessAttempt.objects.filter(which, attempt_time__gte=since)
    return recent.aggregate(failures=Sum("failures_since_start"))["failures"] or 0


def login(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The admin's login; a browser in which somebody signs in is known for that name."""
    answer = admin.site.login(request, **kwargs)
    if request.method == "POST" and request.user.is_authenticated:
        answer.set_cookie(
            BROWSER_COOKIE,
            _seal(request.user.get_username()),
            max_age=REMEMBERED,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def is_known(request: Any, name: str) -> bool:
    """Whether this name has signed in in this browser before."""
    return constant_time_compare(request.COOKIES.get(BROWSER_COOKIE, ""), _seal(name))


def _seal(name: str) -> str:
    return salted_hmac(BROWSER_COOKIE, name, algorithm="sha256").hexdigest()


def address(request: HttpRequest) -> str | None:
    """Where an attempt comes from: of IPv6 the network; none over a Unix socket without a proxy."""
    return client_network(request).removesuffix("/64") or None


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # which Django logs, for the operator
    """The page of a form that was sent without its token: what to do, with nothing lost."""
    context = admin.site.each_context(request)
    return TemplateResponse(request, "admin/stale_form.html", context, status=403).render()


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
