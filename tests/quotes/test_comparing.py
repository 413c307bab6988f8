"""Two wordings beside each other: what is the same, what changed, what was cut."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes.wordings.changes import MEANING, ChangeKind
from quotes.wordings.comparing import Sameness, compare
from quotes.wordings.typography import Typography

PRICE = "We will not grow at any price, but we don’t have to stand still for 30 years."
CHINESE = "我们不会不惜一切代价增长，除非在未来三十年市场好转。"

COMMON = (
    "we will not grow don't can cannot must may 30 3 1,000 -5 % only all never but if Huawei "
    "growth price — “market” … the US us 我 们 不 会 三 十 年 增 长 ， 。 電 电 café cafe"
)
WORDS = st.sampled_from(COMMON.split())
WORDING = st.lists(WORDS, min_size=1, max_size=25).map(" ".join)
ANYTHING = st.one_of(WORDING, st.text(max_size=60))


def kinds(claim, record, names=()):
    return [kind.value for kind in compare(claim, record, names).kinds]


@given(ANYTHING, ANYTHING)
def test_the_segments_add_up_to_both_texts(claim, record):
    segments = compare(claim, record).segments
    assert "".join(one.claim for one in segments) == claim
    assert "".join(one.record for one in segments) == record


@given(ANYTHING)
def test_a_wording_is_the_same_as_itself(text):
    assume(text.strip())
    found = compare(text, text)
    assert (found.sameness, found.changes) == (Sameness.SAME, ())


@given(WORDING, st.data())
def test_a_word_put_in_taken_out_or_exchanged_is_never_called_the_same(text, data):
    words = text.split()
    place = data.draw(st.integers(0, len(words)))
    new = data.draw(st.sampled_from(["zebra", "not", "7", "不", "only", "%", "Acme"]))
    inside = 0 < place < len(words)
    claims = [" ".join([*words[:place], new, *words[place:]])]
    if place < len(words):
        claims.append(" ".join([*words[:place], new, *words[place + 1 :]]))
    for claim in claims:
        if claim != text:
            found = compare(claim, text)
            assert found.sameness is Sameness.CHANGED or (inside and found.is_excerpt), claim


@given(WORDING, WORDING)
def test_only_the_same_words_are_the_same(claim, record):
    """Whatever is not said to be changed holds the claim's letters and digits in the record."""

    def letters(text):
        even = text.replace("電", "电").replace("—", "").casefold()
        return "".join(sign for sign in even if sign.isalnum() or sign in "-%")

    found = compare(claim, record)
    if found.sameness is Sameness.CHANGED:
        return
    kept = "".join(one.record for one in found.segments if one.how == "same")
    assert letters(kept) == letters(claim)


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ("“We will not grow at any price, but we don't have to stand still for 30 years.”",
         [Typography.QUOTATION_MARKS]),
        ("we will not grow at any price, but we don’t have to stand still for 30 years.",
         [Typography.FIRST_LETTER]),
        ("We will not grow at any price, but we don’t have to stand still for 30 years",
         [Typography.FINAL_MARK]),
        ("We will  not grow at\nany price, but we don’t have to stand still for 30 years.",
         [Typography.SPACES]),
        ("We will not grow at any price, but we don’t have to stand still for ３０ years.",
         [Typography.WIDTH]),
        (PRICE.replace("grow", "gr\u00adow").replace("years", "year\u200bs"),
         [Typography.INVISIBLE]),
        (PRICE.upper(), [Typography.ALL_CAPITALS]),
    ],
)  # fmt: skip
def test_what_is_only_printed_otherwise_is_named(claim, what):
    found = compare(claim, PRICE)
    assert (found.sameness, list(found.typography)) == (Sameness.TYPOGRAPHY, what)


