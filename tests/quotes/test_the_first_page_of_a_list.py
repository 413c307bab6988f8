"""A list that nobody narrowed begins as any other, and takes less to answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import paging
from quotes.api.v1 import beginnings, pagination

LISTS = ["quotes", "speeches", "sources", "people", "organizations", "roles", "topics"]


def asked(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def as_any_other(monkeypatch):
    """Asks a list as if it had been narrowed."""

    def ask(client, address):
        with monkeypatch.context() as patched:
            patched.setattr(pagination, "beginning", lambda *_: pytest.fail("not as any other"))
            patched.setattr("quotes.api.v1.resource.ArchiveViewSet.is_whole", False)
            return asked(client, address)

    return ask


@pytest.fixture
def several(make_quote, quote, misattributed, retracted):
    for day in range(1, 6):
        make_quote(f"Day {day}", unattributed=True, said=f"2020-01-0{day}", ref=f"day-{day}")
    make_quote("Some day", unattributed=True, ref="undated")
    make_quote("Not yet", unattributed=True, ref="draft", status="draft")


@pytest.fixture
def retracted(make_quote):
    return make_quote("Gone", unattributed=True, status="retracted", public_note="Never said.")


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize("parameters", ["", "?page_size=1", "?page_size=2", "?page_size=100"])
def test_it_is_the_same_as_of_any_other(client, several, as_any_other, noun, parameters):
    address = f"/api/v1/{noun}/{parameters}"
    assert asked(client, address) == as_any_other(client, address)


@pytest.mark.parametrize("ordering", ["newest", "oldest"])
def test_each_order_begins_with_its_own(client, several, as_any_other, ordering):
    address = f"/api/v1/quotes/?ordering={ordering}&page_size=3"
    assert asked(client, address) == as_any_other(client, address)


@pytest.mark.parametrize("floor", [7, 8, 9])
def test_its_count_ends_at_the_floor_too(client, several, as_any_other, monkeypatch, floor):
    """There are eight."""
    for module in (paging, beginnings, pagination):
        monkeypatch.setattr(module, "COUNT_FLOOR", floor)
    monkeypatch.setattr(beginnings, "WRITTEN", {})
    shown = asked(client, "/api/v1/quotes/")
    assert (shown["count"], shown["count_exact"]) == (min(8, floor), floor >= 8)
    assert shown == as_any_other(client, "/api/v1/quotes/")


@pytest.mark.parametrize("noun", LISTS)
def test_an_empty_archive_has_a_first_page(client, db, noun):
    shown = asked(client, f"/api/v1/{noun}/")
    assert (shown["count"], shown["count_exact"], shown["results"]) == (0, True, [])
    assert (shown["next"], shown["previous"]) == (None, None)


def test_it_is_found_and_counted_by_one_statement(client, several):
    asked(client, "/api/v1/quotes/")
    with CaptureQueriesContext(connection) as captured:
        asked(client, "/api/v1/quotes/?page_size=3")
    about_quotes = [one["sql"] for one in captured if '"quotes_quote"' in one["sql"]]
    found, told, chain = [*about_quotes, None][:3]
    assert found.startswith("SELECT (SELECT count(*)")
    assert "json_build_array" in told
    assert chain is None
