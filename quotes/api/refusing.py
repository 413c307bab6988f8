"""Refusals by the framework itself, in sentences that say what to do instead."""

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework.exceptions import (
    APIException,
    ErrorDetail,
    MethodNotAllowed,
    NotAcceptable,
    UnsupportedMediaType,
)
from rest_framework.response import Response
from rest_framework.views import exception_handler


def answered(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an error, as DRF makes it; None where it is no client's."""
    tell = SENTENCES.get(type(error))
    if tell and isinstance(error, APIException):
        error.detail = ErrorDetail(tell(context), error.default_code)
    return exception_handler(error, dict(context))


def _method(context: Mapping[str, Any]) -> str:
    taken = ", ".join(context["view"].allowed_methods)
    return f"{context['request'].method} is not taken here. Known: {taken}."


def _accept(context: Mapping[str, Any]) -> str:
    types = (str(one.media_type) for one in context["view"].get_renderers())
    known = ", ".join(dict.fromkeys(types))
    return f"Nothing here is of a type that “Accept” names. Known: {known}."


def _body(context: Mapping[str, Any]) -> str:
    typed = str(context["request"].content_type)[:60]
    return f"Send JSON, with “Content-Type: application/json”; this came as “{typed}”."


SENTENCES: Mapping[type[Exception], Callable[[Mapping[str, Any]], str]] = {
    MethodNotAllowed: _method,
    NotAcceptable: _accept,
    UnsupportedMediaType: _body,
}
