"""A question that takes too long is answered with advice, not with a hang.

``config.wsgi`` gives every statement of a web process a time limit; PostgreSQL then cancels it.
"""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from psycopg.errors import QueryCanceled

ADVICE = _(
    "This took too long and was stopped. Ask for less at once: add a word, a speaker or a year."
)
RETRY_AFTER = "10"


class TooSlowMiddleware:
    """503 with advice for a statement that ran into its time limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a cancelled statement; leave everything else alone."""
        cancelled = isinstance(exception, OperationalError) and isinstance(
            exception.__cause__, QueryCanceled
        )
        return too_slow(request) if cancelled else None


def too_slow(request: HttpRequest) -> HttpResponse:
    """The answer, in the shape of the API or as a page."""
    answer: HttpResponse
    if request.path.startswith("/api/"):
        answer = JsonResponse({"detail": str(ADVICE)}, status=503)
    else:
        answer = render(request, "quotes/too_slow.html", status=503)
    answer["Retry-After"] = RETRY_AFTER
    return answer
