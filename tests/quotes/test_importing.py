"""What an import does to the archive: once, again, in any order, and not at all."""

import pghistory.models
import pytest
from django.apps import apps
from imported import QUOTE, accept, lines, refused, run

from archive.merging import merge
from archive.models import (
    Derivation,
    Organization,
    Person,
    Redirect,
    Role,
    Source,
    SourceText,
    Speech,
)
from quotes.models import Citation, Quote, Status, Topic

pytestmark = pytest.mark.django_db

CHAIR = {"type": "role", "ref": "chair", "person": "p", "organization": "o", "title": "Chair"}
WORLD = [
    {
        "type": "quote",
        "ref": "q",
        "text": "Grow",
        "kind": "direct",
        "language": "en",
        "spoken_language": "zh",
        "speaker": "p",
        "organization": "o",
        "role": "chair",
        "as_credited": "said P",
        "speech": "sp",
        "status": "published",
        "topics": ["t"],
        "relations": [{"quote": "q2", "relation": "translation_of"}],
        "citations": [
            {
                "source": "s",
                "wording": "“Grow”",
                "as_credited": "P",
                "locator": "para 1",
                "edition": 1,
                "exact": "Grow",
                "prefix": "We said: ",
                "suffix": "!",
                "start": 9,
                "end": 13,
            },
            {"source": "s2"},
        ],
    },
    {"type": "quote", "ref": "q2", "text": "增长", "kind": "direct", "unattributed": True},
    {"type": "topic", "ref": "t", "name": "Growth"},
    {
        "type": "speech",
        "ref": "sp",
        "title": "Speech",
        "delivered": "2019-03",
        "speakers": [{"person": "p", "organization": "o", "role": "chair", "as_credited": "P"}],
        "sources": ["s2", "s"],
    },
    {**CHAIR, "period": "2015/..", "source": "s"},
    {
        "type": "source",
        "ref": "s",
        "kind": "article",
        "title": "Article",
        "publisher": "o",
        "published": "2019",
        "rights": "public",
        "derived_from": [{"source": "s2", "relation": "reports"}],
        "texts": [{"text": "We said: Grow!", "captured_at": "2020-01-01T00:00:00Z"}],
    },
    {"type": "source", "ref": "s2", "kind": "internal_post", "title": "Post"},
    {"type": "organization", "ref": "o", "name": "O", "names": [{"name": "Oh", "kind": "short"}]},
    {"type": "person", "ref": "p", "name": "P", "names": [{"name": "皮", "language": "zh"}]},
]


def events():
    """How many lines the change log has."""
    logs = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    return sum(log.objects.count() for log in logs)


def test_records_come_in_any_order_and_each_finds_what_it_names():
    counts = accept(*WORLD)
    assert counts["quote"] == (2, 0, 0)
    quote = Quote.objects.get(ref="q")
    assert (quote.speaker.ref, quote.organization.ref, quote.role.ref) == ("p", "o", "chair")
    assert quote.said_or_delivered == "2019-03"
    assert [topic.ref for topic in quote.topics.all()] == ["t"]
    assert quote.relations.get().other.ref == "q2"
    first, second = quote.citations.all()
    assert (first.source.ref, first.position, first.start, first.end) == ("s", 1, 9, 13)
    assert first.source_text.text[first.start : first.end] == "Grow"
    assert (second.source.ref, second.position, second.source_text) == ("s2", 2, None)
    assert [r.source.ref for r in Speech.objects.get().records.all()] == ["s2", "s"]
    assert Derivation.objects.get().origin.ref == "s2"


def test_a_link_may_lead_into_another_file():
    first, second = lines(*WORLD[:4]), lines(*WORLD[4:])
    assert accept(first, second)["quote"] == (2, 0, 0)


