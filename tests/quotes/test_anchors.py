"""Finding the place of words in a captured text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.fidelity.anchors import Anchor, AnchorError, find

TEXT = "He asked for cash. “We don’t have access to ‘unlimited cash’,” he said. No cash came."


def test_words_that_occur_once_are_found_with_their_context():
    anchor = find(TEXT, "unlimited cash")

    assert TEXT[anchor.start : anchor.end] == "unlimited cash"
    assert anchor.prefix == TEXT[anchor.start - 32 : anchor.start]
    assert anchor.suffix == TEXT[anchor.end : anchor.end + 32]


def test_context_ends_where_the_text_does():
    assert find("cash", "cash") == Anchor("cash", "", "", 0, 4)


def test_words_that_are_not_there_are_refused():
    with pytest.raises(AnchorError, match="not in the captured text, letter for letter"):
        find(TEXT, "Unlimited cash")


def test_words_that_occur_twice_are_refused_and_not_guessed():
    with pytest.raises(AnchorError, match="more than once"):
        find(TEXT, "cash")


def test_overlapping_places_are_places():
    with pytest.raises(AnchorError, match="more than once"):
        find("aaa", "aa")


@pytest.mark.parametrize(
    ("context", "start"),
    [({"prefix": "for "}, 13), ({"suffix": " came"}, 75), ({"prefix": "No ", "suffix": " "}, 75)],
)
def test_context_tells_places_apart(context, start):
    assert find(TEXT, "cash", **context).start == start


def test_given_context_is_kept():
    anchor = find(TEXT, "cash", prefix="for ")

    assert anchor.prefix == "for "
    assert anchor.suffix == TEXT[17:49]


def test_wrong_context_is_refused_as_such():
    with pytest.raises(AnchorError, match="not between that prefix and suffix"):
        find(TEXT, "cash", prefix="their ")


def test_no_words_have_no_place():
    with pytest.raises(AnchorError, match="Give the words"):
        find(TEXT, "")


def test_positions_count_characters_not_bytes():
    anchor = find("云📦服务 is 云服务", "服务 is")

    assert (anchor.start, anchor.end) == (2, 7)


@given(st.text(max_size=30), st.text(min_size=1, max_size=5), st.text(max_size=30))
def test_a_found_anchor_always_points_at_its_words(before, exact, after):
    text = before + exact + after
    try:
        anchor = find(text, exact)
    except AnchorError:
        assert sum(text.startswith(exact, place) for place in range(len(text))) > 1
    else:
        assert text[anchor.start : anchor.end] == exact
        assert text[: anchor.start].endswith(anchor.prefix)
        assert text[anchor.end :].startswith(anchor.suffix)
