"""A question's words become one condition, true of each quote by the rules of its own language."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.models import Quote
from quotes.search import lexemes
from quotes.search.compile import Compiler
from quotes.search.parsing import parse
from quotes.search.query import AllOf, AnyOf, Not, Phrase, Word

pytestmark = pytest.mark.django_db


def found(typed):
    node = parse(typed).words
    return set(Quote.objects.filter(Compiler(node).condition(node)).values_list("ref", flat=True))


@pytest.fixture
def quotes(make_quote, bob):
    make_quote("The cloud dies", ref="en", language="en", speaker=bob)
    make_quote("Clouds die hard", ref="en-GB", language="en-GB", speaker=bob)
    make_quote("Die Wolke, the cloud", ref="de", language="de", speaker=bob)
    make_quote("Les nuages, die clouds", ref="fr", language="fr", speaker=bob)
    make_quote("云 cloud", ref="zh", language="zh-Hans", speaker=bob)
    make_quote("No language known, cloud", ref="none", language="", speaker=bob)


@pytest.mark.parametrize(
    ("typed", "refs"),
    [
        # a stem belongs to its language; Chinese has none, nor has an unknown one
        ("clouds", {"en", "en-GB", "de", "fr"}),
        ("cloud", {"en", "en-GB", "de", "fr", "zh", "none"}),
        # "die" is a stop word in German only, and there not required
        ("die cloud", {"en", "en-GB", "de", "fr"}),
        # ... unless nothing else is asked, or it is what to leave out, or stands beside OR
        ("die", {"en", "en-GB", "de", "fr"}),
        ("cloud -die", {"zh", "none"}),
        ("the -cloud", set()),
        ("die -cloud", set()),
        ("the -hard", {"en", "de"}),
        ("die OR known", {"en", "en-GB", "de", "fr", "none"}),
        # a phrase is exact in every language
        ('"the cloud"', {"en", "de"}),
        ('cloud -"the cloud"', {"en-GB", "fr", "zh", "none"}),
        ('"the cloud" OR hard', {"en", "de", "en-GB"}),
        ('-("the cloud" OR hard) cloud', {"fr", "zh", "none"}),
        ('cloud ("die clouds" OR 云)', {"fr", "zh"}),
        ("cloud’s", {"en", "en-GB", "de", "fr", "zh", "none"}),
        ("wolk*", {"de"}),
    ],
)
def test_words_find_by_the_rules_of_each_language(quotes, typed, refs):
    assert found(typed) == refs


def test_the_words_are_looked_up_in_one_statement_once(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(lexemes, "_KNOWN", {})
    query = parse('cloud "the cloud" -die (wolk* OR 云)')
    with django_assert_num_queries(1):
        first = Compiler(query.words).condition(query.words)
    with django_assert_num_queries(0):
        assert str(Compiler(query.words).condition(query.words)) == str(first)


def test_only_so_many_words_are_remembered_and_no_long_one(db, monkeypatch):
    monkeypatch.setattr(lexemes, "_KNOWN", known := {})
    monkeypatch.setattr(lexemes, "MOST_KNOWN", 3)
    for number in range(10):
        Compiler(Word(f"word{number}"), Word("x" * 200))
        assert len(known) <= 4
    assert Word("x" * 200) not in known


def test_words_on_one_column_ask_its_index_once():
    node = parse("(cloud OR 云) -ban").words
    sql = str(Quote.objects.filter(Compiler(node).condition(node)).query)
    assert sql.count("@@") == 1


WORDS = ["alpha", "beta", "gamma"]
LEAVES = st.one_of(
    st.sampled_from(WORDS).map(Word),
    st.sampled_from(WORDS).map(Phrase),
    st.sampled_from(["alpha beta", "beta gamma"]).map(Phrase),
)
NODES = st.recursive(
    LEAVES,
    lambda nodes: st.one_of(
        nodes.map(Not),
        st.lists(nodes, min_size=2, max_size=3).map(lambda several: AllOf(tuple(several))),
        st.lists(nodes, min_size=2, max_size=3).map(lambda several: AnyOf(tuple(several))),
    ),
    max_leaves=6,
)


def holds(node, text):
    match node:
        case Word(word) | Phrase(word):
            return word in text
        case Not(part):
            return not holds(part, text)
        case AllOf(nodes):
            return all(holds(part, text) for part in nodes)
        case AnyOf(nodes):
            return any(holds(part, text) for part in nodes)


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(node=NODES)
def test_any_combination_means_what_it_says(make_quote, node):
    texts = [" ".join(some) for size in (1, 2, 3) for some in combinations(WORDS, size)]
    for text in texts:
        for language in ("en", "zh"):
            Quote.objects.get_or_create(
                ref=f"{text.replace(' ', '-')}-{language}",
                defaults={"text": text, "language": language, "kind": "direct"},
            )
    answer = Quote.objects.filter(Compiler(node).condition(node)).values_list("text", flat=True)
    assert sorted(answer) == sorted(text for text in texts * 2 if holds(node, text))