def test_traditional_and_simplified_characters_are_one_script_each():
    assert compare("我們用電", "我们用电").typography == (Typography.SCRIPT,)
    assert compare("乾的", "幹的").sameness is Sameness.CHANGED  # both are 干 in simplified ones


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("will not", "will", "negation"),
        ("don’t have", "have", "negation"),
        ("will not", "will never", "negation"),
        ("30 years", "20 years", "number"),
        ("30 years", "-30 years", "number"),
        ("30 years", "30 months", "unit"),
        ("will not", "may not", "modal"),
        ("any price", "every price", "quantifier"),
        (", but we", ", and we", "connective"),
        ("stand still", "stand proud", "wording"),
        ("price", "prize", "spelling"),
        ("for 30 years", "for Acme 30 years", "name"),
        ("price, but", "price. but", "punctuation"),
        ("grow", "Grow", "capitals"),
    ],
)
def test_a_change_is_named(old, new, kind):
    assert kinds(PRICE.replace(old, new), PRICE) == [kind]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("不会", "会", "negation"),
        ("三十年", "二十年", "number"),
        ("三十年", "三十天", "unit"),
        ("会不", "能不", "modal"),
        ("一切", "任何", "quantifier"),
        ("除非", "如果", "connective"),
        ("市场", "行情", "wording"),
    ],
)
def test_a_chinese_change_is_named(old, new, kind):
    assert kinds(CHINESE.replace(old, new), CHINESE) == [kind]


def test_a_word_that_merely_holds_a_negating_character_negates_nothing():
    assert "negation" not in kinds("我们努力", "我们非常努力")
    assert "negation" not in kinds("我们的计划", "我们未来的计划")


def test_a_name_without_capitals_is_known_by_being_told():
    assert kinds("阿里不会降价", "华为不会降价", ["华为", "阿里"]) == ["name"]


def test_a_number_in_words_is_the_same_number_in_other_words():
    assert kinds("stand still for thirty years", "stand still for 30 years") == ["wording"]
    assert kinds("投入3亿元", "投入三亿元") == ["wording"]


def test_a_contraction_written_out_is_not_a_negation():
    assert MEANING.isdisjoint(compare("we do not have cash", "we don’t have cash").kinds)


def test_words_in_another_order_are_told_so():
    claim = "On Monday we will open the plant"
    assert ChangeKind.ORDER in compare(claim, "We will open the plant on Monday").kinds
    assert kinds("Only we sell cars", "We only sell cars") == ["order"]


def test_an_excerpt_says_what_was_cut_and_that_it_limited_the_words():
    found = compare("We will not grow at any price", PRICE)
    assert (found.sameness, found.is_excerpt) == (Sameness.SAME, True)
    assert found.after.startswith("but we don’t")
    assert found.qualifications == ("but", "don’t")


def test_a_condition_in_the_next_sentence_is_a_cut_too():
    record = "We will sell. However, not this year. Cars matter."
    assert compare("We will sell", record).qualifications == ("However", "not")
    assert compare("We will sell", "We will sell. Cars do not matter.").qualifications == ()


def test_what_stood_before_counts_too():
    assert compare("we should sell", "I do not think we should sell").qualifications == ("not",)


def test_a_chinese_excerpt_says_what_limited_it():
    found = compare("我们不会不惜一切代价增长", CHINESE)
    assert found.is_excerpt
    assert found.qualifications == ("除非",)


def test_an_ellipsis_cuts_openly_and_words_left_out_without_one_do_not():
    assert compare("We will not grow … for 30 years", PRICE).inside
    assert compare("We will not grow … for 30 years.", PRICE).sameness is Sameness.SAME
    silent = compare("We will not grow for 30 years", PRICE)
    assert silent.sameness is Sameness.CHANGED


def test_a_question_made_of_a_statement_is_not_the_same():
    assert compare("It is over?", "It is over.").sameness is Sameness.WORDS


@pytest.mark.parametrize("text", ["", " ", "?!", "\u200b", "……", "\u202e", "🙂"])
def test_a_text_without_words_is_compared_all_the_same(text):
    assert compare(text, PRICE).agreement == 0
    assert compare(PRICE, text).sameness is Sameness.CHANGED
