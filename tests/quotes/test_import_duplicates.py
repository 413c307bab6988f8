"""An import that is asked to looks for what is like its new quotes, and refuses nothing for it."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from imported import QUOTE, lines, run

from quotes.importing import duplicates
from quotes.models import Quote

PRICE = "We will not grow at any price, whatever the market asks of us"


def told(*records, **options):
    """The near ones as (line, ref, other, verdict), after importing what must all be good."""
    near = []
    _, refusals = run(*records, near=near.append, **options)
    assert refusals == []
    return [(one.line, one.ref, one.other, one.verdict) for one in near]


def quote(ref, text=PRICE, **more):
    return QUOTE | {"ref": ref, "text": text, "unattributed": True} | more


@pytest.fixture
def held(db):
    run(quote("held"))
    return Quote.objects.get()


def test_the_same_words_and_changed_ones_are_told_with_line_and_verdict(held):
    assert told(
        quote("same"),
        quote("other", "The weather in the valley was pleasant all through that week"),
        quote("changed", PRICE.replace("will not", "will")),
        quote("curly", PRICE.replace(", ", " , ")),
    )[:1] == [(1, "same", "held", "exact")]


def test_each_new_quote_is_told_of_the_archive_and_of_the_same_file_and_never_of_itself(held):
    near = told(quote("one"), quote("changed", PRICE.replace("will not", "will")))
    assert sorted(near) == [
        (1, "one", "changed", "altered"),
        (1, "one", "held", "exact"),
        (2, "changed", "held", "altered"),
        (2, "changed", "one", "altered"),
    ]


def test_a_near_one_far_behind_is_told_as_if_the_new_quote_were_not_there(held):
    longer = f"Let me repeat what I told them in spring: {PRICE}, and this is all there is to say"
    assert told(quote("longer", longer)) == [(1, "longer", "held", "similar")]


def test_what_is_not_new_is_not_checked_again(held):
    assert told(quote("held", kind="partial")) == []


def test_a_declared_translation_or_variant_is_no_duplicate(held):
    relations = [{"quote": "held", "relation": "variant_of"}]
    assert told(quote("variant", relations=relations)) == []


def test_removed_quotes_are_neither_checked_nor_told(held):
    gone = quote("gone", status="removed", public_note="By order of a court.")
    assert told(gone) == []
    assert told(quote("again")) == [(1, "again", "held", "exact")]


def test_words_that_anybody_says_are_passed_over(db):
    assert told(quote("yes", "Yes."), quote("also", "Yes.")) == []


def test_the_same_words_from_another_speaker_are_said_to_be(db):
    said_by = {"unattributed": False, "speaker": "Alice Ångström"}
    run(quote("held", **said_by))
    assert told(quote("theirs", **(said_by | {"speaker": "Bob Öst"}))) == [
        (1, "theirs", "held", "other_speaker")
    ]


def test_a_dry_run_tells_the_same(held):
    new = quote("one"), quote("two", PRICE.replace("any", "every"))
    assert (tried := told(*new, dry=True))
    assert Quote.objects.count() == 1
    assert told(*new) == tried


def test_nothing_is_checked_unasked(held, monkeypatch):
    monkeypatch.setattr(duplicates, "like_these", None)
    report, refusals = run(quote("one"))
    assert (report.kinds["quote"].created, refusals) == (1, [])


def test_a_large_file_is_checked_a_portion_at_a_time(held, monkeypatch):
    monkeypatch.setattr(duplicates, "BATCH", 2)
    steps = []
    new = [
        quote(f"new-{n}", f"Number {n} of the many plans of {n} firms was kept") for n in "12345"
    ]
    near = []
    run(*new, near=near.append, progress=lambda *step: steps.append(step))
    assert [step for step in steps if step[0] == "duplicates"] == [
        ("duplicates", 2, 5),
        ("duplicates", 2, 5),
        ("duplicates", 1, 5),
    ]
    assert [one.line for one in near] == sorted(one.line for one in near)


def statements(start, end):
    new = [quote(f"new-{n}", f"{PRICE}, said he for the {n} th time") for n in range(start, end)]
    with CaptureQueriesContext(connection) as asked:
        run(*new, near=lambda _: None)
    return len(asked)


def test_a_new_quote_costs_one_statement_more(held):
    few, many = statements(0, 10), statements(10, 40)
    assert many - few == 20  # its candidates; all else is asked once a portion


@pytest.mark.django_db(transaction=True)
def test_the_command_shows_them_writes_them_down_and_ends_with_0(tmp_path, capsys):
    run(quote("held", status="retracted", public_note="Never said."))
    file, found = tmp_path / "new.jsonl", tmp_path / "near.jsonl"
    file.write_bytes(lines(quote("new", PRICE.replace("will not", "will"))))
    call_command("import_archive", str(file), "--duplicates", str(found))
    assert capsys.readouterr().err == (
        f"{file}, line 1: new is near held (retracted): altered (negation).\n"
    )
    assert json.loads(found.read_text()) == {
        "file": str(file),
        "line": 1,
        "ref": "new",
        "other": "held",
        "verdict": "altered",
        "changes": ["negation"],
        "cautions": ["retracted"],
    }
    assert Quote.objects.count() == 2


def test_near_ones_beyond_the_first_are_counted(held, tmp_path, capsys):
    file, found = tmp_path / "new.jsonl", tmp_path / "near.jsonl"
    file.write_bytes(lines(*(quote(f"new-{n}") for n in range(10))))
    call_command("import_archive", str(file), "--duplicates", str(found))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[-1].endswith(" more: in the duplicates file.")
    assert len(found.read_text().splitlines()) > 20
