"""Phrases of common words and Chinese are looked for by pairs of words, and nothing is lost."""

import json

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quotes.conditions import condition_of
from quotes.models import Quote
from quotes.search.answers import Answer
from quotes.search.compile import Compiler
from quotes.search.languages import STEMMED
from quotes.search.parsing import parse
from quotes.search.query import Phrase, Word
from quotes.search.reading import read

pytestmark = pytest.mark.django_db

PIECES = st.sampled_from(
    ["the ", "of ", "The", "OF ", " us ", "US", "U.S. ", "à ", "à la ", "l’", "cloud", "clouds ",
     "e-mail", "-", " - ", "‐", "state-of-the-art ", "of-", "5G", "4.3 ", "1,000 ", "10%", "C++",
     "AT&T ", "§ ", "云", "雲", "服务", "服務", "的", "ガ", "가", "，", ". ", "’s ", "ः", "\u00ad",
     "ʼn ", "и ", "в ", " "]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=12)


HELD = """(
    SELECT bool_or(CASE WHEN way->1 = '[]' THEN exact @@ (way->>0)::tsquery
        ELSE public.search_pairs(exact) @> ARRAY(SELECT jsonb_array_elements_text(way->1)) END)
    FROM jsonb_array_elements(public.phrase_ways(phrase)) way
)"""
"""Whether one of a phrase's ways is in a text, as its pairs or its words."""


def ask(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def pairs_of(text):
    return ask("SELECT public.search_pairs(public.search_exact(%s))", text)[0]


def ways_asked(phrase, *, prefix=False):
    """The pairs of each way to spell a phrase, or the words of one that has none."""
    told = ask("SELECT public.phrase_ways(public.exact_phrase(%s, %s))", phrase, prefix)[0]
    return told and [pairs or exact for exact, pairs in json.loads(told)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Be that a cloud", ["be that", "that a", "a cloud"]),
        ("great cloud services", ["great cloud", "cloud services"]),
        ("splendid cloud services of marmots", ["cloud services", "services of", "of marmots"]),
        ("unsere neuen Kunden", []),
        ("nous avons", ["nous avons"]),
        ("雲服務 now", ["云 服", "服 务", "务 now"]),
        ("à la carte", ["a la", "la carte"]),
        ("of", []),
        ("", []),
    ],
)
def test_two_words_side_by_side_are_a_pair_where_one_is_very_common_or_both_are_common(text, pairs):
    assert pairs_of(text) == pairs


@pytest.mark.parametrize(
    ("phrase", "ways"),
    [
        ("of the people", [["of the", "the people"]]),
        ("people would", [["people would"]]),
        ("云服务", [["云 服", "服 务"]]),
        # one of its words is in no pair
        ("of the splendid marmot", ["'of' <-> 'the' <-> 'splendid' <-> 'marmot'"]),
        # there are several ways to spell it
        ("the e-mail", [["the e", "e mail"], ["the email"]]),
        ("of us", [["of us"], ["of usinitials"]]),
        ("end-to-end", ["'endtoend'", ["end to", "to end"]]),
        ("us and us", None),
        ("of", ["'of'"]),
    ],
)
def test_a_phrase_is_asked_by_pairs_in_each_of_its_ways(phrase, ways):
    assert ways_asked(phrase) == ways


def test_an_open_last_word_is_in_no_pair():
    assert ways_asked("of the", prefix=True) == ["'of' <-> 'the':*"]


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.integers(0, 11), st.integers(1, 6), st.booleans())
@example(["the ", "ः", "of "], 0, 3, False)
@example(["of ", "the ", "e-mail"], 0, 3, False)
def test_what_an_exact_phrase_finds_holds_its_pairs_in_one_way(pieces, start, size, prefix):
    text, phrase = "".join(pieces), "".join(pieces[start : start + size])
    found, held = ask(
        f"""
        SELECT exact @@ phrase, {HELD}
        FROM (SELECT public.search_exact(%s) AS exact, public.exact_phrase(%s, %s) AS phrase) asked
        """,
        text, phrase, prefix,
    )  # fmt: skip
    assert not found or held is not False


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.text("云雲服务務的가", min_size=2, max_size=4), st.sampled_from([*STEMMED, "zh"]))
def test_what_a_chinese_word_finds_by_stems_holds_its_pairs(pieces, word, language):
    text = "".join(pieces)
    found, held = ask(
        f"""
        SELECT public.search_stems(text, language) @@ public.stem_phrase(word, language),
            {HELD}
        FROM (SELECT %s AS text, %s AS word, %s AS language) asked,
            public.search_exact(text) AS exact, public.exact_phrase(word) AS phrase
        """,
        text, word, language,
    )  # fmt: skip
    assert not found or held


