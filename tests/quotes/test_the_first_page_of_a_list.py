"""A list that nobody narrowed begins as any other, and takes less to answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import paging
from quotes.api.v1 import beginnings, pagination

LISTS = ["quotes", "speeches", "sources", "people", "organizations", "roles", "topics"]


@pytest.fixture(autouse=True)
def nothing_analyzed(db):
    """What another test's ANALYZE saw stays with the index, though its quotes are gone."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE public.quotes_quote")


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


def test_it_is_found_counted_and_told_by_one_statement_of_any_size(client, several):
    asked(client, "/api/v1/quotes/")
    written = dict(beginnings.WRITTEN)
    with CaptureQueriesContext(connection) as captured:
        asked(client, "/api/v1/quotes/?page_size=3")
    (found,) = [one["sql"] for one in captured if '"quotes_quote"' in one["sql"]]
    assert "count(*)" in found
    assert "json_build_array" in found
    assert written == beginnings.WRITTEN


@pytest.fixture
def is_counted(client, monkeypatch, transactional_db):
    """Whether PostgreSQL counts the quotes of a list, of which two are surely many."""
    monkeypatch.setattr(beginnings, "COUNT_FLOOR", 2)
    monkeypatch.setattr(beginnings, "WRITTEN", {})

    def look():
        asked(client, "/api/v1/quotes/")
        ((_, sql),) = beginnings.WRITTEN.values()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {sql}", ["20"])
            (counting,) = [line for (line,) in cursor.fetchall() if "Aggregate" in line]
        return "never executed" not in counting

    return look


def test_many_are_not_counted_where_statistics_are_sure_of_them(is_counted, make_quote):
    for number in range(5):
        make_quote(f"Number {number}", unattributed=True)
    assert is_counted()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE public.quotes_quote")
    assert not is_counted()


def test_many_are_counted_again_when_as_many_have_changed(is_counted, make_quote):
    for number in range(5):
        make_quote(f"Number {number}", unattributed=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE public.quotes_quote")
        cursor.execute("UPDATE quotes_quote SET editor_note = 'Read.' WHERE text = 'Number 0'")
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT")
    assert is_counted()
