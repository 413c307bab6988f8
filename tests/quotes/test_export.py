"""What an export holds, and what it keeps to itself."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from imported import QUOTE, accept

from archive.models import Redirect, Source
from quotes.models import Quote

pytestmark = pytest.mark.django_db


def export(*arguments):
    out = io.StringIO()
    call_command("export_archive", *arguments, stdout=out)
    return out.getvalue()


def records(*arguments):
    return [json.loads(line) for line in export(*arguments).splitlines()]


def refs(*arguments):
    return [record.get("ref", record.get("old_ref")) for record in records(*arguments)]


SOURCE = {"type": "source", "kind": "article", "title": "S", "texts": [{"text": "Words here"}]}
ANCHOR = {"edition": 1, "exact": "Words", "start": 0, "end": 5}


@pytest.fixture
def world(db):
    """A published quote with its chain, a draft with another, one retracted and one removed."""
    unattributed = {"unattributed": True, "public_note": "why"}
    accept(
        {"type": "person", "ref": "p", "name": "P"},
        {"type": "person", "ref": "hidden", "name": "H"},
        {**SOURCE, "ref": "open", "rights": "public"},
        {**SOURCE, "ref": "shut", "rights": "withheld"},
        {"type": "source", "ref": "unused", "kind": "article", "title": "U"},
        {**QUOTE, "ref": "draft", "speaker": "hidden", "editor_note": "call them"},
        {
            **QUOTE,
            "ref": "published",
            "speaker": "p",
            "status": "published",
            "editor_note": "checked",
            "citations": [{"source": "open", **ANCHOR}, {"source": "shut", **ANCHOR}],
            "relations": [{"quote": "removed", "relation": "variant_of"}],
        },
        {**QUOTE, **unattributed, "ref": "retracted", "status": "retracted"},
        {**QUOTE, **unattributed, "ref": "removed", "status": "removed", "text": "Illegal"},
    )


def test_records_stand_in_the_order_of_their_dependence_and_refs(world):
    assert refs() == [
        "hidden", "p", "open", "shut", "unused", "draft", "published", "retracted",
    ]  # fmt: skip


def test_refs_are_ordered_by_their_code_points(db):
    for ref in ("b", "B", "a-1", "a.1", "a1", "A"):
        accept({"type": "person", "ref": ref, "name": "P"})
    assert refs() == ["A", "B", "a-1", "a.1", "a1", "b"]


def test_what_is_for_editors_only_is_exported_on_demand(world):
    text = export()
    assert "call them" not in text
    assert "Illegal" not in text
    assert "relations" not in text  # it leads to the removed quote
    private = {record["ref"]: record for record in records("--private")}
    assert private["draft"]["editor_note"] == "call them"
    assert private["removed"]["text"] == "Illegal"
    assert private["published"]["relations"] == [{"quote": "removed", "relation": "variant_of"}]


def test_what_can_be_handed_out_is_what_visitors_see(world):
    found = {r["ref"]: r for r in records("--status", "published", "--status", "retracted")}
    assert list(found) == ["p", "open", "shut", "published", "retracted"]
    assert "texts" in found["open"]
    assert "texts" not in found["shut"]
    opened, shut = found["published"]["citations"]
    assert opened == {"source": "open", **ANCHOR}
    assert shut == {"source": "shut"}


def test_one_status_is_exported_with_everything_it_may_lead_to(world):
    assert refs("--status", "draft") == ["hidden", "p", "open", "shut", "unused", "draft"]
    with pytest.raises(CommandError, match="with --private only"):
        export("--status", "removed")


def test_redirects_lead_to_what_is_exported(world):
    for old, new in {"old": "p", "older": "gone", "oldest": "hidden"}.items():
        Redirect.objects.create(kind="person", old_ref=old, new_ref=new, reason="merged")
    Redirect.objects.create(kind="quote", old_ref="q", new_ref="removed", reason="merged")
    assert [ref for ref in refs() if ref.startswith("old")] == ["old", "oldest"]
    assert refs("--status", "published")[-1] == "old"


def test_what_goes_without_saying_is_not_said(db):
    Source.objects.create(ref="s", kind="article", title="S")
    Quote.objects.create(ref="q", text="Words", kind="direct")
    assert export() == (
        '{"type":"source","ref":"s","kind":"article","title":"S"}\n'
        '{"type":"quote","ref":"q","text":"Words","kind":"direct","status":"draft"}\n'
    )


def test_letters_are_written_as_they_are(db):
    accept({"type": "person", "ref": "p", "name": "任正非 “Ren” é \u2028"})
    assert '"name":"任正非 “Ren” é \u2028"' in export()


def test_a_sheet_has_a_row_a_quote_and_as_many_citations_as_needed(world):
    rows = list(csv.DictReader(io.StringIO(export("--format", "csv"))))
    assert [row["ref"] for row in rows] == ["draft", "published", "retracted"]
    assert (rows[1]["source"], rows[1]["source_2"]) == ("open", "shut")
    assert (rows[2]["unattributed"], rows[2]["public_note"]) == ("true", "why")
    assert "editor_note" not in rows[0]
    private = csv.DictReader(io.StringIO(export("--format", "csv", "--private")))
    assert next(private)["editor_note"] == "call them"


def test_a_file_is_written_whole_or_not_at_all(world, tmp_path):
    path = tmp_path / "archive.csv"
    export(str(path))
    assert path.read_bytes().startswith(b"ref,text,language,")
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(CommandError, match="cannot be written"):
        export(str(tmp_path / "no" / "archive.jsonl"))
    with pytest.raises(CommandError, match="cannot be written"):
        export(str(tmp_path))


def test_a_workbook_of_each_kind_is_written_and_read_again(world, tmp_path):
    for sheet, model in (("quote", Quote), ("source", Source)):
        path = tmp_path / f"{sheet}.xlsx"
        call_command("export_archive", str(path), sheet=sheet, no_progress=True)
        out = io.StringIO()
        call_command("import_archive", str(path), sheet=sheet, no_progress=True, stdout=out)
        counts = out.getvalue().splitlines()[1].split()
        assert counts == [sheet, "0", "0", str(model.objects.exclude(**HIDDEN[sheet]).count()), "0"]


HIDDEN = {"quote": {"status": "removed"}, "source": {"pk": 0}}
