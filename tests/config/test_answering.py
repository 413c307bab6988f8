"""What Django's middleware does for every answer, and what it is spared."""

import gc

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation
from django_filters import Filter

from config.answering import HeadMiddleware, LanguageMiddleware, PagesMessageMiddleware
from quotes.api.v1.resource import ArchiveViewSet
from quotes.filter_sets import StrictFilterSet


@pytest.fixture
def spoken(rf):
    """The language that a request is answered in, and what the answer says of it."""

    def ask(accepted):
        answer = LanguageMiddleware(lambda _: HttpResponse(translation.get_language()))(
            rf.get("/", headers={"Accept-Language": accepted})
        )
        return answer.content.decode(), answer["Content-Language"], answer["Vary"]

    yield ask
    translation.activate("en")


@pytest.mark.parametrize("accepted", ["", "en", "de, fr;q=0.5"])
def test_the_only_language_is_spoken_whatever_is_accepted(spoken, accepted):
    assert spoken(accepted) == ("en", "en", "Accept-Language")


def test_of_several_languages_the_reader_has_a_choice(spoken, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    assert spoken("de, fr;q=0.5") == ("de", "de", "Accept-Language")


@pytest.mark.parametrize(
    "made",
    [
        lambda: HttpResponse("twelve chars", headers={"Content-Length": "12"}),
        lambda: StreamingHttpResponse(iter(["twelve chars"]), headers={"Content-Length": "12"}),
    ],
)
def test_head_is_answered_as_get_is_less_the_body(rf, made):
    middleware = HeadMiddleware(lambda _: made())
    assert b"".join(middleware(rf.get("/"))) == b"twelve chars"
    answer = middleware(rf.head("/"))
    assert (b"".join(answer), answer["Content-Length"]) == (b"", "12")


@pytest.mark.parametrize(("address", "has_room"), [("/admin/", True), ("/api/v1/quotes/", False)])
def test_messages_are_for_pages(rf, address, has_room):
    request = rf.get(address)
    request.session = {}
    PagesMessageMiddleware(lambda _: HttpResponse())(request)
    assert hasattr(request, "_messages") is has_room
    assert list(get_messages(request)) == []


def left():
    """All views and questions that are there; those of the contract's description stay."""
    kinds = (ArchiveViewSet, StrictFilterSet, Filter)
    return {id(one) for one in gc.get_objects() if issubclass(type(one), kinds)}


@pytest.mark.parametrize(
    "address",
    ["/api/v1/quotes/", "/api/v1/quotes/any-price/", "/api/v1/quotes/?q=price&after=2000"],
)
def test_an_answer_is_forgotten_without_looking_for_circles(client, quote, address):
    client.get(address)
    gc.collect()
    before = left()
    gc.disable()
    try:
        assert client.get(address).status_code == 200
        assert left() <= before
    finally:
        gc.enable()
