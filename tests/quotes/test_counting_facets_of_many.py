"""Facets of many matches count a fair part of the archive, and say so."""

from collections import Counter

import pytest

from quotes.models import Quote
from quotes.search import facets
from tests.quotes.searches import INDEXED, SAMPLED, SEARCHES, bound_to, holding

pytestmark = pytest.mark.usefixtures("statistics_of_words")


def speakers_of(keys):
    return Counter(Quote.objects.filter(pk__in=keys).values_list("speaker__ref", flat=True))


def in_part(keys, halvings):
    """Those of every second block of four, of every fourth …"""
    return [key for key in keys if (key >> 2) % 2**halvings == 0]


@pytest.mark.parametrize("way", [{}, SAMPLED, INDEXED], ids=["counted", "sampled", "indexed"])
@pytest.mark.parametrize("search", [one for one in SEARCHES if "speaker" not in one], ids=str)
def test_of_many_a_fair_part_is_counted(client, broad, thresholds, search, way):
    """Found by one condition, by one for each language, by a topic, or not counted before."""
    keys = list(bound_to(**search).qs.values_list("pk", flat=True))
    thresholds(counted=10, **way)
    answer = client.get("/api/v1/quotes/", {**search, "facets": "speaker"}).json()
    facet = answer["facets"]["speaker"]
    shown = {one["value"]: one["count"] for one in facet["values"]}
    halvings = 0 if len(keys) <= 20 else 2 if len(keys) <= 40 else 3
    assert facet["exact"] is answer["count_exact"] is (halvings == 0)
    assert facet["among"] == sum(shown.values())
    found = [speakers_of(in_part(keys, halvings + more)) for more in (0, 1, 2, -1)]
    assert shown in (found if halvings else found[:1]), "otherwise where others are expected"


@pytest.mark.parametrize("expected", [0, 41, 81, 161, 10**6])
def test_however_many_the_planner_expects_a_part_is_neither_too_small_nor_too_large(
    many, thresholds, monkeypatch, expected
):
    """Two hundred match: of every eighth block there are some twenty-five, of which a quarter."""
    thresholds(counted=10)
    monkeypatch.setattr(facets, "expected", lambda rows: expected)
    counted = facets.count(holding("cloud"), ["kind"])
    assert not counted.exact
    assert 10 * facets.FEWEST <= counted.among <= 20
