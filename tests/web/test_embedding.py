"""Showing a quote or a speech in the page of another site, and how that site learns to."""

import json
from urllib.parse import quote as escaped
from xml.etree import ElementTree

import pytest

from archive.merging import merge
from quotes.models import Quote


def discovered(client, address, kind):
    page = client.get(address).content.decode()
    start = page.index(f'type="application/{kind}+oembed"' if kind == "json" else "text/xml+oembed")
    return page[start:].split('href="')[1].split('"')[0].replace("&amp;", "&")


def ask(client, url="http://testserver/quotes/any-price/", **more):
    return client.get("/oembed/", {"url": url, **more})


def test_a_page_says_where_its_card_is_described(client, quote):
    for address in ("/quotes/any-price/", "/speeches/speech/"):
        answer = client.get(discovered(client, address, "json")).json()
        assert (answer["version"], answer["type"]) == ("1.0", "rich")
        written = client.get(discovered(client, address, "xml")).content
        xml = ElementTree.fromstring(written)
        assert {one.tag: one.text for one in xml} == {k: str(v) for k, v in answer.items()}


def test_the_frame_leads_to_the_card_and_says_whose_words_they_are(client, quote):
    answer = ask(client).json()
    assert 'style="max-width: 100%"' in answer["html"], "on a phone it is not cut off"
    src = answer["html"].split('src="')[1].split('"')[0]
    assert "We will not grow at any price" in client.get(src).content.decode()
    assert answer["author_name"] == "Alice Ångström"
    assert answer["author_url"] == "http://testserver/people/alice/"


@pytest.mark.parametrize(("name", "side"), [("maxwidth", "width"), ("maxheight", "height")])
def test_the_card_is_no_larger_than_allowed(client, quote, name, side):
    assert ask(client, **{name: 150}).json()[side] == 150
    assert ask(client, **{name: 9000}).json()[side] < 9000
    assert ask(client, **{name: "wide"}).status_code == 400


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("", 404),
        ("http://elsewhere.example/quotes/any-price/", 404),
        ("http://testserver/quotes/nothing/", 404),
        ("http://testserver/people/alice/", 404),
        ("http://testserver/nowhere", 404),
        ("javascript:alert(1)", 404),
        ("http://[", 404),
    ],
)
def test_what_cannot_be_embedded_is_refused_with_a_sentence(client, quote, url, status):
    answer = ask(client, url)
    assert answer.status_code == status
    assert answer.content.decode().endswith(".")


def test_another_format_is_not_implemented(client, quote):
    assert ask(client, format="yaml").status_code == 501


def test_parameters_of_others_are_let_be(client, quote):
    assert ask(client, dnt="1", utm_source="x").status_code == 200


def test_unpublished_work_has_no_card(client, quote):
    Quote.objects.update(status="draft")
    assert ask(client).status_code == 404
    answer = client.get("/embed/quotes/any-price/")
    assert answer.status_code == 404
    assert "grow" not in answer.content.decode()


def test_a_card_may_be_framed_by_anyone_and_does_nothing_else(client, quote):
    for address in ("/embed/quotes/any-price/", "/embed/speeches/speech/", "/embed/quotes/none/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'none'" in policy
        assert "script" not in answer.content.decode() + policy
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
        assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/quotes/any-price/", "/oembed/?url=x", "/api/v1/"])
def test_nothing_else_may_be_framed(client, quote, address):
    answer = client.get(address)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_card_tells_speaker_date_source_standing_and_translation(client, quote):
    page = client.get("/embed/quotes/any-price/").content.decode()
    for told in ("Alice Ångström", "Chief executive", "March 2019", "Alice speaks", "translated"):
        assert told in page
    assert 'href="/quotes/any-price/"' in page


def test_a_card_tells_of_a_retraction_the_moment_it_happens(client, quote):
    client.get("/embed/quotes/any-price/")
    Quote.objects.update(status="retracted", public_note="The Daily withdrew it.")
    page = client.get("/embed/quotes/any-price/").content.decode()
    assert "This quote is retracted" in page
    assert "The Daily withdrew it." in page
    assert ask(client).json()["title"].startswith("Retracted quote")


def test_a_doubt_is_on_the_card(client, misattributed):
    page = client.get("/embed/quotes/a-choice/").content.decode()
    assert "First printed in 1950" in page


def test_a_removed_quote_answers_in_the_card_without_a_word(client, quote):
    Quote.objects.update(status="removed")
    answer = client.get("/embed/quotes/any-price/")
    assert answer.status_code == 410
    assert "removed" in answer.content.decode()
    assert "grow" not in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert ask(client).status_code == 404
    assert "grow" not in ask(client).content.decode()


def test_the_card_of_a_merged_quote_is_that_of_the_one_kept(client, quote, misattributed):
    merge(kept=quote, duplicate=misattributed, reason="The same.")
    answer = client.get("/embed/quotes/a-choice/")
    assert (answer.status_code, answer["Location"]) == (302, "/embed/quotes/any-price/")
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    html = ask(client, "http://testserver/quotes/a-choice/").json()["html"]
    assert "/embed/quotes/any-price/" in html


def test_hostile_words_stay_words(client, quote):
    Quote.objects.update(text='<script>alert(1)</script>"')
    quote.speaker.__class__.objects.update(name='"><b>')
    assert "<script" not in client.get("/embed/quotes/any-price/").content.decode()
    answer = ask(client)
    assert "<b>" not in json.loads(answer.content)["html"]
    assert ask(client, format="xml").status_code == 200


def test_an_escaped_address_is_understood(client, quote):
    url = f"http://testserver/quotes/{escaped('any-price')}/?from=mail#words"
    assert ask(client, url).status_code == 200
