"""What is marked in the quotes that were found."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.search import highlight
from quotes.search.highlight import Segment, highlights, passage
from quotes.search.parsing import parse
from quotes.search.query import Phrase, Query, Word
from quotes.search.reading import Reading, read

pytestmark = pytest.mark.django_db


@dataclass
class Said:
    """As much of a quote as marking needs."""

    text: str
    language: str = "en"
    pk: int = 1


def marks(typed, text, language="en"):
    """The text with what is marked between brackets."""
    segments = highlights(Reading(parse(typed)), [Said(text, language)])[1]
    assert "".join(segment.text for segment in segments) == text
    return "".join(f"[{one.text}]" if one.match else one.text for one in segments)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("cloud", "We sell [Cloud] services."),
        ("service", "We sell cloud [services]."),
        ("services cloud", "We sell [cloud] [services]."),
        ('"cloud services"', "We sell [cloud services]; the cloud serves us."),
        ('"cloud service"', "We sell cloud services."),
        ('"to be or not to be"', "[To be, or not to be]: that is to be asked."),
        ("sanction*", "[Sanctions] [sanction] nobody, said the [sanctioned]."),
        ('"cloud serv*"', "[Cloud services], [cloud server]; a server"),
        ("cloud -services", "We sell [cloud] services."),
        ("cloud OR chips", "[Cloud], then [chips]."),
        ("the cloud", "In the [cloud]."),
        ("to be", "[To] [be] asked."),
        ("AT&T", "[AT & T] met at T."),
        ("C++", "[C++], not C."),
        ("don’t worry", "I [don't] [worry]; do not [worry]."),
        ("Huawei’s", "[Huawei] and [Huawei]’s."),
        ("us", "Trust [us] in the [US] and the [U.S.]"),
        ("US", "Trust us in the [US] and the [U.S.]"),
        ("U.S.", "The [U.S.] market, the [US] market, the USA."),
        ('"u.s. market"', "The [U.S. market], not a U.S. one."),
        ("J.P.", "[J.P.] Morgan of the U.S."),
        ("us", "All of [us]."),
        ("is", "It [is]. It [is]."),
        ("10%", "Up [10%], not 10."),
        ("1000000", "[1,000,000] users"),
        ("4.3", "[4.3] billion, not 43"),
        ("email", "An [e-mail] is an [email]."),
        ("e-mail", "An [e-mail], [e mail] or [email]."),
        ('"an email now"', "Send [an e-mail now]."),
        ("decision-makers", "Our [decision-maker] and [decision makers]"),
        ("naive", "A [naïve] view, a [nai\u0308ve] one"),
        ("ｃｌｏｕｄ", "We sell [cloud]."),
        ("fireworks", "[ﬁre\u00adworks]!"),
    ],
)  # fmt: skip
def test_what_was_looked_for_is_marked(typed, marked):
    assert marks(typed, marked.replace("[", "").replace("]", "")) == marked


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("云服务", "发展[云服务]，服务云"),
        ("雲服務", "发展[云服务]"),
        ('"云服务"', "發展[雲服務]"),
        ("5G时代", "在[5G時代]里，时代"),
        ("AWS的", "[AWS的]云，AWS云"),
        ("华为 cloud", "[华为]的[Cloud]"),
        ("云", "[云]服务"),
        ("云*", "[云]服务"),
    ],
)
def test_chinese_is_marked_without_added_spaces(typed, marked):
    assert marks(typed, marked.replace("[", "").replace("]", ""), "zh") == marked


def test_every_language_is_marked_by_its_own_stems():
    quotes = [Said("nos entreprises", "fr", 1), Said("unsere Häuser", "de", 2), Said("云", "zh", 3)]
    marked = highlights(Reading(parse("l’entreprise OR haus OR 云")), quotes)
    assert [[one.text for one in marked[pk] if one.match] for pk in (1, 2, 3)] == [
        ["entreprises"], ["Häuser"], ["云"],
    ]  # fmt: skip


def test_a_page_is_marked_in_two_statements_and_the_next_in_none(
    django_assert_num_queries, monkeypatch
):
    """One asks for the forms of what was typed, one for those of all that the page holds."""
    quotes = [Said(f"cloud services {n}", "en" if n % 2 else "zh-Hans", n) for n in range(20)]
    monkeypatch.setattr(highlight, "_KNOWN", {})
    for statements in (2, 0):
        with django_assert_num_queries(statements):
            assert len(highlights(Reading(parse('cloud "services" e-mail')), quotes)) == 20


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("the alice ångström", "[The] cloud is ours, not [the] bank’s"),  # by her, about no more
        ("alice ångström of the", "[The] cloud [of] [the] bank"),
        ("the alice ångström cloud", "The [cloud] is ours"),
        ("the cloud", "The [cloud] is ours"),
    ],
)
def test_a_stop_word_is_marked_where_it_is_all_that_is_asked_of_somebody(alice, typed, marked):
    reading = read(parse(typed))
    segments = highlights(reading, [Said(marked.replace("[", "").replace("]", ""))])[1]
    assert "".join(f"[{one.text}]" if one.match else one.text for one in segments) == marked


def test_without_words_nothing_is_marked():
    assert marks("speaker:ren", "We sell cloud services.") == "We sell cloud services."


SIGNS = st.lists(st.sampled_from([*"ab云 服.-’é\u0301\u00ad", "cloud", " US "]), max_size=30)


@settings(deadline=None, max_examples=150)
@given(SIGNS.map("".join), st.sampled_from(["en", "zh"]))
def test_segments_always_add_up_to_the_text(text, language):
    query = Query(Word("cloud"))
    segments = highlights(Reading(query), [Said(text, language)])[1]
    assert "".join(segment.text for segment in segments) == text
    assert all(a.match != b.match for a, b in pairwise(segments))


LONG = "one two three four five six seven eight nine ten eleven twelve"


def test_a_short_text_is_its_own_passage():
    whole = (Segment(LONG, match=False),)
    assert passage(whole, 100) == (whole, False, False, 0)


def test_a_passage_stands_around_the_first_match():
    segments = highlights(Reading(Query(Phrase("eight"))), [Said(LONG)])[1]
    cut, before, after, start = passage(segments, 30)
    assert (before, after) == (True, True)
    assert [one.text for one in cut] == ["seven ", "eight", " nine ten eleven"]
    assert LONG[start:].startswith("seven eight")


@pytest.mark.parametrize(("word", "flags"), [("one", (False, True)), ("twelve", (True, False))])
def test_a_passage_says_on_which_side_it_was_cut(word, flags):
    cut = passage(highlights(Reading(Query(Phrase(word))), [Said(LONG)])[1], 20)
    assert cut[1:3] == flags
    assert word in [one.text for one in cut.segments if one.match]


def test_a_passage_of_chinese_ends_between_characters():
    text = "云服务" * 50
    cut = passage(highlights(Reading(Query()), [Said(text, "zh")])[1], 20)
    assert len(cut.segments[0].text) == 20


@given(st.lists(st.tuples(st.text("ab 云", min_size=1), st.booleans())), st.integers(1, 40))
def test_a_passage_is_never_longer_and_always_from_the_text(pieces, longest):
    segments = [Segment(*piece) for piece in pieces]
    cut = passage(segments, longest)
    shown = "".join(one.text for one in cut.segments)
    assert len(shown) <= longest
    assert shown in "".join(one.text for one in segments)
