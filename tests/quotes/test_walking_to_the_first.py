"""The first matches in order of date: walked to, gathered, or known from counting."""

import pytest
from django.db import connection

from quotes.models import Quote
from quotes.said import NEWEST, SUREST
from quotes.search import by_date
from tests.quotes.searches import holding


@pytest.fixture
def ways(monkeypatch):
    """The statements by which first matches were looked for: walks with their bound, gatherings."""
    asked = []
    places = by_date._asked

    def noted(sql, params):
        found = places(sql, params)
        for way, name in (("walked", "AS visited"), ("gathered", "AS gathered")):
            asked.extend([(way, len(found))] * (name in sql))
        return found

    monkeypatch.setattr(by_date, "_asked", noted)
    return asked


def newest(rows, number):
    rows, way = by_date.in_order(rows, by_date.NEWEST_FIRST)
    return [place[-1] for place in way.places(rows, number)]


def test_where_many_match_a_walk_is_enough(broad, thresholds, ways):
    thresholds(probed=20)
    rows = holding("cloud")
    assert newest(rows, 5) == list(rows.newest().values_list("pk", flat=True)[:5])
    assert ways == [("walked", 5)]


def test_a_walk_that_finds_too_little_goes_on_while_that_is_cheaper(broad, thresholds, ways):
    thresholds(probed=6)
    rows = holding("cloud")
    assert newest(rows, 20) == list(rows.newest().values_list("pk", flat=True)[:20])
    assert [way for way, _ in ways] == ["walked", "walked"]


def test_a_walk_is_bounded_and_gathers_when_the_matches_are_old(broad, thresholds, ways):
    thresholds(probed=6, patience=1)
    rows = holding('"cloud risk"')
    expected = list(rows.newest().values_list("pk", flat=True)[:2])
    assert newest(rows, 2) == expected
    assert [way for way, _ in ways] == ["walked", "walked", "gathered"]
    dates = [row.said_earliest for row in Quote.objects.filter(pk__in=expected)]
    assert max(day for day in dates if day).year < 2003, "the old end of the corpus"


def test_the_first_matches_are_known_from_counting(broad, thresholds, ways):
    thresholds(kept=10)
    rows = holding('"cloud risk"')
    expected = list(rows.newest().values_list("pk", flat=True)[:11])
    assert newest(rows, 10) == expected[:10]
    assert ways == []
    assert newest(rows, 11) == expected
    assert len(ways) >= 1


def test_few_matches_are_looked_up_once(client, broad, thresholds, ways):
    thresholds(few=20)
    assert len(newest(holding('"cloud risk"'), 5)) == 5
    assert ways == []


def test_what_is_removed_after_it_was_counted_is_not_shown(broad, thresholds):
    thresholds(few=20)
    rows, order = by_date.in_order(holding('"cloud risk"'), by_date.NEWEST_FIRST)
    assert rows.count()
    Quote.objects.update(status="removed")
    assert order.first(rows, 5) == []


def test_what_the_index_of_dates_does_not_hold_is_gathered(broad, thresholds, ways):
    thresholds(probed=90)
    rows = Quote.objects.filter(text__startswith="Cloud")
    assert newest(rows, 5) == list(rows.newest().values_list("pk", flat=True)[:5])
    assert ways == [("gathered", 5)]


def plan(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        return rows.explain()


@pytest.mark.parametrize(("order", "index"), [(NEWEST, "quote_newest"), (SUREST, "quote_surest")])
def test_a_walk_uses_the_index_of_its_order(broad, thresholds, order, index):
    """So that it sorts nothing and can stop."""
    walked = Quote.objects.published().order_by(*(key.desc() for key in order))[:5]
    assert index in plan(walked)
