"""What a reader meets at an address: a page, its successor, what became of it, or nothing."""

import pytest

from archive.merging import merge
from archive.models import Person
from quotes.models import Quote

PAGES = [
    "/",
    "/search/",
    "/quotes/any-price/",
    "/speeches/speech/",
    "/sources/article/",
    "/sources/post/",
    "/people/alice/",
    "/organizations/acme/",
    "/roles/alice-ceo/",
    "/topics/growth/",
    "/search/feed/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-quote-0.xml",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_noun_has_a_page(client, quote, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/quotes/", "/search/"),
        ("/speeches/", "/search/speeches/"),
        ("/favicon.ico", "/static/quotes/icon.svg"),
    ],
)
def test_an_address_that_is_guessed_leads_on(client, db, address, leads_to):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    "noun", ["quotes", "speeches", "sources", "people", "organizations", "roles", "topics"]
)
def test_what_never_was_is_a_404_with_a_way_on(client, db, noun):
    answer = client.get(f"/{noun}/nobody/")
    assert answer.status_code == 404
    assert "Nothing at this address" in answer.content.decode()


def test_what_is_not_public_is_a_404(client, quote):
    Person.objects.update(is_public=False)
    Quote.objects.update(status="draft")
    assert client.get("/people/alice/").status_code == 404
    assert client.get("/quotes/any-price/").status_code == 404


def test_the_old_address_of_a_merged_record_leads_to_the_one_kept(client, quote, alice, bob):
    merge(kept=alice, duplicate=bob, reason="One person, two spellings.")
    answer = client.get("/people/bob/")
    assert (answer.status_code, answer["Location"]) == (301, "/people/alice/")


def test_the_old_address_of_a_merged_quote_leads_to_the_one_kept(client, quote, misattributed):
    merge(kept=quote, duplicate=misattributed, reason="The same saying, entered twice.")
    answer = client.get("/quotes/a-choice/")
    assert (answer.status_code, answer["Location"]) == (301, "/quotes/any-price/")


def test_a_retracted_quote_keeps_its_page_with_the_note_and_leaves_the_index(client, quote):
    Quote.objects.update(status="retracted", public_note="The Daily withdrew it.")
    answer = client.get("/quotes/any-price/")
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    page = answer.content.decode()
    assert "This quote is retracted" in page
    assert "The Daily withdrew it." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "ld+json" not in page


def test_a_removed_quote_is_gone_without_its_words(client, quote):
    Quote.objects.update(status="removed")
    answer = client.get("/quotes/any-price/")
    assert answer.status_code == 410
    assert "grow" not in answer.content.decode()


def test_a_page_number_that_is_not_ours_is_refused_with_a_way_back(client, quote):
    answer = client.get("/people/alice/?cursor=made-up")
    assert answer.status_code == 400
    assert "not one of ours" in answer.content.decode()
