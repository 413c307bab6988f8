"""Of many matches the best come first, the same on every page, however old they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import paging
from quotes.conditions import condition
from quotes.models import Quote
from quotes.said import SUREST
from quotes.search import by_date, ranking
from tests.quotes.searches import bound_to, pages

pytestmark = pytest.mark.usefixtures("broad", "statistics_of_words")


def test_of_one_word_all_that_match_are_in_order(client, broad, thresholds, make_quote, alice):
    """As typed before other forms, then the surest, then the newest: however old the best are."""
    thresholds()
    for i in range(3):
        make_quote(f"Clouds of old {i}", ref=f"form-{i}", said=f"190{i}", speaker=alice)
    make_quote("A sure cloud", ref="sure", said="1950", standing="confirmed", speaker=alice)
    make_quote("A wrong cloud", ref="wrong", said="2024", standing="misattributed", speaker=alice)
    shown = pages(client, q="cloud")
    refs = [ref for page, *_ in shown[:4] for ref in page]
    assert refs == list(dict.fromkeys(refs))
    holding_it = (
        Quote.objects.published().filter(text__icontains="cloud").exclude(text__startswith="Clouds")
    )
    first = [*holding_it.order_by(*(key.desc() for key in SUREST)).values_list("ref", flat=True)]
    assert refs == [*first, "form-2", "form-1", "form-0"]
    assert first.index("sure") < first.index("quote-1")
    assert first[-1] == "wrong"


def test_what_is_added_pushes_nothing_out_of_what_is_ranked(
    client, broad, thresholds, make_quote, bob
):
    """Of several words only the newest are ranked: new ones must not take the places of others."""
    thresholds()
    asked = {"q": "cloud is", "page_size": 5}
    answer = client.get("/api/v1/quotes/", asked).json()
    ranked = [quote["id"] for quote in answer["results"]]
    before = client.get("/api/v1/quotes/", {**asked, "page_size": 100}).json()
    for i in range(12):
        make_quote(f"Cloud news is {i}", ref=f"news-{i}", said="2024", speaker=bob)
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        assert answer["count"] == before["count"]
        ranked += [quote["id"] for quote in answer["results"]]
    assert len(ranked) == 12
    assert ranked == [quote["id"] for quote in before["results"]]
    assert ranked[0] != client.get("/api/v1/quotes/", asked).json()["results"][0]["id"] == "news-11"


def test_the_phrase_of_alternatives_ranks_first_however_old(
    client, broad, thresholds, make_quote, bob
):
    thresholds()
    make_quote("Growth people of old", ref="old", said="1950", speaker=bob)
    answer = client.get("/api/v1/quotes/", {"q": "growth OR people"}).json()
    assert answer["results"][0]["id"] == "old"


def test_where_a_page_of_quotes_holds_the_phrase_no_nearness_is_asked(client, broad, thresholds):
    """In order, there and back again, it is what one page of all that are ranked shows."""
    thresholds()
    asked = {"q": "cloud risk", "page_size": 3}
    whole = client.get("/api/v1/quotes/", {**asked, "page_size": 100}).json()["results"]
    exact = [quote["id"] for quote in whole if quote["text"].startswith("Cloud risk")]
    assert 6 < len(exact) < len(whole), "there are pages of them, and other pages"
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/api/v1/quotes/", asked).json()
    assert not any("ts_rank_cd" in it["sql"] for it in statements)
    shown = [answer["results"]]
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        shown.append(answer["results"])
    assert [it["id"] for page in shown for it in page] == [quote["id"] for quote in whole]
    for page in shown[-2::-1]:
        answer = client.get(answer["previous"]).json()
        assert answer["results"] == page


@pytest.mark.parametrize(
    "search",
    [
        {"q": "cloud risk"},
        {"q": "cloud risk", "speaker": "bob"},
        {"q": "cloud risk", "said": "2001"},
        {"q": "cloud risk -people"},
        {"q": "is quote"},
    ],
    ids=str,
)
def test_the_index_of_pairs_marks_what_holds_the_phrase(broad, search):
    bound = bound_to(**search)
    by_words = condition(Quote, bound.words.phrase())
    by_pairs = ranking._mark(bound.qs, bound.words)
    assert "search_pairs" in by_pairs[0]
    marked = [
        paging.counted(bound.qs.all(), by_date.NEWEST_FIRST, mark=mark).marked
        for mark in (by_words, by_pairs)
    ]
    assert marked[0] == marked[1]
    assert len(marked[0]) > 1


def test_a_phrase_in_no_pair_is_looked_for_in_each_match(broad):
    bound = bound_to(q="splendid cloud")
    assert ranking._mark(bound.qs, bound.words) == condition(Quote, bound.words.phrase())
