"""A name and words: quotes by whoever is meant about the rest, and quotes that hold them all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes.conditions import conditions_apart
from quotes.filters import QuoteFilter
from quotes.han import MOST_SPELLINGS, spellings
from quotes.models import Quote


@pytest.fixture
def said(make_quote, alice, bob, acme):
    """Refs by who says what: Bob speaks of growth, of others; Alice of Bob and of growth."""
    for ref, text, more in (
        ("bob-growth", "Growth is slow", {"speaker": bob, "organization": acme}),
        ("bob-other", "The others wait", {"speaker": bob}),
        ("bob-himself", "Bob is growth", {"speaker": bob}),
        ("alice-both", "Bob likes growth", {"speaker": alice}),
        ("alice-growth", "Growth again", {"speaker": alice, "organization": acme}),
        ("german", "Bob und das Wachstum, growth", {"speaker": bob, "language": "de"}),
        ("nobody", "Bob of Acme on growth", {"unattributed": True}),
    ):
        make_quote(text, ref=ref, **more)


def bound_to(**asked):
    bound = QuoteFilter(asked, Quote.objects.shown())
    assert bound.is_valid(), bound.errors
    return bound


QUESTIONS = [
    "bob growth", "bob", "bob -growth", "bob the", "bob also", "bob grow*", 'bob "growth is"',
    "bob (growth OR others)", "bob acme growth", "acme growth",
]  # fmt: skip


@pytest.mark.parametrize("status", ["", "retracted"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_counted_in_two_parts_is_all_that_is_found_and_nothing_twice(
    said, question, status
):
    bound = bound_to(q=question, **({"status": status} if status else {}))
    assert bound.reading.names
    first, others = conditions_apart(bound.qs)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ref FROM quotes_quote WHERE {first[0]} UNION ALL "
            f"SELECT ref FROM quotes_quote WHERE {others[0]}",
            [*first[1], *others[1]],
        )
        found = sorted(ref for (ref,) in cursor.fetchall())
    assert found == sorted(bound.qs.values_list("ref", flat=True))
    assert bool(found) is not bool(status)


def test_where_somebody_else_is_chosen_their_quotes_hold_the_name_too(client, said, alice):
    answer = client.get("/api/v1/quotes/", {"q": "bob growth", "speaker": "alice"}).json()
    assert [quote["id"] for quote in answer["results"]] == ["alice-both"]
    assert [name["id"] for name in answer["query"]["names"]] == ["bob"]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"q": "bob growth", "speaker": "alice"}, 1),
        ({"q": "bob growth speaker:alice"}, 1),
        ({"q": "bob growth", "speaker": "bob"}, 2),
        ({"q": "bob growth", "organization": "acme"}, 1),
        ({"q": "bob growth"}, 1),
    ],
)
def test_an_index_is_not_asked_for_what_two_people_said(said, asked, keys):
    """It would gather the quotes of both, to find that none is by both."""
    with CaptureQueriesContext(connection) as statements:
        assert list(bound_to(**asked).qs)
    assert statements[-1]["sql"].count('"quotes_quote"."speaker_id" = ') == keys


@pytest.mark.parametrize("kept", ["爱丽丝", "愛麗絲"])
@pytest.mark.parametrize("typed", ["爱丽丝", "愛麗絲"])
def test_a_chinese_name_is_known_in_either_script(client, quote, alice, kept, typed):
    alice.names.update(name=kept)
    for asked in (
        {"speaker": typed},
        {"q": f"speaker:{typed}"},
        {"q": typed},
        {"q": f"{typed} price"},
    ):
        answer = client.get("/api/v1/quotes/", asked).json()
        assert [one["id"] for one in answer["results"]] == ["any-price"], asked
    claim = {"sentence": quote.text, "speaker": typed}
    [result] = client.post("/api/v1/check/", claim, content_type="application/json").json()[
        "results"
    ]
    assert result["verdict"] == "exact"
    assert result["matches"][0]["speaker_agrees"]


def test_a_name_of_many_spellings_is_looked_for_in_a_few(client, quote):
    assert spellings("Alice") == ["Alice"]
    assert spellings("台积电")[:2] == ["台积电", "台积電"]
    assert "臺積電" in spellings("台积电")
    assert len(spellings("台" * 300)) <= MOST_SPELLINGS
    assert client.get("/api/v1/quotes/", {"q": "speaker:" + "台" * 300}).status_code == 400
