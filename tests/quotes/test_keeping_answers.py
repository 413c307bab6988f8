"""What an app, a browser or a cache may keep of the API's answers, and how little is sent again."""

import gzip
import json
import time
from unittest.mock import patch

import brotli
import pytest
from django.db import connection

from quotes.models import Quote

QUOTE = "/api/v1/quotes/any-price/"
LIST = "/api/v1/quotes/"


@pytest.mark.parametrize("address", [QUOTE, LIST, "/search/feed/", "/api/v1/people/?name=alice"])
def test_an_unchanged_answer_is_not_sent_twice(client, quote, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_a_page_that_leads_on_is_the_same_a_minute_later(client, quote, make_quote):
    make_quote("Another", unattributed=True)
    first = client.get(f"{LIST}?page_size=1")
    assert first.json()["next"]
    with patch("django.core.signing.time.time", return_value=time.time() + 60):
        again = client.get(f"{LIST}?page_size=1", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", [QUOTE, LIST, "/search/feed/"])
def test_what_has_changed_is_sent(client, quote, address):
    first = client.get(address)
    Quote.objects.filter(pk=quote.pk).update(public_note="Corrected.", text="Another wording")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_cache_must_ask_again_because_a_retraction_reaches_everybody_at_once(client, quote):
    assert client.get(QUOTE)["Cache-Control"] == "public, no-cache"
    assert {"Accept", "Authorization"} <= set(client.get(QUOTE)["Vary"].split(", "))


@pytest.mark.parametrize(
    "address", [f"{LIST}?colour=red", f"{QUOTE}nothing/", f"{LIST}?format=csv", "/api/v1/nowhere/"]
)
def test_a_refusal_and_a_file_are_not_kept(client, quote, address):
    assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", [QUOTE, "/api/v1/quotes/", "/api/v1/docs/"])
def test_a_page_of_the_api_is_its_readers_own(client, quote, page):
    answer = client.get(page, headers={"Accept": "text/html"})
    assert answer["Cache-Control"] == "private, no-cache"


def test_an_answer_to_a_key_is_its_holders_own(client, quote):
    from quotes.api.keys import fill_in
    from quotes.api.models import ApiKey

    key = ApiKey(name="Newsroom")
    whole = fill_in(key)
    key.save()
    answer = client.get(QUOTE, headers={"Authorization": f"Bearer {whole}"})
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", [LIST, f"{LIST}?format=jsonl", "/", "/search/"])
def test_answers_are_compressed_for_who_takes_it(client, quote, make_quote, address):
    make_quote("All work and no play. " * 50, unattributed=True)
    plain = client.get(address)
    sent = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in sent["Vary"]
    whole = b"".join(sent.streaming_content) if sent.streaming else sent.content
    assert b"any-price" in gzip.decompress(whole)
    assert "Content-Encoding" not in plain


@pytest.mark.parametrize("address", [LIST, f"{LIST}?format=jsonl", f"{LIST}?format=csv", QUOTE])
def test_the_api_answers_in_brotli_for_who_takes_it(client, quote, make_quote, address):
    make_quote("All work and no play. " * 50, unattributed=True)
    plain = client.get(address)
    sent = client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert sent["Content-Encoding"] == "br"
    assert "Accept-Encoding" in sent["Vary"]
    whole = b"".join(sent.streaming_content) if sent.streaming else sent.content
    assert brotli.decompress(whole) == (
        b"".join(plain.streaming_content) if plain.streaming else plain.content
    )
    assert sent.get("Content-Length", str(len(whole))) == str(len(whole))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br;q=0, gzip", "gzip"), ("br;q=0.0", None), ("gzip;q=0.5, br;q=0.1", "br"),
        ("brotli", None), ("identity", None),
    ],
)  # fmt: skip
def test_brotli_is_for_who_names_it(client, quote, accepted, encoding):
    answer = client.get(LIST, headers={"Accept-Encoding": accepted})
    assert answer.get("Content-Encoding") == encoding


