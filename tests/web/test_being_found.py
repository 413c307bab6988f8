"""What crawlers are told: sitemaps, robots, one address for each page."""

import re
from xml.etree import ElementTree

import pytest

from quotes.models import Quote

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return [
        loc.text for loc in ElementTree.fromstring(answer.content).iterfind(".//s:loc", SITEMAP)
    ]


def walk(client):
    """Every address in every sitemap of the index."""
    return [page for file in addresses(client, "/sitemap.xml") for page in addresses(client, file)]


def test_the_sitemaps_hold_every_public_page_and_each_answers(client, quote, misattributed):
    pages = walk(client)
    assert {page.removeprefix("http://testserver") for page in pages} == {
        "/quotes/any-price/", "/quotes/a-choice/", "/speeches/speech/", "/sources/article/",
        "/sources/post/", "/people/alice/", "/people/bob/", "/organizations/acme/",
        "/organizations/daily/", "/topics/growth/",
    }  # fmt: skip
    assert all(client.get(page).status_code == 200 for page in pages)


def test_the_sitemaps_split_by_key(client, quote, misattributed, monkeypatch):
    monkeypatch.setattr("quotes.web.sitemap.SIZE", 1)
    assert len(set(walk(client))) == 10
    assert len(addresses(client, "/sitemap.xml")) == 10


@pytest.mark.parametrize("status", ["draft", "retracted", "removed"])
def test_what_is_not_published_is_not_in_the_sitemaps(client, quote, status):
    Quote.objects.update(status=status, public_note="Why.")
    assert not any("/quotes/" in page for page in walk(client))


@pytest.mark.parametrize("address", ["/sitemap-nothing-0.xml", "/sitemap-quote-99999999999.xml"])
def test_a_sitemap_that_never_was_is_a_404(client, db, address):
    assert client.get(address).status_code == 404


def test_robots_are_told_where_the_sitemap_is(client, db):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode()


def test_a_page_has_one_address_whatever_stands_behind_it(client, quote):
    page = client.get("/quotes/any-price/?utm_source=newsletter").content.decode()
    [canonical] = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
    assert canonical == "http://testserver/quotes/any-price/"


def test_results_of_a_search_are_not_for_the_index(client, quote):
    assert (
        '<meta name="robots" content="noindex, follow">' in client.get("/search/").content.decode()
    )


def test_an_unchanged_page_is_not_sent_twice(client, quote):
    first = client.get("/quotes/any-price/")
    again = client.get("/quotes/any-price/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
