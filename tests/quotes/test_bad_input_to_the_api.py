"""Whatever an app sends: a 4xx in DRF's shape with a sentence, never a 500."""

import pytest

from quotes.api.v1.documentation import contract

LISTS = ["quotes", "speeches", "sources", "people", "organizations", "roles", "topics"]

PARAMETERS = [
    (path, one["name"])
    for path, methods in sorted(contract()["paths"].items())
    for one in methods.get("get", {}).get("parameters", [])
    if one["in"] == "query"
]

VALUES = {
    "nul": "%00", "no-utf8": "%ff%fe", "surrogate": "%ed%a0%80", "control": "%01%7f",
    "negative": "-1", "fraction": "1.5", "list": "[]", "empty": "", "emoji": "%F0%9F%98%80",
    "percent": "%", "open": "(((", "star": "*", "commas": ",,,", "digits": "9" * 400,
    "long": "x" * 100_000,
}  # fmt: skip


def assert_sentence(answer):
    """A refusal names what was wrong, in DRF's shape."""
    assert answer["Content-Type"] == "application/json"
    refused = answer.json()
    named = [[refused["detail"]]] if "detail" in refused else refused.values()
    sentences = [one for each in named for one in each]
    assert sentences
    assert all(isinstance(one, str) and " " in one for one in sentences), refused


@pytest.fixture
def ask(client, quote, misattributed):
    """Ask for an address, of the cast's records where it has a place for one."""
    refs = {"quotes": "any-price", "speeches": "speech", "sources": "article", "people": "alice",
            "organizations": "acme", "roles": "alice-ceo", "topics": "growth"}  # fmt: skip

    def ask(path, query="", method="get", **headers):
        noun = path.split("/")[3]
        address = path.replace("{ref}", refs.get(noun, ""))
        return getattr(client, method)(f"{address}?{query}", headers=headers)

    return ask


@pytest.mark.parametrize(("path", "name"), PARAMETERS)
def test_no_value_of_a_parameter_breaks_anything(ask, path, name):
    for value in VALUES.values():
        answer = ask(path, f"{name}={value}")
        assert answer.status_code in (200, 400, 410)
        if answer.status_code >= 400:
            assert_sentence(answer)
    twice = ask(path, f"{name}=a&{name}=b")
    assert twice.status_code == 400
    assert_sentence(twice)


@pytest.mark.parametrize("path", sorted({path for path, _ in PARAMETERS}))
def test_an_unknown_parameter_is_refused_by_name(ask, path):
    answer = ask(path, "colour=red")
    assert answer.status_code == 400
    assert "“colour”" in answer.json()["colour"][0]


@pytest.mark.parametrize("path", sorted({path for path, _ in PARAMETERS}))
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_wrong_method_is_refused(ask, path, method):
    answer = ask(path, "", method)
    assert answer.status_code == 405
    assert_sentence(answer)
    told = f"{method.upper()} is not taken here. Known: GET, HEAD, OPTIONS."
    assert answer.json() == {"detail": told}


@pytest.mark.parametrize("accept", ["image/png", "text/;;", "*", "a/b/c", "," * 5000])
def test_a_media_type_that_is_not_offered_is_refused(ask, accept):
    answer = ask("/api/v1/quotes/", Accept=accept)
    assert answer.status_code in (200, 406)
    if answer.status_code == 406:
        assert_sentence(answer)
        assert "Known: application/json, text/html" in answer.json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/", "/api/v2/quotes/", "/api/v1/nowhere/", "/api/v1/quotes/a/b/",
        "/api/v1/quotes/%00/", "/api/v1/quotes/%ff/", f"/api/v1/quotes/{'x' * 3000}/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_there_says_so(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert_sentence(answer)


def test_a_missing_slash_is_added(client, db):
    assert client.get("/api/v1/quotes")["Location"] == "/api/v1/quotes/"


def test_a_page_of_a_ref_that_none_can_be_is_not_found(client, db):
    assert client.get("/quotes/%00/").status_code == 404


@pytest.mark.parametrize("body", ["{", "[1", "\x00", "[" * 100_000, '{"a":' * 50_000, "\udcff"])
def test_what_is_no_json_is_refused(client, db, body):
    sent = body.encode(errors="surrogateescape")
    answer = client.post("/api/v1/check/", sent, content_type="application/json")
    assert answer.status_code == 400
    assert_sentence(answer)


@pytest.mark.parametrize("media_type", ["text/xml", "application/x-www-form-urlencoded", ";;"])
def test_a_body_of_another_media_type_is_refused(client, db, media_type):
    answer = client.post("/api/v1/check/", b"<x/>", content_type=media_type)
    assert answer.status_code == 415
    assert_sentence(answer)
    assert f"came as “{media_type}”" in answer.json()["detail"]
