"""Broad searches: however the first matches are found, pages, counts and facets are the same."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes.search import facets
from tests.quotes.searches import GATHER, INDEXED, SAMPLED, SEARCHES, WALK, analyze, pages

pytestmark = pytest.mark.usefixtures("statistics_of_words")

PLACED = {"kept": 90, "placed": 26}
"""Where counting brings the sort keys of a first page of twenty-five too."""

ORDERS = ["newest", "oldest", "relevance"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("search", SEARCHES, ids=str)
def test_every_way_finds_the_same_pages(client, broad, thresholds, monkeypatch, search, order):
    """For facets of many a part is counted, by how many are expected: here, how many there are."""
    monkeypatch.setattr(facets, "_expected", lambda rows: rows.count())
    asked = {**search, "ordering": order}
    thresholds(look=GATHER)
    gathered = pages(client, **asked)
    # Of few all are ranked, of many the candidates: the same while few are no more than those.
    few = 12 if order == "relevance" else 20
    walks = ({"look": WALK}, {"look": WALK, "probed": 90})
    for ways in ({"few": few}, *walks, {"kept": 20}, PLACED, SAMPLED, INDEXED):
        thresholds(**ways)
        assert pages(client, **asked) == gathered, ways


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize(
    "period",
    [{"said": "2005"}, {"after": "2005"}, {"before": "2005"}, {"said": "2003/2006"}],
    ids=str,
)
def test_a_period_without_words_has_the_same_pages_whether_it_is_counted_or_walked_to(
    client, broad, thresholds, period, order
):
    asked = {**period, "ordering": order}
    thresholds(surely=0)  # known for many: the planner walks
    walked = [refs for refs, *_ in pages(client, **asked)]
    thresholds(kept=90)  # counted, which brings the first of them
    assert [refs for refs, *_ in pages(client, **asked)] == walked


def test_counting_a_period_brings_its_first_page(client, broad):
    """The planner would walk to the period from the end of the archive."""
    asked = {"said": "2005", "ordering": "oldest"}
    client.get("/api/v1/quotes/", asked)
    with CaptureQueriesContext(connection) as statements:
        client.get("/api/v1/quotes/", asked)
    assert len(statements) == 3, "what the planner expects, the count, and the page"


@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_matches_somewhat_beyond_the_floor_are_looked_at_once(client, broad, thresholds, order):
    thresholds(kept=2000)
    asked = {"q": "risk", "ordering": order}
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/api/v1/quotes/", {**asked, "page_size": 5}).json()
    assert (answer["count"], answer["count_exact"]) == (20, False)
    searches = [it["sql"].strip() for it in statements if re.search(r'stems"? @@', it["sql"])]
    kinds = ["EXPLAIN", "WITH ends", "WITH found"]
    assert [sql.startswith(kind) for sql, kind in zip(searches, kinds, strict=True)] == [True] * 3


def test_what_a_page_counts_is_looked_at_once(client, broad):
    """The count of what was found, its facets and the first page are one search."""
    analyze()  # few hold these words: the planner is not asked
    asked = {"q": "cloud risk", "ordering": "newest", "facets": "speaker,topic,timeline"}
    with CaptureQueriesContext(connection) as statements:
        client.get("/api/v1/quotes/", asked)
    assert len([one for one in statements if "@@" in one["sql"]]) == 1