def test_publishing_opens_the_chain_and_dates_the_publication():
    accept(*WORLD)
    for model in (Person, Organization, Role, Source, Speech, Topic):
        assert not model.objects.filter(is_public=False).exists(), model
    assert Quote.objects.get(ref="q").published_at is not None
    assert Quote.objects.get(ref="q2").published_at is None


def test_a_second_run_changes_nothing_and_leaves_no_trace():
    accept(*WORLD)
    before = events(), list(Quote.objects.order_by("id").values()), list(Citation.objects.values())
    counts = accept(*WORLD)
    assert {(created, updated) for created, updated, _ in counts.values()} == {(0, 0)}
    after = events(), list(Quote.objects.order_by("id").values()), list(Citation.objects.values())
    assert before == after


@pytest.mark.parametrize(
    ("ref", "key", "value"),
    [
        ("q", "text", "Shrink"),
        ("q", "topics", []),
        ("q", "relations", []),
        ("q", "citations", [{"source": "s"}]),
        ("q", "speech", None),
        ("s", "derived_from", []),
        ("s", "texts", [{"text": "We said: Grow!", "note": "scanned"}]),
        ("s", "texts", [{"text": "We said: Grow!"}, {"text": "Corrected"}]),
        ("sp", "sources", ["s", "s2"]),
        ("sp", "speakers", [{"as_credited": "the chair"}]),
        ("sp", "delivered", "2019-04-01"),
        ("p", "names", []),
        ("p", "names", [{"name": "皮", "kind": "native"}]),
    ],
)
def test_one_change_updates_one_record_once(ref, key, value):
    accept(*WORLD)
    changed = [{**r, key: value} if r["ref"] == ref else r for r in WORLD]
    before = {model: model.objects.get(ref=ref).updated_at for model in (Quote,) if ref == "q"}
    counts = accept(*changed, reason="Misread.")
    assert sum(updated for _, updated, _ in counts.values()) == 1
    assert sum(created for created, _, _ in counts.values()) == 0
    for model, updated_at in before.items():
        assert model.objects.get(ref=ref).updated_at > updated_at
    again = accept(*changed)
    assert {(created, updated) for created, updated, _ in again.values()} == {(0, 0)}


def test_a_changed_date_of_a_speech_reaches_its_quotes():
    accept(*WORLD)
    accept({**WORLD[3], "delivered": "2020-05"})
    assert Quote.objects.get(ref="q").said_or_delivered == "2020-05"


def test_texts_are_added_to_and_never_dropped_or_changed():
    accept(*WORLD)
    source = {**WORLD[5]}
    del source["texts"]
    accept(source)
    assert SourceText.objects.count() == 1
    [(line, field, reason)] = refused({**source, "texts": [{"text": "Never said"}]})
    assert (line, field) == (1, "texts[1].text")
    assert reason.startswith("Edition 1 of this text is in the archive and reads differently.")
    assert SourceText.objects.get().text == "We said: Grow!"


def test_what_is_public_stays_public():
    accept({"type": "person", "ref": "p", "name": "P", "public": True})
    assert accept({"type": "person", "ref": "p", "name": "P"})["person"] == (0, 0, 1)
    assert Person.objects.get().is_public


def test_positions_with_gaps_are_no_difference():
    accept(*WORLD)
    Citation.objects.filter(position=2).update(position=7)
    assert accept(*WORLD)["quote"] == (0, 0, 2)


# --- Status ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "in_review", "published"])
def test_new_quotes_get_the_default_status(status):
    accept({**QUOTE, "unattributed": True}, status=Status(status))
    quote = Quote.objects.get()
    assert quote.status == status
    assert (quote.published_at is not None) == (status == "published")


def test_a_status_that_editors_gave_is_not_taken_back():
    accept({**QUOTE, "unattributed": True})
    Quote.objects.update(status="published", editor_note="called them")
    counts = accept({**QUOTE, "unattributed": True})
    quote = Quote.objects.get()
    assert (quote.status, quote.editor_note) == ("published", "called them")
    assert counts["quote"] == (0, 1, 0)  # only the moment of publication was missing


