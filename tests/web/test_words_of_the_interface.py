"""Every word of the interface, in the reading room and at the desk, goes through Django's
translation, so that another language can be added; dates, numbers and plurals follow it."""

import ast
import html
import re
from itertools import chain
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given, settings

from archive.dates import DateError, show
from archive.messages import Message, marked
from archive.models.fields import validate_partial_date
from archive.translating import translated
from quotes.filters import QuoteFilter, RoleFilter, SourceFilter, SpeechFilter
from quotes.language_names import language_name
from quotes.matching.telling import CHANGES, TYPOGRAPHY
from quotes.record_field import NOBODY
from quotes.search.parsing import parse
from quotes.search.query import QueryError
from quotes.web import words
from quotes.web.dates import date_in_words
from quotes.wordings.changes import ChangeKind
from quotes.wordings.typography import Typography
from tests.archive.test_dates import partial_dates

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted((ROOT / "quotes/templates/quotes").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "api" not in path.parts]
DESK = sorted(
    path
    for desk in ("quotes/templates/admin", "archive/templates")
    for path in (ROOT / desk).rglob("*.html")
)

NAMES = {"CSV", "JSON", "Lines", "LD", "SHA", "Atom", "BibTeX", "RIS", "j", "k", "c"}
"""Names of things, the same in every language; and the keys of a keyboard."""

UNSEEN = re.compile(
    r"{%\s*comment.*?{%\s*endcomment\s*%}"
    r"|{%\s*block feed\s*%}.*?{%\s*endblock\s*%}"  # an address
    r"|{%\s*block (?:bodyclass|coltype)\s*%}.*?{%\s*endblock\s*%}"  # names of styles
    r"|{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}"
    r"|{%.*?%}|{{.*?}}|<!--.*?-->|<!doctype html>|<code>.*?</code>",
    re.DOTALL,
)
SAID_BY_A_TAG = re.compile(
    r"""\b(?:title|alt|placeholder|aria-label|content)="([^"]*)\""""
    r"""|<input type="submit"[^>]* value="([^"]*)\""""
)
FOR_MACHINES = re.compile(r"<meta (?:name|property)=[^>]*>")


def untranslated(template):
    """The words of a template that are its own, on the page or in what a tag says."""
    own = UNSEEN.sub(" ", template)
    tags = FOR_MACHINES.sub(" ", own)
    shown = " ".join([re.sub(r"<[^>]*>", " ", tags), *chain(*SAID_BY_A_TAG.findall(tags))])
    return [word for word in re.findall(r"[^\W\d_]+", html.unescape(shown)) if word not in NAMES]


@pytest.mark.parametrize("path", [*PAGES, *DESK], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_says_a_word_of_its_own(path):
    assert untranslated(path.read_text()) == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Quotes</p>",
        '{% translate "Quotes" %} here',
        '<img alt="A quote" src="x">',
        '<input placeholder="Words">',
        '<input type="submit" class="default" value="Merge">',
        "{{ number }} quotes",
    ],
)
def test_a_word_that_is_not_translated_would_be_noticed(template):
    assert untranslated(template)


SPEAKING = [
    "quotes/matching/pasted.py",
    "quotes/filter_fields.py",
    "quotes/filter_sets.py",
    "quotes/filters.py",
    "quotes/form_fields.py",
    "quotes/paging.py",
    "quotes/record_field.py",
    "quotes/search/ordering.py",
    "quotes/search/parsing.py",
    "quotes/search/pieces.py",
    "quotes/search/speech_order.py",
    "quotes/matching/telling.py",
    "quotes/too_slow.py",
    "quotes/matching/verdicts.py",
]
"""Modules whose sentences pages and API show alike."""

TRANSLATES = {"_", "gettext", "gettext_lazy", "pgettext", "ngettext"}
SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}")


