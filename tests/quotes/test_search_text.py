"""How words are folded and cut, in the database and in its Python mirror alike."""

import importlib
import unicodedata
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes import han
from quotes.text import Token, pieces, runs, tokens, words

migration = importlib.import_module("quotes.migrations.0001_search_functions")

pytestmark = pytest.mark.django_db

ASSIGNED = st.characters(exclude_characters="\0", exclude_categories=["Cn", "Cs"])
"""Python's Unicode tables and the server's differ in code points one of them does not know."""

TROUBLE = st.sampled_from(
    [*"aSuU.,’'-‐ 019%$&€+#§中個がﾞ́é²½İςΣ\u00a0\u00ad\u200b，．", "U.S.", "US", "1,000", "4.3"]
)
TEXT = st.one_of(st.text(ASSIGNED, max_size=40), st.lists(TROUBLE, max_size=20).map("".join))

PROSE = st.text(st.sampled_from("aZbUuSsé Жё5.,;:!?\"'()–—‘’“”…\n"), max_size=40)


def ask(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def stored(text):
    return ask("SELECT public.search_words(%s)", text).split()


def finds(phrase, text):
    """Does ``"phrase"`` in quotation marks find ``text``?"""
    return ask("SELECT public.search_exact(%s) @@ public.exact_phrase(%s)", text, phrase)


def finds_word(word, text, language="en"):
    """Does the unquoted ``word`` find ``text`` by its stem?"""
    return ask(
        "SELECT public.search_stems(%s, %s) @@ public.stem_phrase(%s, %s)",
        text, language, word, language,
    )  # fmt: skip


THE_RULE = [
    ("C++ and C#", "c plussign plussign and c numbersign"),
    ("AT&T", "at andsign t"),
    ("R & D", "r andsign d"),
    ("§ 230", "sectionsign 230"),
    ("§230", "sectionsign 230"),
    ("10%", "10 percentsign"),
    ("１０％", "10 percentsign"),
    ("$4.3 billion", "dollarsign 4dot3 billion"),
    ("US$5", "usinitials dollarsign 5"),
    ("€5–10", "eurosign 5 10"),
    ("No. 5", "no 5"),
    ("№5", "no 5"),
    ("the U.S. and the US", "the usinitials and the usinitials"),
    ("u.s.", "usinitials"),
    ("trust us", "trust us"),
    ("USA, U.S.A.", "usa usa"),
    ("USB", "usb"),
    ("U.K., J.P. Morgan, 3 p.m.", "uk jp morgan 3 pm"),
    ("1,000,000", "1000000"),
    ("1’000’000", "1000000"),
    ("1\u202f000\u00a0000", "1000000"),
    ("1，０００", "1000"),
    ("12345,678", "12345 678"),
    ("4.3", "4dot3"),
    ("1,234.56", "1234dot56"),
    ("30.12.2020", "30 12 2020"),
    ("v4.3.2", "v4 3 2"),
    ("10:30", "10 30"),
    ("3½ 10² CO₂", "3 1 2 10 2 co2"),
    ("me@example.org", "me example org"),
    ("https://www.example.org/a-b?c=1", "https www example org a b c 1"),
    ("well-known", "well known"),
    ("COVID-19, 2019-20", "covid 19 2019 20"),
    ("5G时代", "5g 时 代"),
    ("AWS的", "aws 的"),
    ("云服务，華為", "云 服 务 华 为"),
    ("ハンカク ﾊﾝｶｸ", "ハ ン カ ク ハ ン カ ク"),
    ("한국어", "한 국 어"),
    ("don’t don't donʼt don´t", "don t don t don t don t"),
    ("l’entreprise", "l entreprise"),
    ("Ｆｕｌｌ", "full"),
    ("so\u00adft zero\u200bwidth", "soft zerowidth"),
    ("cafe\u0301 café", "café café"),
    ("İstanbul", "istanbul"),
    ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
    ("Huawei™ wins", "huawei wins"),
    ("!?… —", ""),
]


@pytest.mark.parametrize(("text", "expected"), THE_RULE)
def test_a_text_is_cut_into_these_words(text, expected):
    assert stored(text) == expected.split()
    assert words(text) == expected.split()


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("to be or not to be", "To be, or not to be: that is the question."),
        ("§ 230", "Repeal §230 now."),
        ("No. 5", "It came in at No. 5."),
        ("C++", "We rewrote C++ in Rust."),
        ("AT&T", "AT & T and others"),
        ("U.S. market", "the US market"),
        ("us market", "the U.S. market"),
        ("10 %", "It grew 10% or more."),
        ("1000000 users", "1,000,000 users"),
        ("www.example.org", "See https://www.example.org/x."),
        ("e-mail", "Send an email."),
        ("e mail", "Send an e-mail."),
        ("email", "Send an e‑mail."),
        ("an email now", "Send an e-mail now."),
        ("an e-mail now", "Send an email now."),
        ("well known", "a well-known fact"),
        ("state of the art", "state-of-the-art chips"),
        ("云服务", "发展云服务"),
        ("雲服務", "发展云服务"),
        ("云服务", "發展雲服務"),
        ("5G时代", "在5G時代里"),
        ("don't have", "we don’t have access"),
        ("naive", "a naïve view"),
        ("naïve", "a naive view"),
        ("straße", "die Strasse"),
    ],
)
def test_a_phrase_finds_the_text(phrase, text):
    assert finds(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("C++", "vitamin C"),
        ("M&A", "I’m a leader"),
        ("AT&T", "at t"),
        ("US", "trust us"),
        ("4.3", "43"),
        ("4.3", "pages 4, 3"),
        ("10%", "10 of them"),
        ("be to", "to be"),
        ("云服", "云的服务"),
        ("now send", "Send an e-mail now"),
        ("gap email", "an e-mail gap"),
    ],
)
def test_a_phrase_does_not_find_the_text(phrase, text):
    assert not finds(phrase, text)