def test_a_page_with_a_token_is_never_in_brotli(client, quote):
    assert client.get("/", headers={"Accept-Encoding": "br, gzip"})["Content-Encoding"] == "gzip"


def test_the_tag_of_a_compressed_answer_is_that_of_the_answer(client, quote):
    sent = client.get(LIST, headers={"Accept-Encoding": "br"})
    assert sent["ETag"] == f"W/{client.get(LIST)['ETag']}"
    again = client.get(LIST, headers={"Accept-Encoding": "br", "If-None-Match": sent["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_names_its_neighbours_in_a_header_too(client, quote, misattributed):
    first = client.get(f"{LIST}?page_size=1")
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    last = client.get(first.json()["next"])
    assert last["Link"] == f'<{last.json()["previous"]}>; rel="prev"'
    assert "Link" not in client.get(LIST)


@pytest.mark.parametrize("address", [LIST, QUOTE, f"{LIST}?colour=red"])
def test_a_page_of_any_site_may_read(client, quote, address):
    answer = client.get(address, headers={"Origin": "https://app.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    exposed = answer["Access-Control-Expose-Headers"]
    for header in ("ETag", "Link", "RateLimit", "Retry-After"):
        assert header in exposed


def test_a_browser_may_ask_with_a_key(client, db):
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = client.options(LIST, headers=asked)
    assert "authorization" in answer["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    assert "Access-Control-Allow-Credentials" not in answer


def test_the_desk_and_the_pages_are_for_nobody_elses_scripts(client, quote):
    for address in ("/", "/admin/login/"):
        answer = client.get(address, headers={"Origin": "https://app.example"})
        assert "Access-Control-Allow-Origin" not in answer


def test_a_head_request_is_answered_without_the_body(client, quote):
    for address in (QUOTE, LIST, f"{LIST}?format=csv"):
        answer = client.head(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (answer.status_code, body) == (200, b"")


@pytest.mark.parametrize("address", [QUOTE, LIST, "/search/feed/"])
def test_a_head_request_has_the_tag_of_the_answer_and_its_304(client, quote, address):
    tag = client.get(address)["ETag"]
    assert client.head(address)["ETag"] == tag
    again = client.head(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    Quote.objects.filter(pk=quote.pk).update(text="Another wording")
    assert client.head(address, headers={"If-None-Match": tag}).status_code == 200


CHANGES_ELSEWHERE = {
    "its speaker's name": "UPDATE archive_person SET name = 'Alice of Acme' WHERE ref = 'alice'",
    "a title in its chain": "UPDATE archive_source SET title = 'Corrected' WHERE ref = 'post'",
    "a source that is hidden": """
        UPDATE archive_source SET is_public = false, author_line = 'N. N.' WHERE ref = 'article'""",
    "a topic": "UPDATE quotes_topic SET name = 'Growing' WHERE ref = 'growth'",
    "its way": """
        INSERT INTO quotes_transition (quote_id, step, note, changed, reason)
        SELECT id, 'corrected', 'Typo.', '["text"]', '' FROM quotes_quote
        WHERE ref = 'any-price'""",
}
"""What a quote's answer shows of other rows, changed by raw SQL."""


@pytest.mark.parametrize("changed", CHANGES_ELSEWHERE)
@pytest.mark.parametrize("address", [QUOTE, LIST])
def test_an_answer_that_would_differ_is_never_said_to_be_the_same(client, quote, changed, address):
    first = client.get(address)
    with connection.cursor() as cursor:
        cursor.execute(CHANGES_ELSEWHERE[changed])
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again.content != first.content
    assert again["ETag"] != first["ETag"]


def test_json_has_no_escapes_for_what_utf8_can_say(client, quote):
    assert "Ångström" in client.get(QUOTE).content.decode()
    assert json.loads(client.get(QUOTE).content)["speaker"]["name"] == "Alice Ångström"