@pytest.mark.parametrize(
    ("typed", "pairs"),
    [
        ('"of the"', ["{of the}"]),
        ('"of the" "the people"', ["{of the}", "{the people}"]),
        ('"of the" cloud', ["{of the}"]),
        ('"cloud services"', ["{cloud services}"]),
        ("雲服务", ["{云 服,服 务}"]),
        ('"all of us"', ["{all of,of us}", "{all of,of usinitials}"]),
        ('"end-to-end"', ["'endtoend'", "{end to,to end}"]),
        # words in other forms, and what pairs say less of than the index of words
        ("cloud", []),
        ('"of the" "splendid services"', []),
        ('"of the" OR cloud', []),
        ('cloud -"of the"', []),
        ("雲服务 cloud", []),
        ('"of the" -"in a"', []),
        ('"of the" ("in a" OR cloud)', ["{of the}"]),
        ('"of the" services', ["{of the}"]),
        ("AT&T", []),
    ],
)
def test_the_index_of_pairs_is_asked_where_they_say_all(typed, pairs):
    node = parse(typed).words
    query = Quote.objects.filter(Compiler(node).condition(node, by_pairs=True)).query
    sql, parameters = query.sql_with_params()
    assert list(parameters[: len(pairs)]) == pairs
    assert ("search_pairs" in sql) is bool(pairs)


@pytest.mark.parametrize("term", [Phrase("of the"), Word("云服务")])
def test_rows_at_hand_are_not_asked_for_their_pairs(term):
    answer = Answer(read(parse(str(term))))
    rows = Quote.objects.published().filter(answer.matches())
    assert "search_pairs" in condition_of(rows)[0]
    assert "search_pairs" not in condition_of(rows, looked_at=True)[0]
    assert "search_pairs" not in str(Quote.objects.filter(answer.phrase()).query)


@pytest.fixture
def quotes(make_quote, bob):
    for ref, text in {
        "side-by-side": "This is the state of the art.",
        "apart": "Of this the state is art, of the.",
        "other-order": "The of is.",
        "traditional": "我們的雲服務",
        "joined": "A state-of-the-art cloud",
        "abroad": "That is good for the US and its people.",
        "here": "This would do us good.",
        "end": "An endtoend service",
    }.items():
        make_quote(text, ref=ref, language="zh" if ref == "traditional" else "en", speaker=bob)


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        ('"of the"', {"side-by-side", "apart", "joined"}),
        ('"this is the"', {"side-by-side"}),
        ('"of this the"', {"apart"}),
        ('"the of is"', {"other-order"}),
        ('"of the" "is art"', {"apart"}),
        ("云服务", {"traditional"}),
        ("們的云", {"traditional"}),
        ('"的云 of"', set()),
        ('"the us and its"', {"abroad"}),
        ('"do us good"', {"here"}),
        ('"a state-of-the-art"', {"joined"}),
        ("state-of-the-art", {"side-by-side", "joined"}),
        ('"an end-to-end"', {"end"}),
        ('"is good"', {"abroad"}),
    ],
)
def test_such_a_phrase_finds_exactly_its_words_in_order(quotes, client, typed, refs):
    found = client.get("/api/v1/quotes/", {"q": typed}).json()["results"]
    assert {quote["id"] for quote in found} == refs


def test_the_functions_of_the_index_need_no_search_path():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("SELECT public.search_pairs(public.search_exact('of the 华為'))")
        assert cursor.fetchone()[0] == ["of the", "the 华", "华 为"]
        cursor.execute("SELECT public.phrase_ways(public.exact_phrase('of the'))")
        assert json.loads(cursor.fetchone()[0]) == [["'of' <-> 'the'", ["of the"]]]


def test_a_word_as_long_as_words_may_be_is_indexed(make_quote, bob):
    quote = make_quote(f"The {'a' * 2046} of", language="en", speaker=bob)
    assert len(pairs_of(quote.text)[0]) == 2050
