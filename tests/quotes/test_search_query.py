"""What is typed into the search box, and what the archive understands by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.search.languages import stemming
from quotes.search.parsing import MAX_LENGTH, MAX_TERMS, parse
from quotes.search.parsing import meant as what_was_meant
from quotes.search.pieces import SAID_OTHERWISE
from quotes.search.query import (
    OPERATORS,
    AllOf,
    AnyOf,
    Not,
    Operator,
    Phrase,
    Query,
    QueryError,
    Word,
)

CLOUD, BAN, CHIPS = Word("cloud"), Word("ban"), Word("chips")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("cloud", CLOUD),
        ("cloud ban", AllOf((CLOUD, BAN))),
        ("cloud AND ban", AllOf((CLOUD, BAN))),
        ('"cloud ban"', Phrase("cloud ban")),
        ("“cloud ban”", Phrase("cloud ban")),
        ("„cloud ban“", Phrase("cloud ban")),
        ("«cloud ban»", Phrase("cloud ban")),
        ("「云服务」", Phrase("云服务")),
        ("『云服务』", Phrase("云服务")),
        ('"cloud  ban"', Phrase("cloud ban")),
        ("cloud -ban", AllOf((CLOUD, Not(BAN)))),
        ("cloud －ban", AllOf((CLOUD, Not(BAN)))),
        ('-"a ban" cloud', AllOf((Not(Phrase("a ban")), CLOUD))),
        ("cloud -(ban OR chips)", AllOf((CLOUD, Not(AnyOf((BAN, CHIPS)))))),
        ("cloud OR ban", AnyOf((CLOUD, BAN))),
        ("cloud | ban", AnyOf((CLOUD, BAN))),
        ("cloud ban OR chips", AllOf((CLOUD, AnyOf((BAN, CHIPS))))),
        ("(cloud ban) OR chips", AnyOf((AllOf((CLOUD, BAN)), CHIPS))),
        ("（cloud　ban） OR chips", AnyOf((AllOf((CLOUD, BAN)), CHIPS))),
        ("((cloud))", CLOUD),
        ("sanction*", Word("sanction", prefix=True)),
        ("sanction*,", Word("sanction", prefix=True)),
        ("sanction＊", Word("sanction", prefix=True)),
        ("云*", Word("云", prefix=True)),
        ('"cloud serv*"', Phrase("cloud serv", prefix=True)),
        ("AT&T", Word("AT&T")),
        ("C++", Word("C++")),
        ("U.S.", Word("U.S.")),
        ("§ 230", AllOf((Word("§"), Word("230")))),
        ("10%", Word("10%")),
        ("well-known", Word("well-known")),
        ("5G时代", Word("5G时代")),
        ("don’t", Word("don’t")),
        ("10:30", Word("10:30")),
        ("https://example.org/a?b=1", Word("https://example.org/a?b=1")),
        ("me@example.org", Word("me@example.org")),
        ("任正非：云", Word("任正非：云")),
        ("Note: cloud", AllOf((Word("Note:"), CLOUD))),
        ("cloud — ban", AllOf((CLOUD, BAN))),
        ("cloud - ban", AllOf((CLOUD, BAN))),
        ("-, cloud", CLOUD),
        ("cloud or ban", AllOf((CLOUD, Word("or"), BAN))),
        ("cloud\0ban", AllOf((CLOUD, BAN))),
    ],
)
def test_words_are_understood(typed, understood):
    assert parse(typed) == Query(understood)


@pytest.mark.parametrize(
    ("typed", "operator"),
    [
        ("speaker:ren", Operator("speaker", "ren")),
        ("Speaker:ren", Operator("speaker", "ren")),
        ('speaker:"Ren Zhengfei"', Operator("speaker", "Ren Zhengfei")),
        ("speaker：“任正非”", Operator("speaker", "任正非")),
        ("org:「华为」", Operator("org", "华为")),
        ("said:2020-12-30/..", Operator("said", "2020-12-30/..")),
        ("source:https://example.org", Operator("source", "https://example.org")),
    ],
)
def test_an_operator_narrows_the_search(typed, operator):
    assert parse(f"cloud {typed}") == Query(CLOUD, (operator,))
    assert parse(typed) == Query(None, (operator,))


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_is_understood(operator):
    assert parse(f"{operator}:x") == Query(None, (Operator(operator, "x"),))


@pytest.mark.parametrize("typed", ["", "  ", "\u3000"])
def test_nothing_typed_asks_nothing(typed):
    assert parse(typed) == Query()
    assert not parse(typed)


@pytest.mark.parametrize(
    ("typed", "word", "position", "says", "suggests"),
    [
        ('cloud "services', '"services', 6, "no partner", "Close it"),
        ("云」", "」", 1, "no partner", ""),
        ("cloud (ban", "(", 6, "never closed", "Close it"),
        ("cloud) ban", ")", 5, "closes what none opened", "Leave it out"),
        ("cloud ()", "(", 6, "nothing between", ""),
        ("cloud OR", "OR", 6, "nothing after", "small letters"),
        ("OR cloud", "OR", 0, "nothing before", '"OR"'),
        ("cloud OR OR ban", "OR", 6, "nothing after", ""),
        ("cloud AND ban OR chips", "OR", 14, "two ways", "brackets"),
        ("cloud OR -ban", "OR", 6, "both sides", "-c"),
        ("NOT cloud", "NOT", 0, "not understood", "-word"),
        ("-cloud", "-", 0, "only leaves words out", "before -cloud."),
        ("cloud -(-ban)", "-", 6, "left out", ""),
        ("cloud -OR ban", "-", 6, "no word", ""),
        ("!?", "!?", 0, "no word in !?", ""),
        ("cloud “!?”", "“!?”", 6, "no word", ""),
        ("sa*", "sa*", 0, "too short", "without the *"),
        ("*", "*", 0, "too short", "more of the word"),
        ("sanc*tion", "sanc*tion", 0, "end of a word", "sanc*"),
        ("+cloud", "+cloud", 0, "every word", "cloud"),
        ("speaker: ren", "speaker:", 0, "needs a value", "speaker:value"),
        ('speaker:""', 'speaker:""', 0, "needs a value", ""),
        ("speeker:ren", "speeker:ren", 0, "speeker:", "speaker:ren"),
        ("company:huawei", "company:huawei", 0, "company:", "org:huawei"),
        ("x country:china", "country:china", 2, "country:", '"country:china"'),
        ("cloud -speaker:ren", "speaker:ren", 7, "whole search", ""),
        ("(speaker:ren cloud)", "speaker:ren", 1, "whole search", ""),
        ("speaker:ren OR cloud", "speaker:ren", 0, "whole search", ""),
        ("(" * 9 + "a" + ")" * 9, "(", 8, "brackets within", ""),
        ("a " * (MAX_TERMS + 1), "a", 2 * MAX_TERMS, str(MAX_TERMS), "fewer"),
        ("a" * (MAX_LENGTH + 1), "a", MAX_LENGTH, "1,000 characters", "fewer"),
    ],
)
def test_what_cannot_be_understood_is_named(typed, word, position, says, suggests):
    with pytest.raises(QueryError) as refused:
        parse(typed)
    error = refused.value
    assert (error.word, error.position) == (word, position)
    assert says in str(error)
    assert suggests in error.suggestion


def test_names_tried_for_operators_are_none_and_lead_to_one():
    assert not set(SAID_OTHERWISE) & set(OPERATORS)
    assert set(SAID_OTHERWISE.values()) <= set(OPERATORS)


def test_terms_are_what_is_looked_for_and_not_what_is_left_out():
    query = parse('cloud -ban ("chip design" OR sanction*) -(a OR b)')
    assert query.terms == (CLOUD, Phrase("chip design"), Word("sanction", prefix=True))


def test_parts_can_be_taken_out():
    query = parse("ren zhengfei cloud speaker:x lang:zh")
    rest = query.without(Word("ren"), Word("zhengfei"), "speaker")
    assert rest == parse("cloud lang:zh")
    assert query.required == (Word("ren"), Word("zhengfei"), CLOUD)


def test_a_query_shows_itself():
    assert repr(parse("cloud")) == "Query(words=Word(text='cloud', prefix=False), operators=())"
    assert str(parse("（cloud　ban） OR “chips”")) == '(cloud ban) OR "chips"'


def test_languages_without_stems_share_one_rule():
    assert {stemming(tag) for tag in ("zh-Hans", "ja", "ko", "nl", "")} == {"simple"}
    assert (stemming("en-GB"), stemming("pt-BR")) == ("en", "pt")


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("Huawei’s", "Huawei"),
        ("l’entreprise", "entreprise"),
        ("qu’entreprise", "entreprise"),
        ("O’Brien", "O’Brien"),
        ("don’t", "don’t"),
        ('"Huawei’s"', "Huawei’s"),
    ],
)
def test_what_ties_a_word_to_its_neighbours_is_not_looked_for(typed, looked_for):
    assert parse(typed).terms[0].looked_for == looked_for


SIGNS = st.sampled_from(
    [
        *"ab云5.,:：-－*()（）\"“”«»「」『』|+&'’§%!/ \t\u3000\0\u200b",
        " OR ",
        " AND ",
        " -",
        "speaker:",
        "abc*",
    ]
)
TYPED = st.one_of(st.text(max_size=30), st.lists(SIGNS, max_size=25).map("".join))


@given(TYPED)
def test_the_canonical_spelling_asks_the_same(typed):
    try:
        query = parse(typed)
    except QueryError:
        return
    assert parse(str(query)) == query


def refusal(typed):
    try:
        parse(typed)
    except QueryError as error:
        return error
    return None


@given(TYPED)
def test_an_error_points_into_what_was_typed(typed):
    error = refusal(typed)
    assert error is None or (str(error) and 0 <= error.position < len(typed))


WORDS = st.one_of(
    st.builds(Word, st.sampled_from(["cloud", "云服务"]), st.booleans()),
    st.builds(Word, st.sampled_from(["AT&T", "10:30"])),
)
PHRASES = st.builds(Phrase, st.sampled_from(["to be", "AND OR", "云 (x)"]))
TERMS = st.one_of(WORDS, PHRASES)


def _several(nodes):
    return st.lists(nodes, min_size=2, max_size=3).map(tuple)


ALTERNATIVES = st.builds(AnyOf, _several(st.one_of(TERMS, st.builds(AllOf, _several(TERMS)))))
PARTS = st.one_of(TERMS, ALTERNATIVES)
QUERIES = st.builds(
    lambda parts, left_out, operators: Query(
        AllOf((*parts, *map(Not, left_out))), tuple(operators)
    ),
    _several(PARTS),
    st.lists(PARTS, max_size=2),
    st.lists(
        st.builds(
            Operator, st.sampled_from(OPERATORS), st.sampled_from(["x", "Ren Zhengfei", "2020/.."])
        ),
        max_size=2,
    ),
)


@given(QUERIES)
def test_every_question_can_be_typed(query):
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('ban "cloud services', 'ban "cloud services"'),
        ("“cloud services", "“cloud services”"),
        ('cloud services"', "cloud services"),
        ("「云", "「云」"),
        ("(cloud", "(cloud)"),
        ("cloud)", "cloud"),
        ("cloud OR", "cloud"),
        ("cloud NOT services", "cloud -services"),
        ('speaker: "Ren Zhengfei" cloud', 'speaker:"Ren Zhengfei" cloud'),
        ("author:ren cloud", "speaker:ren cloud"),
        ("*loud", "loud*"),
        ("a*b cloud", "a cloud"),
        ('"the * cash"', '"the" "cash"'),
        ("+cloud ban", "cloud ban"),
    ],
)
def test_what_was_meant_is_offered_where_it_is_clear(typed, meant):
    with pytest.raises(QueryError) as refused:
        parse(typed)
    assert what_was_meant(typed, refused.value) == meant


@pytest.mark.parametrize(
    "typed", ["ban OR cloud AND chips", "NOT cloud", "-cloud", "()", "OR", "c*", "speaker:", "..."]
)
def test_what_may_be_meant_in_two_ways_or_none_is_not_guessed(typed):
    with pytest.raises(QueryError) as refused:
        parse(typed)
    assert what_was_meant(typed, refused.value) == ""


@given(st.text(alphabet='ab*+-():"“”「」 ORNT', max_size=20))
def test_what_is_offered_is_understood(typed):
    try:
        parse(typed)
    except QueryError as refused:
        if offered := what_was_meant(typed, refused):
            assert parse(offered)