def sayings(node):
    """Each text of a module that is neither documentation nor translated."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATES:
        # What is put together before it is looked up is in no catalogue.
        yield from (
            part.value
            for one in node.args
            for part in ast.walk(one)
            if not isinstance(one, ast.Constant) and isinstance(part, ast.Constant)
        )
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # documentation
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from sayings(child)


def said_only_in_english(module):
    return [text for text in sayings(ast.parse(module)) if SENTENCE.search(str(text))]


@pytest.mark.parametrize("path", SPEAKING)
def test_no_sentence_that_pages_share_with_the_api_is_english_only(path):
    assert said_only_in_english((ROOT / path).read_text()) == []


@pytest.mark.parametrize(
    "module",
    [
        'raise ValidationError("No such person.")',
        'raise ValidationError(f"No {noun} is known.")',
        'raise ValidationError(_(f"There is no {noun}."))',
        'raise ValidationError(_("There is no " + noun))',
        'LABELS = {1: "Nothing found"}',
    ],
)
def test_a_sentence_that_is_english_only_would_be_noticed(module):
    assert said_only_in_english(module)


def test_a_sentence_of_a_pure_module_is_translated_with_what_it_names(monkeypatch):
    german = {
        "More than %(most)s in %(typed)s": "In %(typed)s mehr als %(most)s",
        "the word %(word)s": "dem Wort %(word)s",
    }
    word = marked("the word %(word)s", word="100%")
    message = marked("More than %(most)s in %(typed)s", most=1000, typed=word)
    assert message == "More than 1,000 in the word 100%"
    monkeypatch.setattr("archive.translating.gettext", lambda text: german.get(text, text))
    with override("de"):
        assert translated(message) == "In dem Wort 100% mehr als 1.000"
    assert translated("typed by a reader") == "typed by a reader"


@pytest.mark.parametrize(
    "typed", ["NOT", "(a", "a OR", "-b", "x:y", '"a', "a" * 1001, "of*f", "()"]
)
def test_what_is_not_understood_is_a_sentence_to_be_translated(typed):
    with pytest.raises(QueryError) as refused:
        parse(typed)
    assert isinstance(refused.value.message, Message)


def test_every_noun_and_every_change_has_its_words():
    filters = [QuoteFilter, SpeechFilter, RoleFilter, SourceFilter]
    nouns = {
        one.noun for bound in filters for one in bound.base_filters.values() if hasattr(one, "noun")
    }
    assert nouns == set(NOBODY)
    assert set(CHANGES) == set(ChangeKind)
    assert {one: str(told) for one, told in TYPOGRAPHY.items()} == {one: one for one in Typography}


def test_numbers_and_months_follow_the_language():
    with override("de"):
        assert words.how_many(12345) == "12.345"
        assert date_in_words("2020-12-30") == "30. Dezember 2020"
        assert date_in_words("2020-11") == "November 2020"
        assert language_name("zh") != "zh"


@settings(deadline=None)
@given(partial_dates)
def test_in_english_a_date_reads_as_the_record_says_it(edtf):
    try:
        said = show(edtf)
    except DateError:
        return  # a period that ends before it begins
    assert date_in_words(edtf) == said


@pytest.mark.parametrize(
    ("language", "day", "month", "number"),
    [
        ("en", "30 December 2020", "May 2020", "12,345"),
        ("fr", "30 décembre 2020", "mai 2020", "12\xa0345"),
        ("ru", "30 декабря 2020 г.", "Май 2020 г.", "12\xa0345"),
        ("zh-hans", "2020年12月30日", "2020年5月", "12345"),
    ],
)
def test_a_language_writes_dates_and_numbers_its_own_way(language, day, month, number):
    with override(language):
        assert date_in_words("2020-12-30") == day
        assert date_in_words("2020-05") == month
        assert words.how_many(12345) == number


def test_why_a_date_is_refused_is_said_in_the_readers_language(monkeypatch):
    german = {
        "%(text)s is not a date: %(reason)s.": "%(text)s ist kein Datum: %(reason)s.",
        "%(month)s has no day %(day)s": "der %(month)s hat keinen %(day)s. Tag",
    }
    monkeypatch.setattr("archive.translating.gettext", lambda text: german.get(text, text))
    with override("de"), pytest.raises(ValidationError) as refused:
        validate_partial_date("2020-05-32")
    assert refused.value.messages == [
        '"2020-05-32" ist kein Datum: der Mai 2020 hat keinen 32. Tag.'
    ]


def test_an_unknown_date_is_nothing_said():
    assert date_in_words("") == ""
