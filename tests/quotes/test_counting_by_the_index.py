"""Where the planner expects about as many matches as are counted, the index tells how many."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import paging
from quotes.conditions import condition_of
from quotes.models import Quote
from quotes.search import density, entries, ranking
from tests.quotes import searches
from tests.quotes.searches import analyze, leave_only


@pytest.fixture
def words(statistics_of_words, make_quote, bob, monkeypatch):
    """Words of three hundred quotes: all of cloud, every second of rain, one in ten of hail.

    They are spelled like no other test's, whose quotes the index holds until it is cleaned.
    """
    mark = uuid4().hex[:8].translate(str.maketrans("0123456789", "ghijklmnop"))
    cloud, rain, hail = (f"{word}{mark}s" for word in ("cloud", "rain", "hail"))
    for i in range(300):
        make_quote(
            " ".join([cloud, str(i), rain * (i % 2), hail * (i % 10 == 0)]),
            ref=f"many-{i}",
            language="en" if i % 3 else "zh",
            speaker=bob if i % 4 else None,
            unattributed=i % 4 == 0,
        )
    analyze()
    leave_only("quote_stems", "quote_exact")
    monkeypatch.setattr(entries, "ARCHIVE", "SELECT 300::float, 0::float")
    return {"cloud": cloud, "rain": rain, "hail": hail}


def holding(words, asked):
    return searches.holding(re.sub("cloud|rain|hail", lambda word: words[word[0]], asked))


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("cloud rain", 150),
        ("cloud", 300),
        ("rain -hail", 150),
        ("cloud hail", 30),
        ("cloud OR hail", 300),
        # by whom may be few, and all would be looked at to find a hundred
        ("bob cloud", None),
        # a phrase is in no index, and what two hold is not counted
        ('"cloud rain"', None),
        ('cloud "rain hail"', None),
    ],
)
def test_the_index_tells_how_many_it_holds(words, asked, number):
    rows = holding(words, asked)
    held = entries.entries(condition_of(rows))
    if number is None:
        assert held is None
    else:
        assert held == (number, number / 300)
        assert rows.count() == number


def test_where_more_is_asked_than_words_it_is_not_asked(words):
    rows = holding(words, "cloud").filter(kind="indirect")
    with CaptureQueriesContext(connection) as statements:
        assert entries.entries(condition_of(rows)) is None
    assert not any("ANALYZE" in it["sql"] for it in statements)


def test_by_relevance_it_is_asked_where_the_phrase_fills_a_page(words, client, monkeypatch):
    for module in (paging, density, ranking):
        monkeypatch.setattr(module, "RANKED" if module is ranking else "COUNT_FLOOR", 100)
    monkeypatch.setattr(density, "UNDERRATED", 100)
    # Pairs of its words would be no pairs: the phrase is looked for by words.
    asked = {"q": f"{words['rain']} {words['cloud']}", "page_size": 5}
    with CaptureQueriesContext(connection) as statements:
        assert client.get("/api/v1/quotes/", asked).json()["count"] == 100
    assert not any("EXPLAIN (ANALYZE" in it["sql"] for it in statements)
    for i in range(7):
        Quote.objects.filter(ref=f"many-{i}").update(text=f"{asked['q']} {i}")
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/api/v1/quotes/", asked).json()
    assert any("EXPLAIN (ANALYZE" in it["sql"] for it in statements)
    assert not any("WITH found" in it["sql"][:20] for it in statements)
    assert [quote["id"] for quote in answer["results"]] == [f"many-{i}" for i in (6, 5, 4, 3, 2)]
    assert (answer["count"], answer["count_exact"]) == (100, False)


def test_of_what_it_holds_a_hundred_are_looked_at(words):
    condition = condition_of(holding(words, "cloud"))
    with CaptureQueriesContext(connection) as statements:
        entries.entries(condition)
    with connection.cursor() as cursor:
        cursor.execute(statements[0]["sql"])
        assert cursor.fetchone()[0][0]["Plan"]["Actual Rows"] == entries.LOOKED_AT


def test_what_the_public_does_not_see_is_taken_off(words):
    condition = condition_of(holding(words, "rain"))
    assert entries.entries(condition) == (150, 0.5)
    Quote.objects.filter(ref__regex="[5-9]$").update(status="draft")
    number, share = entries.entries(condition)
    assert number < 200, "of 240 that the index holds now, 90 as they were"
    assert share == number / 300


def test_what_an_index_of_something_else_holds_tells_nothing(words):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX quote_stems, quote_exact")
        cursor.execute("CREATE INDEX of_published ON quotes_quote (status)")
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert entries.entries(condition_of(holding(words, "cloud"))) is None


def test_what_was_changed_and_is_still_in_the_index_is_taken_off(words, monkeypatch):
    monkeypatch.setattr(entries, "ARCHIVE", "SELECT 300::float, 100::float")
    assert entries.entries(condition_of(holding(words, "cloud"))) == (225, 0.75)


@pytest.fixture
def floor(monkeypatch):
    """A hundred, of which the index is asked."""
    for module in (paging, density):
        monkeypatch.setattr(module, "COUNT_FLOOR", 100)
    monkeypatch.setattr(density, "UNDERRATED", 100)


@pytest.mark.parametrize(
    ("asked", "many"), [("cloud rain", True), ("cloud hail", False), ('"cloud rain"', False)]
)
def test_many_matches_are_known_from_the_index_and_not_counted(words, floor, asked, many):
    rows = holding(words, asked)
    density.see_whether_many(rows)
    assert paging.is_counted(rows) is many
    assert paging.count_to_floor(rows)[1] is not many


def test_of_what_the_index_holds_all_that_may_be_hidden_is_taken_off(words, floor, monkeypatch):
    """The hundred drafts may all be of rain, whatever the first of it are; no sample is sure."""
    monkeypatch.setattr(density, "SURELY", 10**9)
    Quote.objects.filter(ref__in=[f"many-{i}" for i in range(200, 300)]).update(status="draft")
    analyze()
    rows = holding(words, "cloud rain")
    density.see_whether_many(rows)
    assert not paging.is_counted(rows)
    assert paging.count_to_floor(rows) == (100, True)


@pytest.mark.parametrize(("expected", "samples"), [(60, 0), (70, 1), (250, 1)])
def test_what_counting_looks_at_whole_is_not_sampled_where_it_is_looked_at_after_all(
    words, monkeypatch, expected, samples
):
    """Of 200 that are looked at the planner may expect 66: there may be three times as many."""
    for module in (paging, density):
        monkeypatch.setattr(module, "COUNT_FLOOR", 100)
    monkeypatch.setattr(density, "expected", lambda rows: expected)
    rows = holding(words, "cloud")
    with CaptureQueriesContext(connection) as statements:
        density.see_whether_many(rows, lambda: False)
    assert len(statements) == samples
