"""The quotations of a text are found, with their places, their kind, and who is said to speak."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotes.quotations import Certainty, Kind, find


def one(text, **how):
    (quotation,) = find(text, **how)
    return quotation


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will not grow,” said Alice.", "We will not grow"),
        ('"We will not grow," said Alice.', "We will not grow"),
        ("‘We don’t grow the workers’ share,’ said Alice.", "We don’t grow the workers’ share"),
        ("'We don't grow,' said Alice.", "We don't grow"),
        ("„Wir wachsen nicht um jeden Preis“, sagte Alice.", "Wir wachsen nicht um jeden Preis"),
        ("Alice : « Nous ne grandirons pas. »", "Nous ne grandirons pas."),
        ("»Wir wachsen nicht um jeden Preis.« So Alice.", "Wir wachsen nicht um jeden Preis."),
        ("爱丽丝说：“我们不会增长。”", "我们不会增长。"),
        ("愛麗絲表示：「我們不會增長。」", "我們不會增長。"),
        ("爱丽丝说：『我们不会增长。』", "我们不会增长。"),
        ('爱丽丝说："我们不会增长。"', "我们不会增长。"),
    ],
)
def test_every_kind_of_quotation_mark_is_read(text, words):
    assert one(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "It’s the ’90s, and the workers’ share is Acme’s.",
        "The 19\" screen costs 5' of cable.",
        "《安静的城市》出版了。",
        "Rock 'n' roll is what the firm's 'bout.",
        "",
        "“ ”",
    ],
)
def test_what_is_no_quotation_is_left_alone(text):
    assert find(text, mentions=True) == []


def test_a_quotation_inside_a_quotation_belongs_to_the_outer_one():
    text = "“They told us ‘never’, and we “went” anyway,” said Bob."

    assert one(text).words == "They told us ‘never’, and we “went” anyway"


def test_an_interrupted_quotation_is_one_whose_parts_leave_the_interruption_out():
    text = "“We will not,” said Alice Ångström, “grow at any price.”"

    quotation = one(text)

    assert quotation.words == "We will not grow at any price."
    assert [part.words for part in quotation.parts] == ["We will not", "grow at any price."]
    assert quotation.attribution.cue == "said Alice Ångström"
    assert (quotation.outer_start, quotation.outer_end) == (0, len(text))


def test_a_full_stop_between_makes_two_quotations_of_one_speaker():
    first, second = find("“We wait,” said Alice Ångström. “It is early.”")

    assert first.attribution.certainty is Certainty.FULL_NAME
    assert second.attribution.certainty is Certainty.CARRIED
    assert second.attribution.speaker == "Alice Ångström"


def test_a_quotation_that_each_paragraph_opens_again_is_one():
    text = "“We wait.\n\n“It is early.\n\n“Then we go,” said Alice Ångström."

    quotation = one(text)

    assert quotation.words == "We wait.\nIt is early.\nThen we go"
    assert quotation.closed


def test_a_missing_opening_mark_is_read_at_the_beginning_of_the_paragraph():
    quotation = one(
        "A title\n\nWe sell more. We must strengthen our software,” Bob said, adding it."
    )

    assert quotation.words == "We sell more. We must strengthen our software"
    assert not quotation.opened
    assert quotation.closed
    assert quotation.attribution.cue == "Bob said"


def test_a_missing_opening_mark_after_another_quotation_is_read_at_the_next_sentence():
    text = "“We wait,” said Bob. We sell more. Nobody buys,” he added."

    assert [quotation.words for quotation in find(text)] == ["We wait", "We sell more. Nobody buys"]


def test_a_missing_closing_mark_is_read_at_the_end_of_the_paragraph():
    quotation = one("Alice said: “We wait for better days.\n\nNothing else happened.")

    assert quotation.words == "We wait for better days."
    assert not quotation.closed


def test_a_sentence_is_direct_and_a_fragment_partial():
    text = "Alice said growth “at any price” was wrong. “We will not grow,” she said."

    assert [quotation.kind for quotation in find(text)] == [Kind.PARTIAL, Kind.DIRECT]


def test_titles_terms_and_irony_are_no_quotations():
    text = (
        "The so-called “experts” met at the “Quiet City” fair; the book “Walking Home” sold. "
        "公司推进“云优先”战略，出版了名为“回家”的书。"
    )

    assert find(text) == []
    assert {quotation.kind for quotation in find(text, mentions=True)} == {Kind.MENTION}


@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("“No,” cautioned Bob.", "Bob", "cautioned Bob"),
        ("“No,” Bob said.", "Bob", "Bob said"),
        ("Bob told reporters: “No.”", "Bob", "Bob told"),
        ("According to Bob, it is “far too early to say.”", "Bob", "According to Bob"),
        ("“No,” said the chair, Alice Ångström.", "Alice Ångström", None),
        ("Alice Ångström, who chairs Acme, said: “No.”", "Alice Ångström", None),
        ("“No,” a spokesman said.", "a spokesman", "a spokesman said"),
        ("Bob: “No.”", "Bob", "Bob"),
        ("Bob said Acme “may lose,” saying it must “hold back its vans.”", "Bob", None),
        ("爱丽丝在会上表示，“不行。”", "爱丽丝", "爱丽丝在会上表示"),
        ("“不行。”顶点公司总裁爱丽丝说。", "爱丽丝", "顶点公司总裁爱丽丝说"),
        ("对此，发言人王小明回应称：“不行。”", "王小明", "发言人王小明回应称"),
        ("据爱丽丝介绍，公司“不会不惜代价”。", "爱丽丝", "据爱丽丝介绍"),
    ],
)
def test_who_is_said_to_speak_is_found_as_printed(text, name, cue):
    attribution = find(text)[-1].attribution

    assert attribution.name == name
    assert text[attribution.start : attribution.end] == name
    if cue:
        assert attribution.cue == cue
        assert text[attribution.cue_start : attribution.cue_end] == cue


def test_a_surname_is_proposed_to_mean_the_one_full_name_that_has_it():
    text = "Alice Ångström spoke, as chair Alice Ångström does. “No,” Ångström said. “Go,” Bo said."

    certain = [quotation.attribution for quotation in find(text)]

    assert certain[0].certainty is Certainty.PART_OF_NAME
    assert certain[0].speaker == "Alice Ångström"
    assert certain[1].refers_to == ""


def test_a_surname_of_two_known_people_is_not_guessed():
    text = "“No,” said Ångström."

    assert one(text, names=["Alice Ångström"]).attribution.refers_to == "Alice Ångström"
    assert one(text, names=["Alice Ångström", "Olle Ångström"]).attribution.refers_to == ""


def test_a_pronoun_is_marked_as_one_and_proposed_to_mean_who_was_named_last():
    text = "Chair Alice Ångström met Bob. “No,” she said. 爱丽丝来了。"

    attribution = one(text).attribution

    assert (attribution.name, attribution.certainty) == ("she", Certainty.PRONOUN)
    assert attribution.speaker == "Alice Ångström"


SIGNS = (
    "“”\"'‘’„«»「」『』《》,.:;!? \n\r\t-—…，。：；！？RenAliceasidth他说称任正非"
    "\u200b\ufffc\U0001f600"
)
TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(), max_size=300)


@given(TEXTS)
@example("“" * 50)
@example("“a\n\n“b\n\n")
@example("a”" * 20)
def test_whatever_the_text_the_offsets_give_back_the_words(text):
    found = find(text, mentions=True)

    for quotation in found:
        assert quotation.outer_start <= quotation.start < quotation.end <= quotation.outer_end
        assert all(text[part.start : part.end] == part.words for part in quotation.parts)
        if quotation.attribution:
            who = quotation.attribution
            assert text[who.start : who.end] == who.name
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(found))
