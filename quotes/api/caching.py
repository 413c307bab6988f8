"""What caches may do with the API's answers.

A retraction must reach everybody at once, so nothing is shown again without asking: ``no-cache``
means a cache may keep an answer, and must ask whether it still holds (a 304 is cheap). An answer to
a key is its holder's own; a refusal and a file are not kept at all.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers


class ApiCacheMiddleware:
    """``Cache-Control`` and ``Vary`` of every answer under ``/api/`` that sets none itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on and say how long its answer holds."""
        answer = self.get_response(request)
        if request.path.startswith("/api/"):
            patch_vary_headers(answer, ["Authorization"])
            answer.setdefault("Cache-Control", _policy(request, answer))
        return answer


def _policy(request: HttpRequest, answer: HttpResponseBase) -> str:
    kept = answer.status_code in (200, 301, 304) and not answer.streaming
    if not kept or request.method not in ("GET", "HEAD"):
        return "no-store"
    return "private, no-cache" if "Authorization" in request.headers else "public, no-cache"
