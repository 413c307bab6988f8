"""No request brings more than it may, however large a file somebody sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MOST_BYTES = 20 * 2**20
"""Above the largest file or text that a form takes, so that it can say so in its own words."""


class BoundedMiddleware:
    """Answers 413 before a body is read. Without a length WSGI gives no body at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length only."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BYTES:
            sentence = (
                f"This is larger than {MOST_BYTES >> 20} MiB, the most one request may bring."
            )
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
