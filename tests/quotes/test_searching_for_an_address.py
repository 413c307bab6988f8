"""A record's address or ref, pasted into the search, leads to the record."""

import pytest

from archive.merging import merge
from archive.models import Person
from quotes.models import Quote, Status


@pytest.mark.parametrize(
    "typed",
    [
        "http://testserver/quotes/any-price/",
        " https://testserver/quotes/any-price/?utm=1#words ",
        "testserver/embed/quotes/any-price/",
        "http://testserver/api/v1/quotes/any-price/",
        "/quotes/any-price/",
    ],
)
def test_an_address_of_this_archive_is_gone_to(client, quote, typed):
    answer = client.get("/search/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, "/quotes/any-price/")


@pytest.mark.parametrize(
    "typed",
    [
        "https://elsewhere.example/quotes/any-price/",
        "http://[/quotes/any-price/",
        "testserver/search/",
        "price/earnings",
        "see /quotes/any-price/",
    ],
)
def test_what_is_no_address_of_a_record_here_is_searched(client, quote, typed):
    assert client.get("/search/", {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    ("ref", "kind"),
    [("a-choice", "quote"), ("alice-ceo", "role")],
)
def test_a_ref_is_told_to_be_one_where_its_words_find_nothing(
    client, misattributed, quote, ref, kind
):
    answer = client.get("/api/v1/quotes/", {"q": ref, "said": "1900"}).json()
    paths = {"quote": "quotes", "role": "roles"}
    assert answer["query"]["record"] == {
        "kind": kind,
        "id": ref,
        "url": f"http://testserver/api/v1/{paths[kind]}/{ref}/",
        "web_url": f"http://testserver/{paths[kind]}/{ref}/",
    }
    page = client.get("/search/", {"q": ref, "said": "1900"}).content.decode()
    assert f'Did you mean <a href="/{paths[kind]}/{ref}/">' in page


def test_the_api_knows_an_address_too(client, quote):
    answer = client.get("/api/v1/quotes/", {"q": "http://testserver/quotes/any-price/"}).json()
    assert answer["count"] == 0
    assert answer["query"]["record"]["id"] == "any-price"


def test_what_is_found_by_its_words_points_nowhere(client, quote):
    answer = client.get("/api/v1/quotes/", {"q": "price"}).json()
    assert answer["count"]
    assert answer["query"]["record"] is None


def test_the_ref_of_what_was_merged_leads_to_what_it_is_now(client, alice):
    other = Person.objects.create(ref="a-angstrom-2", name="A. Angstrom", is_public=True)
    merge(alice, other, "The same person")
    answer = client.get("/api/v1/quotes/", {"q": "a-angstrom-2"}).json()
    assert answer["query"]["record"]["id"] == "alice"


def test_what_the_public_does_not_see_is_not_told_of(client, quote):
    Quote.objects.filter(pk=quote.pk).update(status=Status.DRAFT)
    answer = client.get("/api/v1/quotes/", {"q": "http://testserver/quotes/any-price/"}).json()
    assert answer["query"]["record"] is None
