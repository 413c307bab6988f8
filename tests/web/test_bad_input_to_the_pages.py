"""Whatever is asked of a page: an answer or a 4xx with a sentence, never a 500."""

import html
import re

import pytest

from quotes.web.urls import urlpatterns

REFS = {
    "quotes": "any-price", "speeches": "speech", "sources": "article", "people": "alice",
    "organizations": "acme", "roles": "alice-ceo", "topics": "growth", "embed/quotes": "any-price",
    "embed/speeches": "speech",
}  # fmt: skip

READ_BY_ALL = ("colour", "cursor", "from", "edition")

READ_BY = {
    "/search/": ("q", "speaker", "said", "source", "kind", "language", "ordering"),
    "/search/feed/": ("q", "publisher", "after", "standing"),
    "/search/citations/": ("q", "cite", "topic", "before"),
    "/search/speeches/": ("q", "delivered", "organization", "language", "ordering"),
    "/search/suggest/": ("q", "field", "name"),
    "/oembed/": ("url", "format", "maxwidth", "maxheight"),
}

VALUES = {
    "nul": "%00", "no-utf8": "%ff%fe", "surrogate": "%ed%a0%80", "fraction": "-1.5",
    "signs": "%F0%9F%98%80[](((***", "digits": "9" * 400, "long": "x" * 100_000,
    "script": "%3Cscript%3Ealert(1)%3C/script%3E%0d%0aSet-Cookie:x=1", "twice": "a&{name}=b",
}  # fmt: skip


def addresses():
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        noun = route.partition("/<")[0]
        for part, example in [
            ("<ref:ref>", REFS.get(noun, "")), ("<slug:name>", "api"), ("<slug:kind>", "quotes"),
            ("<int:number>", "1"),
        ]:  # fmt: skip
            route = route.replace(part, example)
        yield f"/{route}"


ADDRESSES = sorted(addresses())


def assert_told(answer, asked):
    assert answer.status_code < 500, asked
    if answer.status_code >= 400:
        told = answer.content.decode()
        if "html" in answer["Content-Type"]:
            assert "<script>alert" not in told, asked
            told = html.unescape(re.sub("<[^>]+>", " ", told))
        assert re.search(r"\w+ \w+ .*[.?)]", told), asked


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_value_of_a_parameter_breaks_a_page(client, quote, misattributed, address):
    for name in (*READ_BY_ALL, *READ_BY.get(address, ())):
        for kind, value in VALUES.items():
            asked = f"{address}?{name}={value.format(name=name)}"
            assert_told(client.get(asked), (address, name, kind))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_is_only_read(client, quote, misattributed, address, method):
    answer = getattr(client, method)(address)
    if (address, method) == ("/check/", "post"):
        assert answer.status_code == 400  # nothing was given to check
        return
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


def test_no_address_can_be_embedded_that_none_has(client, quote):
    answer = client.get("/oembed/", {"url": "http://testserver/quotes/\0/"})
    assert answer.status_code == 404
    assert_told(answer, "oembed")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_read_by_head_too(client, quote, misattributed, address):
    assert client.head(address).status_code == client.get(address).status_code


@pytest.mark.parametrize("ref", ["%00", "%ff", "x" * 3000, "..", "%3Cscript%3E", "a%0d%0ab"])
@pytest.mark.parametrize("noun", REFS)
def test_an_address_that_none_can_have_is_not_found(client, db, noun, ref):
    answer = client.get(f"/{noun}/{ref}/")
    assert answer.status_code in (301, 404)
    assert_told(answer, (noun, ref))
