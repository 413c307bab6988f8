"""That many match is known from a sample or from statistics of words, and then not counted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import paging
from quotes.models import Quote
from quotes.search import by_date, density, frequencies, ranking
from tests.quotes.searches import analyze, bound_to, holding, rows_of

pytestmark = pytest.mark.usefixtures("statistics_of_words")


@pytest.fixture
def sampling(monkeypatch):
    """A floor of forty; ten places, of which one is left out, four quotes at each."""
    for module in (paging, density, by_date):
        monkeypatch.setattr(module, "COUNT_FLOOR", 40)
    monkeypatch.setattr(ranking, "RANKED", 40)
    sample = {"PLACES": 10, "EACH": 4, "RICHEST": 1, "SURELY": 1.5, "BEYOND_DOUBT": 0}
    for name, value in sample.items():
        monkeypatch.setattr(density, name, value)


@pytest.mark.parametrize(("words", "sure"), [("cloud", True), ("rain", True), ("hail", False)])
def test_many_matches_are_known_from_a_sample(many, sampling, words, sure):
    rows = holding(words)
    density.see_whether_many(rows)
    assert paging.is_counted(rows) is sure
    assert paging.count_to_floor(rows) == ((40, False) if words != "hail" else (20, True))


def test_matches_that_lie_together_are_counted(many, sampling, make_quote):
    """Thirty in one place are most of a sample that meets them, and yet no forty."""
    for i in range(30):
        make_quote(f"Storm {i}", ref=f"storm-{i}", unattributed=True)
    rows = holding("storm")
    density.see_whether_many(rows)
    assert not paging.is_counted(rows)
    assert paging.count_to_floor(rows) == (30, True)


def test_what_the_public_does_not_see_is_no_match_of_a_sample(many, sampling):
    Quote.objects.filter(ref__regex="[1-9]$").update(status="draft")
    rows = holding("rain")
    density.see_whether_many(rows)
    assert paging.count_to_floor(rows) == (0, True)


def test_a_sample_is_of_fixed_size(many, sampling):
    rows = holding("cloud")
    with CaptureQueriesContext(connection) as asked:
        density.see_whether_many(rows)
    assert len(asked) == 2, "one asks what the planner expects, one looks"
    sample = asked[1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sample}")
        plan = str(cursor.fetchone()[0])
    assert "'Actual Loops': 10" in plan


def told_by_statistics(**asked):
    """Whether a question is known to find many before anything was counted or looked at."""
    bound = bound_to(**asked)
    if bound.words:
        density.know_from_statistics(bound.qs, bound.words, alone=bound.asks_words_alone)
    return paging.is_counted(bound.qs)


@pytest.mark.parametrize(
    "words", ["cloud", "clouds OR rain", "hail OR cloud", '"rain"', "clou*", "rai* OR hail"]
)
def test_many_matches_are_known_from_the_statistics_of_words(many, sampling, client, words):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/api/v1/quotes/", {"q": words}).json()
    assert (answer["count"], answer["count_exact"]) == (40, False)
    assert len(answer["results"]) == 20
    kinds = r"^\s*(EXPLAIN \(FORMAT JSON\) SELECT FROM|WITH ends|WITH found)"
    assert not [it["sql"] for it in asked if re.search(kinds, it["sql"])], "nothing was looked at"


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "hail"},  # twenty
        {"q": "cloud rain"},  # how often both, statistics of one word do not tell
        {"q": "cloud -rain"},
        {"q": '"cloud rain"'},
        {"q": "hail OR storm"},
        {"q": "hai*"},
        {"q": "cloud -rai*"},
        {"q": "cloud", "kind": "direct"},
        {"q": "cloud kind:direct"},
        {"q": "cloud", "status": "retracted"},
        {"q": "", "said": "2020"},
    ],
    ids=str,
)
def test_statistics_tell_nothing_of_what_else_is_asked(many, sampling, asked):
    assert told_by_statistics(q="cloud")
    assert not told_by_statistics(**asked)


@pytest.mark.parametrize(
    ("words", "few"),
    [
        ("hail", True),
        ("hail cloud", True),  # no more than hold the rarer
        ("hail OR storm", True),
        ('"cloud hail"', True),
        ("hail -cloud", True),
        ("cloud", False),
        ("hail OR cloud", False),
        ("cloud -hail", False),
        ("hail*", False),  # nobody counted what begins so
        ("the hail", True),
        ("the OR hail", True),  # nobody holds the stop word here
    ],
)
def test_what_few_hold_is_neither_explained_nor_sampled(many, sampling, monkeypatch, words, few):
    monkeypatch.setattr(density, "COUNT_FLOOR", 100)
    bound = bound_to(q=words, kind="direct")
    density.know_from_statistics(bound.qs, bound.words, alone=False)
    with CaptureQueriesContext(connection) as asked:
        density.see_whether_many(bound.qs)
    assert (not asked.captured_queries) is few


def test_without_statistics_the_planner_is_asked(broad, thresholds):
    thresholds(surely=1)
    bound = bound_to(q="none")
    density.know_from_statistics(bound.qs, bound.words, alone=True)
    with CaptureQueriesContext(connection) as asked:
        density.see_whether_many(bound.qs)
    assert asked.captured_queries


def test_statistics_allow_for_what_was_changed_since(many, sampling, monkeypatch):
    """Two hundred hold the word: of a hundred changed since, each may have lost it or be new."""
    for changed, rows, sure in [(0, 200, True), (50, 200, True), (100, 200, False)]:
        state = f"SELECT {rows}::float, {changed}::float, 'then'"
        monkeypatch.setattr(frequencies, "STATE", state)
        assert told_by_statistics(q="cloud") is sure, changed
    monkeypatch.setattr(frequencies, "STATE", "SELECT 200::float, 0::float, NULL::text")
    assert not told_by_statistics(q="cloud"), "nobody knows what was changed"


def test_statistics_are_made_anew_before_much_was_changed(db):
    """A fiftieth: what was changed since is taken off, and most words are in less than a tenth."""
    ((options,),) = rows_of("SELECT reloptions FROM pg_class WHERE oid = 'quotes_quote'::regclass")
    assert "autovacuum_analyze_scale_factor=0.02" in options


def test_statistics_allow_for_what_the_public_does_not_see(many, sampling):
    """Eighty are drafts: of a hundred about rain no more than twenty are surely public."""
    Quote.objects.filter(ref__regex="[1357]$").update(status="draft")
    analyze()
    assert told_by_statistics(q="cloud")
    assert not told_by_statistics(q="rain")


def test_statistics_never_say_more_than_there_is(broad, many):
    """Of a whole table they are exact; of a sample of it their error is taken off."""
    analyze()
    for word in ["cloud", "risk", "growth", "people", "is", "quote", "rain", "hail", "none"]:
        number, share = frequencies.surely_hold([word])
        assert int(number) <= holding(f'"{word}"').count()
        ((rows, _changed, _when),) = rows_of(frequencies.STATE)
        known = frequencies._frequencies(connection.alias, "exact", "now")
        assert known.surely_published(word, 100 * known.sampled) <= share
    assert frequencies.surely_hold(["cloud"])[0] > 200 > known.sampled / rows