@pytest.mark.parametrize(
    ("old", "line", "field"),
    [
        ("published", {"status": "draft"}, "status"),
        ("retracted", {"status": "in_review", "public_note": "why"}, "status"),
        ("removed", {"status": "published"}, "status"),
        ("published", {"unattributed": False}, "speaker"),
        ("published", {"status": "retracted"}, "public_note"),
        ("draft", {"status": "published", "unattributed": False}, "speaker"),
        ("draft", {"organization": "Acme"}, "unattributed"),
    ],
)
def test_a_file_cannot_do_what_the_workflow_forbids(old, line, field):
    record = {**QUOTE, "unattributed": True}
    accept({**record, "status": old, "public_note": "why"})
    assert [found for _, found, _ in refused({**record, **line})] == [field]
    assert Quote.objects.get().status == old


def test_a_file_can_retract():
    accept({**QUOTE, "unattributed": True, "status": "published"})
    accept({**QUOTE, "unattributed": True, "status": "retracted", "public_note": "Never said."})
    assert Quote.objects.get().status == "retracted"


# --- Merged records --------------------------------------------------------------------------


def test_a_ref_that_was_merged_leads_to_what_it_was_merged_into():
    accept({"type": "person", "ref": "a", "name": "A"}, {"type": "person", "ref": "b", "name": "B"})
    merge(Person.objects.get(ref="a"), Person.objects.get(ref="b"), "the same person")
    accept({**QUOTE, "speaker": "b"})
    assert Quote.objects.get().speaker.ref == "a"
    [(_, field, reason)] = refused({"type": "person", "ref": "b", "name": "B"})
    assert (field, reason) == ("ref", "This record was merged into “a”: the same person")


def test_two_refs_that_lead_to_one_record_count_once():
    accept({"type": "topic", "ref": "a", "name": "A"}, {"type": "topic", "ref": "b", "name": "B"})
    merge(Topic.objects.get(ref="a"), Topic.objects.get(ref="b"), "the same topic")
    accept({**QUOTE, "topics": ["b", "a"]})
    assert [topic.ref for topic in Quote.objects.get().topics.all()] == ["a"]


def test_redirects_are_records_too():
    redirect = {
        "type": "redirect",
        "kind": "person",
        "old_ref": "b",
        "new_ref": "a",
        "reason": "the same person",
    }
    accept({"type": "person", "ref": "a", "name": "A"}, redirect)
    assert Redirect.objects.target("person", "b") == "a"
    assert accept(redirect)["redirect"] == (0, 0, 1)
    nowhere, standing = {**redirect, "old_ref": "c", "new_ref": "d"}, {**redirect, "old_ref": "a"}
    standing["new_ref"] = "b"
    assert [found for _, found, _ in refused(nowhere)] == ["new_ref"]
    assert [found for _, found, _ in refused(standing)] == ["old_ref"]
    assert [found for _, found, _ in refused({**redirect, "new_ref": "b"})] == ["new_ref"]
    assert [found for _, found, _ in refused({**redirect, "kind": "user"})] == ["kind"]


# --- Nothing is written ----------------------------------------------------------------------

BAD = {"type": "person", "ref": "x"}


@pytest.mark.parametrize(
    "options", [{"dry": True}, {"strict": True}, {"dry": True, "strict": True}]
)
def test_nothing_is_written_and_the_same_is_reported(options):
    report, refusals = run(*WORLD, BAD, **options)
    assert not report.written
    assert not Person.objects.exists()
    assert not Quote.objects.exists()
    real, real_refusals = run(*WORLD, BAD)
    assert real.written
    assert report.kinds == real.kinds
    assert refusals == real_refusals
    assert len(refusals) == 1


def test_strict_writes_when_every_line_is_good():
    report, _ = run(*WORLD, strict=True)
    assert report.written
    assert Quote.objects.count() == 2
