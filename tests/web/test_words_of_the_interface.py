"""Every word of the interface goes through Django's translation, so that another language can be
added; dates, numbers and plurals follow the language."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from archive.dates import DateError, show
from quotes.language_names import language_name
from quotes.web import words
from quotes.web.dates import date_in_words
from tests.archive.test_dates import partial_dates

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((ROOT / "quotes/templates/quotes").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "api" not in path.parts]

NAMES = {"CSV", "JSON", "Lines", "LD", "SHA", "Atom", "j", "k", "c"}
"""Names of things, the same in every language; and the keys of a keyboard."""

UNSEEN = re.compile(
    r"{%\s*comment.*?{%\s*endcomment\s*%}"
    r"|{%\s*block feed\s*%}.*?{%\s*endblock\s*%}"  # an address
    r"|{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}"
    r"|{%.*?%}|{{.*?}}|<!--.*?-->|<!doctype html>|<code>.*?</code>",
    re.DOTALL,
)
SAID_BY_A_TAG = re.compile(r"""\b(?:title|alt|placeholder|aria-label|content)="([^"]*)\"""")
FOR_MACHINES = re.compile(r"<meta (?:name|property)=[^>]*>")


def untranslated(template):
    """The words of a template that are its own, on the page or in what a tag says."""
    own = UNSEEN.sub(" ", template)
    tags = FOR_MACHINES.sub(" ", own)
    shown = " ".join([re.sub(r"<[^>]*>", " ", tags), *SAID_BY_A_TAG.findall(tags)])
    return [word for word in re.findall(r"[^\W\d_]+", shown) if word not in NAMES]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_template_says_a_word_of_its_own(path):
    assert untranslated(path.read_text()) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Quotes</p>",
        '{% translate "Quotes" %} here',
        '<img alt="A quote" src="x">',
        '<input placeholder="Words">',
        "{{ number }} quotes",
    ],
)
def test_a_word_that_is_not_translated_would_be_noticed(template):
    assert untranslated(template)


def test_numbers_and_months_follow_the_language():
    with override("de"):
        assert words.how_many(12345) == "12.345"
        assert date_in_words("2020-12-30") == "30 Dezember 2020"
        assert language_name("zh") != "zh"


@settings(deadline=None)
@given(partial_dates)
def test_in_english_a_date_reads_as_the_record_says_it(edtf):
    try:
        said = show(edtf)
    except DateError:
        return  # a period that ends before it begins
    assert date_in_words(edtf) == said


def test_an_unknown_date_is_nothing_said():
    assert date_in_words("") == ""
