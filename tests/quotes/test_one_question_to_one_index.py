"""Words said by somebody, or in a year, are one question to the one index that knows both."""

import re

import pytest

from tests.quotes.searches import bound_to, holding, leave_only

pytestmark = pytest.mark.usefixtures("broad")


def plan_with(rows, kept):
    """What is asked of one index, the only one there is."""
    leave_only(kept)
    return rows.order_by().explain().partition("Bitmap Index Scan")[2]


BY_INDEX = [
    ("cloud", "quote_stems"),
    ('"splendid cloud"', "quote_exact"),
    ('"cloud risk"', "quote_pairs"),
]


@pytest.mark.parametrize(("words", "index"), BY_INDEX)
def test_the_words_of_a_speaker_are_one_question_to_one_index(bob, words, index):
    """Not two, of which that for all he ever said would cost the most."""
    asked = plan_with(bound_to(q=words, speaker="bob").qs, index)
    assert f"AND (speaker_id = '{bob.pk}'::bigint))" in asked


@pytest.mark.parametrize(("words", "index"), BY_INDEX)
def test_the_words_of_a_year_are_one_question_to_one_index(words, index):
    """Nor two, of which that for all that was said in the year would cost the most."""
    asked = plan_with(bound_to(q=words, said="2001/2002").qs, index)
    condition = asked.partition("Index Cond: ")[2].partition("\n")[0]
    assert re.search("@@|@>", condition)
    assert "&& '{0,2001,2002}'" in condition


def test_who_a_question_names_is_part_of_that_question_too(bob):
    asked = plan_with(holding("bob cloud"), "quote_stems")
    assert f"AND (speaker_id = '{bob.pk}'::bigint))" in asked
