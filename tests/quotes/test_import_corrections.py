"""A file that changes what a public quote says owes its readers a note, like anyone else."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes.models import Quote, Transition
from tests.quotes.imported import accept, lines, refused

pytestmark = pytest.mark.django_db

QUOTE = {
    "type": "quote", "ref": "q", "text": "We grow", "kind": "direct", "language": "en",
    "status": "published", "speaker": "Ann Lee", "topics": ["growth"],
    "citations": [{"source": "The Report", "wording": "“We grow”", "locator": "page 1"}],
}  # fmt: skip
REASON = "The transcript was misread."


def but(**changes):
    return {**QUOTE, **changes}


def printed(wording, locator="page 1"):
    return [{"source": "The Report", "wording": wording, "locator": locator}]


@pytest.fixture
def published():
    accept(QUOTE)
    return Quote.objects.get()


@pytest.mark.parametrize(
    ("changes", "field", "named"),
    [
        ({"text": "We shrink"}, "text", "text"),
        ({"speaker": "Bob Ray", "kind": "partial"}, "kind", "kind, speaker"),
        ({"citations": printed("“We grew”")}, "citations", "citations"),
        ({"citations": []}, "citations", "citations"),
        ({"said": "2020"}, "said", "said"),
    ],
)
def test_a_public_quotes_words_are_not_changed_without_a_reason(published, changes, field, named):
    [(line, told, reason)] = refused(but(**changes))
    assert (line, told) == (1, field)
    assert reason.startswith("This quote is public")
    assert reason.endswith(f"It would change: {named}.")
    assert refused(but(**changes), dry=True) == [(1, field, reason)]
    published.refresh_from_db()
    assert (published.text, published.speaker.name) == ("We grow", "Ann Lee")
    assert not Transition.objects.exists()


def test_with_a_reason_the_note_is_written_with_the_change(published):
    accept(but(text="We shrink", citations=printed("“We shrink”")), reason=REASON)
    published.refresh_from_db()
    step = Transition.objects.get()
    assert published.text == "We shrink"
    assert (step.quote, step.step, step.note) == (published, "corrected", REASON)
    assert (step.changed, step.by, step.reason) == (["text", "citations"], None, "")


def test_the_public_reads_the_note(client, published):
    accept(but(text="We shrink"), reason=REASON)
    assert REASON in client.get("/quotes/q/").content.decode()
    assert REASON in client.get("/corrections/").content.decode()
    assert REASON in json.dumps(client.get("/api/v1/quotes/q/").json()["corrections"])


def test_an_import_of_what_is_there_owes_nothing(published):
    assert accept(QUOTE, reason=REASON)["quote"] == (0, 0, 1)
    assert accept(QUOTE)["quote"] == (0, 0, 1)
    accept(but(text="We shrink"), reason=REASON)
    assert accept(but(text="We shrink"), reason=REASON)["quote"] == (0, 0, 1)
    assert Transition.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"topics": ["growth", "profit"]},
        {"editor_note": "Look again."},
        {"citations": printed("“We grow”", "page 2")},
        {"citations": [*QUOTE["citations"], {"source": "The Other Report"}]},
    ],
)
def test_what_changes_neither_words_nor_attribution_needs_none(published, changes):
    assert accept(but(**changes))["quote"] == (0, 1, 0)
    assert not Transition.objects.exists()


def test_a_draft_is_free(make_quote):
    make_quote("We grow", ref="q", status="draft")
    assert accept(but(text="We shrink", status="draft"))["quote"] == (0, 1, 0)


def test_the_other_lines_land(published):
    other = but(ref="other", text="Something new")
    assert [line for line, _, _ in refused(but(text="We shrink"), other)] == [1]
    assert set(Quote.objects.values_list("ref", "text")) == {
        ("q", "We grow"),
        ("other", "Something new"),
    }


def test_no_reason_brings_other_words_to_a_removed_quote(published):
    Quote.objects.update(status="removed")
    changed = but(text="We shrink", status="removed")
    assert refused(changed, reason=REASON) == [
        (1, "text", "This quote was removed for legal reasons; a file cannot change it.")
    ]


def test_the_command_takes_the_reason(published, tmp_path, capsys):
    file = tmp_path / "corrected.jsonl"
    file.write_bytes(lines(but(text="We shrink")))
    with pytest.raises(SystemExit):
        call_command("import_archive", str(file))
    assert "corrected.jsonl, line 1, text: This quote is public" in capsys.readouterr().err
    call_command("import_archive", str(file), reason=REASON)
    assert Transition.objects.get().note == REASON
    event = Quote.pgh_event_models["update"].objects.latest("pgh_id")
    assert event.pgh_context.metadata["reason"] == REASON


def test_a_reason_of_blanks_is_none(published):
    assert refused(but(text="We shrink"), reason="  ")[0][1] == "text"


def way(ref="q"):
    """The steps of a quote with their notes and reasons, oldest first."""
    steps = Transition.objects.filter(quote__ref=ref).order_by("pk")
    return [tuple(one) for one in steps.values_list("step", "note", "reason")]


def test_a_file_takes_the_same_steps_as_the_desk(published):
    accept(but(status="retracted", public_note="Never said."), reason="The recording surfaced.")
    accept(but(status="published"), reason="It was another recording.")
    accept(but(status="removed"), reason="A court ordered it.")
    assert way() == [
        ("retracted", "Never said.", "The recording surfaced."),
        ("restored", "", "It was another recording."),
        ("removed", "", "A court ordered it."),
    ]


def test_a_draft_taken_on_by_a_file_has_its_steps(make_quote):
    make_quote("We grow", ref="q", status="draft")
    for status in ("in_review", "draft", "in_review", "published"):
        accept(but(status=status))
    steps = [step for step, _, _ in way()]
    assert steps == ["submitted", "withdrawn", "submitted", "published"]


def test_a_retraction_by_a_file_is_told_once(client, published):
    accept(but(status="retracted", public_note="Never said."))
    assert client.get("/quotes/q/").content.decode().count("Retracted") >= 1
    page = client.get("/corrections/").content.decode()
    assert page.count("Never said.") == 1


def test_a_standing_by_a_file_owes_a_note_and_is_a_step(published):
    assert refused(but(standing="disputed"), reason=REASON) == [
        (1, "public_note", "A disputed or misattributed quote needs a public note that says why.")
    ]
    assert not Transition.objects.exists()
    accept(but(standing="disputed", public_note="Ann Lee denies it."), reason="Her letter.")
    assert way() == [("standing", "Ann Lee denies it.", "Her letter.")]
    again = but(standing="disputed", public_note="Ann Lee denies it.")
    assert accept(again)["quote"] == (0, 0, 1)
    assert len(way()) == 1


@pytest.mark.parametrize(
    "changes", [{"text": "We shrink"}, {"status": "published"}, {"citations": []}]
)
def test_what_is_approved_for_a_time_is_published_as_it_was_approved(changes):
    accept(but(status="in_review"))
    at = datetime(2100, 1, 2, 8, 30, tzinfo=UTC)
    Quote.objects.update(publish_at=at)
    before = Quote.objects.values().get()
    for dry in (True, False):
        [(line, _, reason)] = refused(but(status="in_review") | changes, dry=dry, reason=REASON)
        assert line == 1
        assert reason.startswith("This quote is approved to be published at 2100-01-02 08:30 UTC")
    assert Quote.objects.values().get() == before
    accept(but(status="in_review"))


def test_a_line_that_is_refused_leaves_no_step(published):
    retracted = but(status="retracted", public_note="Never said.", text="We shrink")
    assert refused(retracted)[0][1] == "text"
    assert way() == []


def test_a_trial_leaves_no_step(published):
    accept(but(status="retracted", public_note="Never said."), dry=True)
    assert way() == []


def test_many_steps_are_as_many_statements_as_one(db):
    quotes = [but(ref=f"q{n}", text=f"We grow {n}") for n in range(40)]
    accept(*quotes)
    gone = [quote | {"status": "retracted", "public_note": "Never said."} for quote in quotes]

    def statements(*records):
        with CaptureQueriesContext(connection) as asked:
            accept(*records)
        return len(asked)

    few = statements(*gone[:3])
    assert statements(*gone[3:]) == few
    assert Transition.objects.filter(step="retracted").count() == 40
