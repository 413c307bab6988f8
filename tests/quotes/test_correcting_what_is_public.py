"""What the public has read changes only by a correction, whose note becomes part of the record."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from quotes import workflow
from quotes.models import Quote, Step, Transition
from tests.desk import address, enter, errors, revise

NOTE = "The Daily misheard a word."


@pytest.fixture
def dave(make_user):
    return make_user("dave", "Editor")


@pytest.fixture
def desk(dave):
    client = Client()
    client.force_login(dave)
    return client


def corrections():
    return list(Transition.objects.filter(step=Step.CORRECTED))


def test_a_correction_changes_the_words_and_says_why(quote, dave):
    corrected = workflow.correct(quote, dave, NOTE, {"text": "We will not grow at all"})

    assert corrected.text == Quote.objects.get().text == "We will not grow at all"
    (said,) = corrections()
    assert (said.note, said.by, said.changed) == (NOTE, dave, ["text"])


@pytest.mark.parametrize("note", ["", "  "])
def test_without_a_note_nothing_is_corrected(quote, dave, note):
    with pytest.raises(workflow.WorkflowError, match="needs a public note"):
        workflow.correct(quote, dave, note, {"text": "Other"})
    assert Quote.objects.get().text == quote.text


@pytest.mark.parametrize("status", ["draft", "in_review", "removed"])
def test_only_what_the_public_reads_is_corrected(quote, dave, status):
    Quote.objects.update(status=status)
    with pytest.raises(workflow.WorkflowError, match="not published or retracted"):
        workflow.correct(quote, dave, NOTE, {"text": "Other"})


def test_a_correction_cannot_publish_or_retract(quote, dave):
    with pytest.raises(workflow.WorkflowError, match="cannot change"):
        workflow.correct(quote, dave, NOTE, {"status": "draft"})


def test_a_correction_that_changes_nothing_is_refused(quote, dave):
    with pytest.raises(workflow.WorkflowError, match="changes nothing"):
        workflow.correct(quote, dave, NOTE, {"text": quote.text})


def test_a_contributor_corrects_nothing(quote, make_user):
    with pytest.raises(workflow.NotPermittedError):
        workflow.correct(quote, make_user("carol", "Contributor"), NOTE, {"text": "Other"})


def test_another_speech_brings_its_date(quote, dave, speech):
    other = type(speech).objects.create(title="Autumn meeting", delivered="2019-10")
    assert workflow.correct(quote, dave, NOTE, {"speech": other}).said_or_delivered == "2019-10"
    other.refresh_from_db()
    assert other.is_public  # what a public quote leads to


def test_a_note_once_given_is_never_rewritten(quote, dave):
    workflow.correct(quote, dave, NOTE, {"text": "Other"})
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Transition.objects.update(note="Nothing happened.")
    assert corrections()[0].note == NOTE


def test_the_database_refuses_a_correction_without_a_note(quote):
    with pytest.raises(IntegrityError, match="transition_in_public_says_why"):
        Transition.objects.create(quote=quote, step=Step.CORRECTED)


def test_the_form_of_a_public_quote_asks_for_the_note(desk, quote):
    answer = revise(desk, quote, text="Other words")

    assert [name for name, _ in errors(answer)] == ["correction_note"]
    assert Quote.objects.get().text == quote.text


def test_the_form_corrects_with_it(desk, quote):
    revise(desk, quote, text="Other words", correction_note=NOTE, editor_note="Asked.")

    stored = Quote.objects.get()
    assert (stored.text, stored.editor_note) == ("Other words", "Asked.")
    assert [said.changed for said in corrections()] == [["text"]]


@pytest.mark.parametrize("values", [{"editor_note": "Ask."}, {"standing": "confirmed"}])
def test_what_is_no_correction_needs_no_note(desk, quote, values):
    revise(desk, quote, **values)
    assert Quote.objects.filter(**values).exists()
    assert corrections() == []


def test_what_a_source_prints_is_corrected_too(desk, quote):
    changed = {"citations-0-wording": "“Not at any price,”"}
    refused = revise(desk, quote, **changed)
    revise(desk, quote, **changed, correction_note=NOTE)

    assert any("say in “Correction” why" in sentence for _, sentence in errors(refused))
    assert quote.citations.get().wording == "“Not at any price,”"
    assert [said.changed for said in corrections()] == [["citations"]]


def test_another_source_adds_and_corrects_nothing(desk, quote, post):
    revise(desk, quote, [("citations", {"source": post, "locator": "p. 2"})])
    assert quote.citations.count() == 2
    assert corrections() == []


def test_taking_a_source_away_owes_a_note(desk, quote):
    revise(desk, quote, **{"citations-0-DELETE": "on"})
    assert quote.citations.count() == 1
    revise(desk, quote, **{"citations-0-DELETE": "on"}, correction_note=NOTE)
    assert quote.citations.count() == 0


def test_a_draft_is_simply_changed(desk, quote):
    Quote.objects.update(status="draft")
    revise(desk, quote, text="Other words")
    assert Quote.objects.get().text == "Other words"
    assert corrections() == []


def test_a_new_quote_asks_for_no_correction(desk):
    page = desk.get(address(Quote, "add"))
    assert "correction_note" not in page.content.decode()
    enter(desk, Quote, text="unlimited cash", kind="partial")
    assert Quote.objects.count() == 1


def test_the_way_so_far_stands_under_the_form(desk, quote, dave):
    workflow.correct(quote, dave, NOTE, {"text": "Other"})
    page = desk.get(address(Quote, "change", quote.pk)).content.decode()
    assert NOTE in page


def test_the_api_tells_each_correction_at_once(quote, dave, client):
    assert client.get("/api/v1/quotes/any-price/").json()["corrections"] == []
    workflow.correct(quote, dave, NOTE, {"text": "Other", "kind": "partial"})
    workflow.correct(quote, dave, "Once more.", {"text": "Another"})

    told = client.get("/api/v1/quotes/any-price/").json()["corrections"]
    assert [(one["note"], one["changed"]) for one in told] == [
        (NOTE, ["text", "kind"]), ("Once more.", ["text"]),
    ]  # fmt: skip
    assert told[0]["at"].endswith("Z")
    assert client.get("/api/v1/quotes/").json()["results"][0]["corrections"] == told
