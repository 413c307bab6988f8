"""``POST /api/v1/check/``: did they really say that? Nothing that is sent is kept."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from quotes.api.v1.checking_answers import Data, Showing
from quotes.api.v1.checking_examples import ALTERED, ANSWER, SENTENCES, TEXT
from quotes.api.v1.checking_shapes import ASKED, CheckedSerializer, CheckSerializer
from quotes.api.v1.schema import DETAIL, REFUSED, ArchiveSchema, error_body
from quotes.matching.engine import Claim
from quotes.matching.pasted import CheckError, check_sentences, check_text, cost

LARGEST_BODY = 1_300_000
"""Bytes of a request: 200 KB of text, every letter of it written as JSON may (\\u4e91)."""


class TooLarge(APIException):
    """413: more than is read at once."""

    status_code = 413
    default_detail = "This is too much at once: send at most 200 KB of text."
    default_code = "too_large"


class CheckSchema(ArchiveSchema):
    """Adds what only a request with a body can get wrong."""

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        either = {"oneOf": [REFUSED, DETAIL]}
        told = {
            "400": error_body("What cannot be checked, and why.", either),
            "413": error_body("More than is read at once.", DETAIL),
            "415": error_body("The body is not JSON.", DETAIL),
        }
        return bodies | {status: self.exemplified(status, body) for status, body in told.items()}


class CheckView(APIView):
    """Check a sentence, several, or a text."""

    schema = CheckSchema()
    detail = False
    basename = "check"

    @property
    def cost(self) -> int:
        """How many requests of the client's allowance this one counts for; an unread one is one."""
        length = _length(self.request)
        return cost(length) if length <= LARGEST_BODY else 1

    @extend_schema(
        request=ASKED,
        responses=CheckedSerializer,
        examples=[ALTERED, SENTENCES, TEXT, ANSWER],
    )
    def post(self, request: Request) -> Response:
        """Say which archived quotes a sentence corresponds to, word by word, with a verdict.

        Give one of `sentence` (with `speaker` and `date` if they are known), `sentences`, or
        `text`: in a text the quotations are found, with who is said to speak, and each is checked,
        as is reported speech that the archive holds. Speaker and date raise the rank of equals,
        never the verdict of a wording. A verdict never overstates: `nothing` does not mean “never
        said”. Nothing that is sent is stored or logged.
        """
        if _length(request) > LARGEST_BODY:
            raise TooLarge
        if not isinstance(request.data, dict):
            raise ParseError('Send one object, such as {"sentence": "…"}.')
        asked = CheckSerializer(data=request.data)
        if not asked.is_valid():
            raise ValidationError(dict(_flat(asked.errors)))
        return Response(_answer(request, asked.validated_data))


def _flat(errors: Any) -> Iterator[tuple[str, list[str]]]:
    """Each field with its sentences; those of several claims say of which."""
    for name, told in errors.items():
        yield name, list(_sentences(told))


def _sentences(told: Any, where: str = "") -> Iterator[str]:
    if not isinstance(told, dict):
        yield from (f"{where}{sentence}" for sentence in told)
        return
    for key, inner in told.items():
        unnamed = key == api_settings.NON_FIELD_ERRORS_KEY
        part = "" if unnamed else f"Sentence {key + 1}: " if isinstance(key, int) else f"{key}: "
        yield from _sentences(inner, where + part)


def _length(request: Request) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _answer(request: Request, asked: Data) -> Data:
    show = Showing(request)
    name = next(name for name in ("text", "sentences", "sentence") if name in asked)
    try:
        if name == "text":
            found = check_text(asked["text"])
            results = [show.result(one.answer, one) for one in found.passages]
            return {"results": results, "unchecked": found.unchecked}
        claims = asked["sentences"] if name == "sentences" else [asked]
        answers = check_sentences(
            [Claim(one["sentence"], one["speaker"], one["date"]) for one in claims]
        )
    except CheckError as error:
        raise ValidationError({name: [str(error)]}) from error
    return {"results": [show.result(answer) for answer in answers], "unchecked": 0}
