"""A period finds exactly the quotes that may have been said in it, by the indexes of dates."""

import re
from functools import partial

import pytest
from django.db import connection

from archive.dates import parse
from archive.models.fields import not_after, not_before, overlaps
from quotes.conditions import condition_of
from quotes.models import PUBLISHED, Quote
from quotes.said import LONG, NEWEST, said_from, said_in, said_until
from tests.quotes.searches import bound_to

DATES = [
    "", "2020-11-30", "2020-11", "2020", "2019-12-31", "2010/2030", "2015/..", "../2012", "202X",
    "2020-01-01/2021-01-01", "2020-01-01/2021-01-02", "2019-06/2020-07", "1950", "0001", "../0001",
    "9999", "2020-12-30/..",
]  # fmt: skip
PERIODS = [
    "2020", "2020-11", "2020-11-30", "2011", "1950", "0001", "0002", "9999", "../2012", "2015/..",
    "2010/2030", "2021-01-02", "2025", "2020-01-01", "2011/2020", "2011/2021", "201X",
]  # fmt: skip
RELATIONS = [
    (said_in, overlaps),
    (partial(said_in, beside_words=True), overlaps),
    (said_from, not_before),
    (said_until, not_after),
]


@pytest.fixture
def dated(make_quote):
    for date in DATES:
        make_quote("Words", said=date, unattributed=True)


def said(condition):
    return set(Quote.objects.filter(condition).values_list("said", flat=True))


@pytest.mark.parametrize("period", PERIODS)
def test_every_quote_that_may_have_been_said_then_is_found(dated, period):
    when = parse(period)
    for relation, plain in RELATIONS:
        found = set(Quote.objects.filter(relation(when)).values_list("said", flat=True))
        assert found == set(
            Quote.objects.filter(plain("said", when)).values_list("said", flat=True)
        )


@pytest.mark.parametrize("period", ["2020", "2020-11-30", "2011/2020", "2011/2021", "2015/.."])
def test_with_words_a_period_finds_the_same(dated, period):
    """The years in the index of words hold whatever may be of them; the dates say which it is."""
    when = parse(period)
    expected = said(PUBLISHED & overlaps("said", when))
    found = bound_to(q="words", said=period).qs
    assert set(found.values_list("said", flat=True)) == expected != set()


def test_a_row_that_is_looked_at_is_not_asked_for_its_years(dated):
    """Its dates say it better; only an index gains by the years."""
    rows = bound_to(q="words", said="2020").qs
    assert "&&" in condition_of(rows)[0]
    assert "&&" not in condition_of(rows, looked_at=True)[0]


INDEXES = {
    "quote_newest", "quote_oldest", "quote_surest", "quote_said_long", "quote_published_lately",
}  # fmt: skip


@pytest.mark.parametrize("index", ["quote_newest", "quote_said_long"])
def test_a_period_is_asked_of_the_indexes(dated, index):
    """Of a million quotes a broad search within a year read 48,000 pages without, 2,000 with."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for other in INDEXES - {index}:  # as good, for a dozen rows
            cursor.execute(f"DROP INDEX {other}")
    asked = LONG if index == "quote_said_long" else said_in(parse("2020"))
    assert index in Quote.objects.published().filter(asked).order_by().explain()


def test_the_newest_of_a_period_are_walked_to_from_its_end(dated):
    """Not from the newest of all, which took a tenth of a second from 2024 to 2010."""
    with connection.cursor() as cursor:
        for kind in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{kind} = off")
    newest = [key.desc() for key in NEWEST]
    plan = Quote.objects.published().filter(said_in(parse("2020"))).order_by(*newest).explain()
    assert re.search(r"quote_newest.*\n +Index Cond: .*<= '2020-12-31'", plan), plan
