"""What a script of the desk or of the reading room says comes from the server, translated."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from archive.models import SourceText
from quotes.models import Quote
from tests.desk import address
from tests.web.test_every_word_is_translated import marked, unmarked

__all__ = ["marked"]  # a fixture

pytestmark = pytest.mark.django_db

SCRIPTS = sorted(Path(__file__).parents[2].glob("*/static/*/*.js"))

LITERAL = re.compile(
    r"""//[^\n]*|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`"""
)

SENTENCE = re.compile(r"^\W*[A-Z][a-z]+(?: |[.:!?…]|$)")
"""A capital begins what is said to people; keys are told apart below."""

NAMES = {"Escape", "Enter", "Home", "End", "Tab"}
"""Keys."""


def said_by(script):
    """The strings of a script that read like something said."""
    found = ["".join(groups) for groups in LITERAL.findall(script)]
    return [one for one in found if SENTENCE.match(one) and one not in NAMES]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_a_sentence_of_its_own(script):
    assert said_by(script.read_text(encoding="utf-8")) == []


def test_a_sentence_in_a_script_would_be_noticed():
    script = 'say("Passage added."); // "Not this."\nbox.append(`In the archive: ${one}`, "Done");'
    assert said_by(script) == ["Passage added.", "In the archive: ${one}", "Done"]
    assert said_by('field.key === "Escape"; on("input change"); get(".field-role .x")') == []


def latin(text):
    return re.findall(r"[A-Za-z]{2,}", unmarked(text))


def test_what_the_entering_screen_says_is_translated(editor, article, marked):
    text = SourceText.objects.create(source=article, text="«Μεγαλώνουμε», είπε.", language="el")
    page = editor.get(reverse("admin:quotes_quote_mark", args=[text.pk])).content.decode()
    [told] = re.findall(r"<p[^>]* data-said( [^>]*)>", page)
    said = dict(re.findall(r'data-([a-z-]+)="([^"]*)"', told))
    assert sorted(said) == ["added", "failed", "known", "select-first"]
    assert [latin(one) for one in said.values()] == [[], [], [], []]


def test_what_is_told_while_typing_is_translated(editor, make_quote, marked):
    quote = make_quote("Χωρίς σύννεφο δεν υπάρχει βροχή", language="el", unattributed=True)
    told = editor.get(address(Quote, "alike"), {"text": quote.text}).json()
    assert latin(told["label"]) == []
    [one] = told["alike"]
    assert "⟦" in one["how"]


@pytest.mark.parametrize("sent", [{}, {"speaker": True}, {"speaker": True, "said": "2020"}])
def test_why_no_role_is_proposed_is_translated(editor, alice, marked, sent):
    asked = {name: alice.pk if value is True else value for name, value in sent.items()}
    told = editor.get(reverse("admin:quotes_quote_roles"), asked).json()
    assert [latin(one) for one in [told["none"], *told["sentences"]]] == [[]]


def test_a_passage_that_has_words_in_common_is_no_duplicate_in_any_language(
    editor, make_quote, marked
):
    words = "Χωρίς σύννεφο δεν υπάρχει βροχή ούτε στην Αθήνα ούτε αλλού"
    make_quote(f"{words}, ποτέ των ποτών", language="el", unattributed=True)
    answer = editor.post(address(Quote, "add"), {"text": words})
    assert [one.asked for one in answer.context.get("held", [])] == []
