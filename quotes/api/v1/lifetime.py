"""How version 1 says when it ends, once that is decided: in every answer, a year ahead at least.

``Deprecation`` (RFC 9745) since when another version should be used, ``Sunset`` (RFC 8594) when
this one may stop answering, and a ``Link`` to what a developer then does.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import http_date


class LifetimeMiddleware:
    """Adds the headers to every answer of version 1; not used while its end is not decided."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.API_V1_LIFETIME is None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        deprecated, sunset = (_moment(day) for day in settings.API_V1_LIFETIME)
        self.headers = {"Deprecation": f"@{deprecated}", "Sunset": http_date(sunset)}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and say it of the answer."""
        answer = self.get_response(request)
        if request.path.startswith("/api/v1/"):
            for name, value in self.headers.items():
                answer[name] = value
            told = f'<{request.build_absolute_uri(reverse("web:developers"))}>; rel="deprecation"'
            answer["Link"] = ", ".join(filter(None, (answer.get("Link"), told)))
        return answer


def _moment(day: date) -> int:
    """The beginning of a day in UTC, in seconds."""
    return (day - date(1970, 1, 1)).days * 86_400