@pytest.mark.parametrize(
    ("word", "text", "language"),
    [
        ("sanction", "the sanctions", "en"),
        ("sanction", "the sanctions", "en-GB"),
        ("decision-maker", "decisionmakers", "en"),
        ("decisionmaker", "our decision-makers", "en"),
        ("entreprises", "l’entreprise", "fr"),
        ("häuser", "das Haus, die Hauser", "de"),
        ("云服务", "發展雲服務", "zh-Hant"),
        ("клиентов", "наши клиенты", "ru"),
    ],
)
def test_a_word_finds_its_other_forms(word, text, language):
    assert finds_word(word, text, language)


def test_a_stop_word_has_no_stem_in_its_own_language_only():
    assert ask("SELECT public.stem_phrase('the', 'en')") is None
    assert ask("SELECT public.stem_phrase('the', 'fr')") == "'the'"


def test_a_phrase_never_runs_from_the_end_of_a_text_into_its_joined_words():
    assert not finds("now an", "an e-mail now")


@pytest.mark.parametrize("function", ["search_exact(%s)", "search_stems(%s, 'en')"])
def test_functions_of_stored_columns_need_no_search_path(function):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(f"SELECT public.{function}", ["“U.S.” 華為 e-mail naïve sanctions"])
        assert "华" in cursor.fetchone()[0]


def test_the_tables_are_the_ones_the_stored_columns_were_made_with():
    assert (han.TRADITIONAL, han.SIMPLIFIED) == (migration.TRADITIONAL, migration.SIMPLIFIED)


def test_folding_chinese_twice_changes_nothing():
    once = han.SIMPLIFIED.translate(str.maketrans(han.TRADITIONAL, han.SIMPLIFIED))
    assert once == han.SIMPLIFIED


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT)
def test_python_and_the_database_cut_any_text_alike(text):
    assert words(text) == stored(text)


@settings(deadline=None, max_examples=300)
@given(PROSE)
def test_prose_that_skips_the_rule_is_cut_as_the_rule_would(text):
    assert ask("SELECT public.search_exact(%s)", text) == ask(
        "SELECT to_tsvector('public.search_simple', public.search_folded(%s))", text
    )


@given(TEXT)
def test_words_stand_in_order_within_the_text(text):
    places = [(token.start, token.end) for token in tokens(text)]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


def test_a_word_knows_where_it_stood_in_the_original():
    text = "“Don’t use ﬁre­works at 1,000 m”"
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "Don", "t", "use", "ﬁre­works", "at", "1,000", "m",
    ]  # fmt: skip


def test_joined_words_stand_where_both_parts_stood():
    text = "an e-mail now"
    assert tokens(text, joined=True)[1] == Token("email", 3, 9)


def test_an_accent_in_two_code_points_belongs_to_its_letter():
    text = "cafe\u0301s"
    assert tokens(unicodedata.normalize("NFD", text)) == [Token("cafés", 0, 6)]


RUNS = st.lists(
    st.sampled_from(["a", "b", "ab", "a-b", "US", "云", ",", " ", "  ", "\n", "é"]), max_size=20
)


@given(RUNS.map("".join), st.frozensets(st.sampled_from(["a", "b", "ab", "a-b", "US", "云", "é"])))
def test_runs_are_the_words_of_some_pieces_parted_by_those_of_others(text, among):
    found, cut = list(runs(text, among)), tokens(text)
    held = [word for piece in pieces(text) if piece in among for word in words(piece)]
    assert [token.word for run in found for token in run] == held
    for run in found:
        start, end = run[0].start, run[-1].end
        assert run == [token for token in cut if start <= token.start < end]
    for run, after in pairwise(found):
        assert any(run[-1].end <= token.start < after[0].start for token in cut)


def test_a_run_ends_where_another_word_stands_not_at_punctuation():
    assert [[token.word for token in run] for run in runs("go - go, no go", {"go", "go,"})] == [
        ["go", "go"], ["go"],
    ]  # fmt: skip
