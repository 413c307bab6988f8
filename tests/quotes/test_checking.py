"""Checking what was pasted: sentences, whole texts, and what cannot be checked."""

import pytest

from quotes.matching.engine import LONGEST, Claim
from quotes.matching.pasted import LONGEST_TEXT, CheckError, check_sentences, check_text
from quotes.matching.verdicts import Verdict

pytestmark = pytest.mark.django_db

ARTICLE = """Alice Ångström opened the spring meeting of Acme on Monday.

“We will grow at any price,” said Ångström. She added that forty plants would open in ten years.

Growth is a choice for everyone,” Bob said.

The weather in the mountains was fine.
"""


@pytest.fixture
def archive(quote, misattributed, make_quote, alice, article):
    make_quote("forty plants would open in twelve years", [article], ref="plants", speaker=alice,
               kind="indirect")  # fmt: skip


def passages(text):
    return [(text[one.start : one.end], one) for one in check_text(text).passages]


def test_an_article_comes_back_with_its_quotations(archive):
    found = [(words, one.answer.verdict, one.reported) for words, one in passages(ARTICLE)]
    assert found == [
        ("We will grow at any price", Verdict.ALTERED, False),
        ("forty plants would open in ten years", Verdict.ALTERED, True),
        ("Growth is a choice for everyone", Verdict.ALTERED, False),
    ]


def test_who_is_said_to_speak_is_looked_up(archive):
    (_, first), *_rest = passages(ARTICLE)
    assert first.attribution.name == "Ångström"
    assert first.answer.best.speaker_agrees is True


def test_a_quotation_of_somebody_else_is_told_so(archive):
    ((_, found),) = passages("“We will not grow at any price,” said Jack Ma.")
    assert found.answer.verdict == Verdict.OTHER_SPEAKER


def test_a_quotation_without_its_opening_mark_is_found(archive):
    found = [one for words, one in passages(ARTICLE) if words.startswith("Growth is")]
    assert [(one.opened, one.closed) for one in found] == [(False, True)]


def test_a_few_words_in_marks_are_told_of_where_they_are_a_whole_quote(
    archive, make_quote, alice, article
):
    """Else they may be a title, a term or irony, and nobody is said to have said them."""
    make_quote("scale back its battlefront", [article], speaker=alice)
    text = 'It must "scale back its battlefront" in the "cloud age" or "grow at any" price.'
    found = [(words, one.answer.verdict) for words, one in passages(text)]
    assert found == [("scale back its battlefront", Verdict.EXACT)]


def test_words_in_marks_inside_of_reported_speech_are_no_passage_of_their_own(
    archive, make_quote, alice, article
):
    make_quote("Forty Plants", [article], speaker=alice)
    told = passages('She added that forty plants, the "Forty Plants", would open in twelve years.')
    assert [one.reported for _words, one in told] == [True]


def test_a_text_without_quotations_has_no_passages(archive):
    assert check_text("The weather is fine. Nobody said a word.").passages == ()


def test_a_text_of_nothing_but_quotations_is_checked_in_part_and_says_so(archive):
    text = " ".join(f"“We will grow by {number} per cent,” said Bob." for number in range(400))
    found = check_text(text)
    assert found.unchecked == 250


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Give the words"),
        (" \n", "Give the words"),
        ("growth", "too short"),
        ("华为", "too short"),
        ("?!… — “”", "no words"),
        ("\u200b\u200f\u202e", "no words"),
        ("we \0 will", "not look like text"),
        ("\x01\x02\x03\x04 we will", "not look like text"),
        ("a" * (LONGEST + 1), "too long"),
    ],
)
def test_a_sentence_that_cannot_be_checked_is_refused_with_the_reason(text, problem):
    with pytest.raises(CheckError, match=problem):
        check_sentences([Claim(text)])


def test_the_wrong_one_of_several_is_named():
    with pytest.raises(CheckError, match=r"Sentence 2: .*too short"):
        check_sentences([Claim("We will grow"), Claim("growth")])
    with pytest.raises(CheckError, match="at most 50"):
        check_sentences([Claim("We will grow")] * 51)


def test_a_wrong_date_is_refused():
    with pytest.raises(CheckError, match="30 December"):
        check_sentences([Claim("We will grow", date="30 December")])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Paste the text"),
        ("…", "no words"),
        ("\ufffd" * 50, "not look like text"),
        ("a" * (LONGEST_TEXT + 1), "at most 200 KB"),
    ],
)
def test_a_text_that_cannot_be_checked_is_refused_with_the_reason(text, problem):
    with pytest.raises(CheckError, match=problem):
        check_text(text)


@pytest.mark.parametrize(
    "claim",
    [
        "\u202eWe will not grow at any price\u202c",
        "We\u200b will not gr\u00adow at any price",
        "Ｗe will not grow at any price",
        "We will not grow at any price 我们不会",
        "We will not grow ' & | ! <-> (at) any price",
        "We will not grow at any price" + " 🙂" * 50,
    ],
)
def test_odd_characters_are_read_for_what_they_say(archive, claim):
    (answer,) = check_sentences([Claim(claim)])
    assert answer.best.quote.ref == "any-price"
