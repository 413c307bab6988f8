"""Small things said well: dates, languages, numbers, phrases, fragments."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models.names import NameKind
from archive.models.sources import Relation, SourceKind
from quotes.fidelity.checks import Verdict
from quotes.language_names import language_name
from quotes.models import Kind, QuoteRelationKind, Standing
from quotes.search.highlight import Segment
from quotes.web import words
from quotes.web.dates import period_in_words
from quotes.web.examples import telling_phrase
from quotes.web.fragments import address_of_words
from quotes.web.lines import shortened


@pytest.mark.parametrize(
    ("choices", "named"),
    [
        (Kind, words.KINDS),
        (Kind, words.KINDS_EXPLAINED),
        (Standing, words.STANDINGS),
        (Standing, words.STANDINGS_EXPLAINED),
        (SourceKind, words.SOURCE_KINDS),
        (Relation, words.RELATIONS),
        (QuoteRelationKind, words.QUOTE_RELATIONS),
        (NameKind, words.NAME_KINDS),
        (Verdict, words.VERDICTS),
    ],
)
def test_every_choice_of_the_record_has_a_word(choices, named):
    assert set(choices.values) == set(named)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("zh", "Chinese"),
        ("zh-Hans", "Simplified Chinese"),
        ("zh-TW", "Chinese"),
        ("en-GB", "British English"),
        ("de-CH", "German"),
        ("tlh", "tlh"),
        ("", ""),
    ],
)
def test_a_language_is_named_as_far_as_it_can_be(tag, name):
    assert language_name(tag) == name


def test_a_count_is_grouped_and_a_floor_says_so():
    assert words.how_many(12345) == "12,345"
    assert words.how_many(10_000, exact=False) == "10,000+"


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("", ""),
        ("2015", "2015"),
        ("2015/..", "from 2015"),
        ("../2020-12", "until December 2020"),
        ("2018-03/2020-12", "March 2018 to December 2020"),
        ("1999~/2014", "about 1999 to 2014"),
    ],
)
def test_a_period_is_said_as_a_period(period, said):
    assert period_in_words(period) == said


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("we don’t have access to ‘unlimited cash’ from the US stock market", "unlimited cash"),
        ("华为不能走一样的道路，没有", "华为不能"),
        ("No.", ""),
        ("", ""),
    ],
)
def test_a_telling_phrase_stands_in_the_text(text, phrase):
    assert telling_phrase(text) == phrase


@settings(deadline=None)  # the machine may be busy with other tests
@given(st.text(max_size=200))
def test_any_text_has_a_phrase_or_none(text):
    assert all(word in text for word in telling_phrase(text).split(" "))


TWO_ENDS = "a%20cat%20sat%20on%20my,saw%20its%20own%20long%20tail"


@pytest.mark.parametrize(
    ("printed", "fragment"),
    [
        ("“unlimited cash,”", "unlimited%20cash%2C"),
        ("hardware-software", "hardware%2Dsoftware"),
        ("a cat sat on my mat and saw its own long tail " * 2, TWO_ENDS),
        ("云服务", "%E4%BA%91%E6%9C%8D%E5%8A%A1"),
    ],
)  # fmt: skip
def test_an_address_points_at_the_words(printed, fragment):
    assert (
        address_of_words("https://example.org/a", printed)
        == f"https://example.org/a#:~:text={fragment}"
    )


def test_an_address_with_a_place_of_its_own_keeps_it():
    assert address_of_words("https://example.org/a#part", "words") == "https://example.org/a#part"
    assert address_of_words("", "words") == ""
    assert address_of_words("https://example.org/a", "") == "https://example.org/a"


def text_of(segments):
    return "".join(segment.text for segment in segments)


def test_a_long_text_is_cut_at_a_word():
    assert text_of(shortened([Segment("word " * 300)], 600)).endswith("word …")


def test_a_long_text_is_cut_around_what_was_found():
    segments = [Segment("before " * 300), Segment("here", match=True), Segment(" after" * 300)]
    cut = shortened(segments, 600)
    assert text_of(cut).startswith("… ")
    assert Segment("here", match=True) in cut
    assert len(text_of(cut)) < 610


@settings(deadline=None)  # the machine may be busy with other tests
@given(st.lists(st.builds(Segment, st.text(max_size=300), st.booleans())))
def test_a_shortened_text_is_a_piece_of_the_text(segments):
    cut = text_of(shortened(segments, 200)).removeprefix("… ").removesuffix(" …")
    assert len(cut) <= 200
    assert cut in text_of(segments)
