"""What a reader is told of changes to what was public, and of other wordings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.models import Quote, QuoteRelation
from quotes.web.changes import public_changes
from quotes.web.differences import LONGEST, differences


def told(quote):
    return ["; ".join(change.what) for change in public_changes(quote)]


def change(quote, **fields):
    Quote.objects.filter(pk=quote.pk).update(**fields)


def test_the_history_begins_when_the_public_could_read_it(make_quote):
    quote = make_quote("A draft", unattributed=True, status="draft")
    change(quote, text="A better draft")
    assert told(quote) == []
    change(quote, status="published")
    assert told(quote) == ["Published"]


def test_each_public_change_is_told(quote):
    change(quote, text="We will not grow at every price", public_note="Corrected.")
    change(quote, standing="disputed")
    change(quote, status="retracted")
    change(quote, status="published")
    assert told(quote) == [
        "Published",
        "Words corrected; Note changed",
        "Standing changed from “Unverified” to “Disputed”",
        "Retracted",
        "Published again",
    ]


def test_what_the_public_cannot_see_is_not_told(quote):
    change(quote, editor_note="Ask legal.", self_reviewed=True)
    assert told(quote) == ["Published"]


def test_corrected_words_are_not_repeated(read, quote):
    change(quote, text="We will never grow")
    page = read("/quotes/any-price/")
    assert "Words corrected" in page
    assert "at any price" not in page


def test_another_wording_is_compared_word_by_word(client, quote, make_quote):
    other = make_quote("We shall not grow at any cost", unattributed=True, ref="other")
    QuoteRelation.objects.create(quote=quote, other=other, relation="variant_of")
    page = client.get("/quotes/any-price/").content.decode()
    assert (
        "We <del>will</del> <ins>shall</ins> not grow at any <del>price</del><ins>cost</ins>"
        in page
    )


def test_a_translation_is_not_compared(client, quote, make_quote):
    other = make_quote("Wir wachsen nicht", unattributed=True, language="de")
    QuoteRelation.objects.create(quote=quote, other=other, relation="translation_of")
    assert "<ins>" not in client.get("/quotes/any-price/").content.decode()


def test_a_change_that_turns_the_meaning_round_is_named(read, quote, make_quote):
    other = make_quote("We will grow at any price", unattributed=True, ref="other")
    QuoteRelation.objects.create(quote=quote, other=other, relation="variant_of")
    assert "The meaning may differ in: negation." in read("/quotes/any-price/")


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_add_up_to_the_other_wording(here, there):
    pieces = differences(here, there).pieces
    if pieces:
        assert "".join(piece.text for piece in pieces if piece.only != "del") == there


@pytest.mark.parametrize(
    ("here", "there"), [("One thing", "Quite another matter"), ("a" * (LONGEST + 1), "a")]
)
def test_what_is_too_long_or_too_different_is_not_compared(here, there):
    assert differences(here, there).pieces == ()
