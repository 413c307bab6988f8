"""What languages put in different words is counted language by language, and nothing twice."""

import pytest

from quotes import conditions
from quotes.conditions import conditions_apart
from quotes.paging import counted
from quotes.search.by_date import NEWEST_FIRST
from tests.quotes.searches import holding

LANGUAGES = ["en", "en-GB", "de", "fr", "es", "ru", "sv", "zh-Hans"]
TEXTS = [
    "People would also know the time and many companies",
    "peopl tim mani also compani",
    "Also would the news of a company be new",
    "The people also",
    "We and the times",
]


@pytest.fixture
def quotes(make_quote, alice, bob):
    for language in LANGUAGES:
        for number, text in enumerate(TEXTS):
            make_quote(
                text,
                ref=f"{language}-{number}",
                language=language,
                speaker=(alice, bob)[number % 2],
                said=f"20{number:02}",
                status="draft" if number == 4 and language == "fr" else "published",
            )


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("people would", 2),
        ("also people", 3),
        ("many time", 3),
        ("people OR company", 3),
        ("time -people", 3),
        ("the news", 3),
        ('also "the people"', 2),
        # what all languages put alike
        ("would", 1),
        ('"the time"', 1),
        # what Bob said, and what holds all the words
        ("bob people", 2),
    ],
)
def test_each_match_is_counted_once(quotes, words, apart):
    rows = holding(words)
    expected = list(rows.newest().values_list("pk", flat=True))
    assert len(conditions_apart(rows)) == apart
    known = counted(rows, NEWEST_FIRST)
    assert (known.number, known.first) == (len(expected), expected)
    assert expected


def test_of_many_languages_one_question_is_asked(quotes, monkeypatch):
    monkeypatch.setattr(conditions, "MOST_APART", 2)
    rows = holding("many time")
    assert conditions_apart(rows) == [conditions.condition_of(rows)]
    assert counted(rows).number == rows.count() > 0
