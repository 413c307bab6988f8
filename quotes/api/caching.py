"""What caches may do with the API's answers.

A retraction must reach everybody at once, so nothing is shown again without asking: ``no-cache``
means a cache may keep an answer, and must ask whether it still holds. An answer to a key is its
holder's own; a refusal and a file are not kept at all.

The tag of an answer is the hash of its bytes, made anew each time: it is exact whatever was written
and by whom, and costs a fraction of what sending the answer does. The log of changes was weighed as
a cheaper one: not all that an answer may show is told there (a source that is not public, raw SQL).
There is no ``Last-Modified`` for the same reason: a record changes with the names and the chain it
shows, and by the time of its transaction, not of its commit; no date is true.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import get_conditional_response, patch_vary_headers


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
    # A page of the browsable API holds a token and the name of who is signed in.
    is_a_page = answer.get("Content-Type", "").startswith("text/html")
    own = is_a_page or "Authorization" in request.headers
    return "private, no-cache" if own else "public, no-cache"


class ConditionalMiddleware(ConditionalGetMiddleware):
    """The tag of an answer, and 304 for who has it already: for HEAD as for GET."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Django looks at GET alone; the body of a HEAD is there to be hashed, and is not sent."""
        read = request.method in ("GET", "HEAD") and not response.streaming
        if not read or not self.needs_etag(response):
            return super().process_response(request, response)
        if not response.has_header("ETag"):
            response.headers["ETag"] = _tag(response.content)
        if request.method == "GET":
            return super().process_response(request, response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)


def _tag(content: bytes) -> str:
    """The hash of an answer: SHA-256, which processors of today know, takes half as long as MD5."""
    return f'"{sha256(content).hexdigest()[:32]}"'
