"""Django's own middleware, less what no answer here needs of it: a twentieth of an API's list."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class HeadMiddleware:
    """HEAD is answered as GET is, less the body: gunicorn drops it, with a warning for each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the headers, the length of what GET would bring among them."""
        answer = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(answer, StreamingHttpResponse):
                answer.streaming_content = ()
            elif isinstance(answer, HttpResponse):
                answer.content = b""
        return answer


class LanguageMiddleware(LocaleMiddleware):
    """The language of an answer; where there is one only, nothing is looked for in the request."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.only = settings.LANGUAGE_CODE if len(settings.LANGUAGES) == 1 else ""

    def process_request(self, request: HttpRequest) -> None:
        """Speak it."""
        if not self.only:
            return super().process_request(request)
        translation.activate(self.only)
        request.LANGUAGE_CODE = self.only
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """Say so."""
        if not self.only:
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", self.only)
        return response


class PagesMessageMiddleware(MessageMiddleware):
    """Messages for the next page, and none of it for the API, which has no pages to show them on.

    They and their request lead to each other, and stay until Python looks for circles.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Make room for them."""
        if not request.path_info.startswith("/api/"):
            super().process_request(request)
