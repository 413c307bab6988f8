"""A quote's words are held against its captured text, and never called more than they are."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes.fidelity.anchors import CONTEXT, Anchor
from quotes.fidelity.checks import FAILED, Verdict
from quotes.fidelity.judging import EQUAL, Claim, Finding, judge

TEXT = (
    "Alice spoke first."
    " “We will not grow at any price, but we may grow by 30 percent,” she said.\n\n"
    "“Only mending pays,” said Bob, “and it never stops.” He called growth “a matter of taste.”\n\n"
    "Bob admitted that Acme sells fewer things."
    " It mends more of them now than in any year before.\n"
)
SAID = "We will not grow at any price, but we may grow by 30 percent"


def anchored(words, exact, text=TEXT, **fields):
    start = text.index(exact)
    end = start + len(exact)
    anchor = Anchor(
        exact, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end
    )
    return Claim(words, anchor=anchor, **fields)


def test_every_finding_is_a_verdict_the_archive_keeps():
    assert {str(finding) for finding in Finding} == set(Verdict.values)
    assert {Finding(one) for one in FAILED}.isdisjoint(EQUAL)


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (SAID, Finding.VERBATIM),
        (SAID.replace("We", "we", 1), Finding.TYPOGRAPHY),
        (f"“{SAID}.”", Finding.TYPOGRAPHY),
        (SAID.replace("price, but", "price - but"), Finding.ALTERED),
        (SAID.replace("price", "cost"), Finding.ALTERED),
        (SAID.replace("We will not", "We will"), Finding.MEANING),
        (SAID.replace("30", "20"), Finding.MEANING),
        (SAID.replace("may", "must"), Finding.MEANING),
        ("We will not grow at any price", Finding.TRUNCATED),
        ("Nothing of this sort was ever printed there", Finding.NOT_FOUND),
    ],
)
def test_words_are_compared_with_what_stands_at_their_place(words, finding):
    assert judge(anchored(words, SAID), TEXT).finding is finding


def test_what_interrupts_a_quotation_is_no_part_of_it():
    words = "Only mending pays and it never stops."
    exact = TEXT[TEXT.index("Only mending") : TEXT.index("stops.") + 6]

    assert judge(anchored(words, exact), TEXT).finding is Finding.VERBATIM


def test_joining_what_stands_apart_in_silence_is_splicing():
    exact = TEXT[TEXT.index("Bob admitted") : TEXT.index("year before") + 11]
    words = "Bob admitted that Acme sells now than in any year before"

    assert judge(anchored(words, exact), TEXT).finding is Finding.SPLICED


def test_two_quotations_joined_over_the_reporters_words_are_spliced():
    exact = TEXT[TEXT.index("and it never") : TEXT.index("taste") + 5]

    judged = judge(anchored("and it never stops. a matter of taste", exact), TEXT)

    assert judged.finding is Finding.SPLICED


def test_a_cut_before_a_qualification_says_what_the_sentence_goes_on_to_say():
    exact = "We will not grow at any price"

    judged = judge(anchored(exact, exact), TEXT)

    assert judged.finding is Finding.TRUNCATED
    assert judged.cut == ", but we may grow by 30 percent".strip()


def test_a_translation_and_reported_words_are_never_called_verbatim():
    translated = anchored(SAID, SAID, language="en", spoken_language="zh-Hans")
    reported = anchored("Acme sells fewer things", "Acme sells fewer things", kind="indirect")

    assert judge(translated, TEXT).finding is Finding.TRANSLATION
    assert judge(reported, TEXT).finding is Finding.REPORTED
    assert "verbatim" not in Verdict.TRANSLATION.label + Verdict.REPORTED.label


def test_words_in_another_language_than_the_text_are_not_judged():
    claim = Claim("我们不会不惜代价地增长", language="zh")

    assert judge(claim, TEXT, "en-GB").finding is Finding.OTHER_LANGUAGE


def test_words_without_a_place_are_looked_for():
    assert judge(Claim("a matter of taste", kind="partial"), TEXT).finding is Finding.VERBATIM
    assert judge(Claim("a matter of pure taste"), TEXT).finding is Finding.ALTERED
    assert judge(Claim(SAID.replace("30", "90")), TEXT).finding is Finding.MEANING
    assert judge(Claim("grow"), TEXT).finding is Finding.AMBIGUOUS
    assert judge(Claim("Sheep may safely graze tonight"), TEXT).finding is Finding.NOT_FOUND
    assert judge(Claim("任正非"), TEXT).finding is Finding.NOT_FOUND


def test_in_a_new_edition_the_place_is_found_by_words_and_context_or_asked_for():
    claim = anchored("a matter of taste", "a matter of taste", kind="partial")

    moved = judge(claim, "A note came first.\n\n" + TEXT)
    assert moved.finding is Finding.VERBATIM
    assert moved.start == claim.anchor.start + len("A note came first.\n\n")

    elsewhere = judge(claim, "Is it a matter of taste? Nobody knows.")
    assert elsewhere.finding is Finding.AMBIGUOUS
    assert "among other words" in elsewhere.note

    assert judge(claim, TEXT.replace("taste", "choice")).finding is Finding.NOT_FOUND


WORDS = st.sampled_from(
    ["we", "will", "not", "may", "must", "only", "never", "grow", "30", "20", "Bob", "but", "if"]
)


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(WORDS, min_size=1, max_size=12))
def test_no_two_different_wordings_are_ever_called_the_same(ours, theirs):
    claim, printed = " ".join(ours), " ".join(theirs)
    assume(claim.casefold() != printed.casefold())
    text = f"“{printed},” said Alice."

    judged = judge(anchored(claim, printed, text), text)

    # An excerpt may be: then every word claimed stands there in one run.
    assert judged.finding not in EQUAL or f" {claim} ".casefold() in f" {printed} ".casefold()


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_compared_there_is_a_verdict(words, text):
    assert judge(Claim(words), text).finding in Finding
