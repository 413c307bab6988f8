"""Editors let files in by way of a preview, and take lists home as they are filtered."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from archive.models import Organization, Person, Role, Source
from quotes.files import letting_in
from quotes.files.uploads import Upload
from quotes.models import Quote, Status, Transition
from tests.desk import address, said

NOUNS = (Quote, Person, Organization, Source, Role)


def bring(client, model, name, data, status="draft", **more):
    """Choose a file on the import page; the page that answers."""
    content = data if isinstance(data, bytes) else data.encode()
    sent = {"file": SimpleUploadedFile(name, content), "status": status, **more}
    return client.post(address(model, "import"), sent)


def let_in(client, page):
    """Say yes to the preview."""
    return client.post(page.context["let_in_address"], follow=True)


def take(client, model, file_format, query=""):
    answer = client.get(address(model, "export", file_format) + query)
    return b"".join(answer.streaming_content)


SHEET = """ref,text,kind,language,speaker,topics,source
grow,We shall grow,direct,en,Ann Lee,growth,The Report
shrink,We shall shrink,loud,en,Ann Lee,,The Report
"""


def test_a_preview_shows_what_would_become_of_each_row_and_writes_nothing(editor):
    page = bring(editor, Quote, "quotes.csv", SHEET)
    shown = page.content.decode()
    assert "Line 3, kind: “loud” is not one of direct, partial, indirect." in shown
    assert "We shall grow" in shown
    assert "Import the good rows" in shown
    assert page.context["outcome"].report.kinds["quote"].created == 1
    assert not Quote.objects.exists()
    assert not Person.objects.exists()


def test_the_good_rows_are_written_in_the_name_of_who_brought_them(editor):
    answer = let_in(editor, bring(editor, Quote, "quotes.csv", SHEET, status="in_review"))
    quote = Quote.objects.get()
    assert (quote.author, quote.status) == (editor.user, Status.IN_REVIEW)
    assert "From quotes.csv: quote: 1 added." in said(answer)
    assert "Rows of quotes.csv that were not taken: 1." in said(answer)
    event = Quote.pgh_event_model.objects.get()
    assert event.pgh_context.metadata["user"] == editor.user.pk
    assert not Upload.objects.exists()


def test_a_preview_names_the_fields_that_differ(editor, alice, acme):
    text = "ref,name,description,other_name,other_name_language,other_name_kind\r\n"
    row = "alice,Alice Ångström,Chair of Acme,爱丽丝,zh,native\r\n"
    page = bring(editor, Person, "people.csv", text + row)
    [found] = page.context["outcome"].differences
    assert (found.what, found.noun, found.record) == ("changed", "person", "alice")
    assert ("description", "", "Chair of Acme") in found.fields
    assert not any("native" in str(field) for field in found.fields)
    let_in(editor, page)
    alice.refresh_from_db()
    assert alice.description == "Chair of Acme"
    assert alice.names.get().name == "爱丽丝"


def test_a_preview_calls_what_a_row_leads_to_by_its_name(editor, alice):
    sheet = "ref,text,language,kind,speaker\r\nq1,Words,en,direct,Alice Ångström\r\n"
    [found] = bring(editor, Quote, "quotes.csv", sheet).context["outcome"].differences
    assert ("speaker", "", "Alice Ångström (alice)") in found.fields


def test_nothing_is_published_by_a_file(editor, quote):
    line = {
        "type": "quote",
        "ref": "new",
        "text": "New",
        "kind": "direct",
        "status": "published",
        "speaker": "Ann Lee",
    }
    other = {**line, "ref": quote.ref, "text": "Something else", "speaker": "alice"}
    data = "\n".join(json.dumps(one) for one in (line, other))
    page = bring(editor, Quote, "quotes.jsonl", data)
    reasons = [refusal.reason for refusal in page.context["outcome"].refused]
    assert reasons[0].startswith("A file brings drafts and quotes in review to the desk")
    assert reasons[1].startswith("This quote is public, and its readers are owed a note")
    assert "Import the good rows" not in page.content.decode()


CORRECTION = "The article misquoted her."


@pytest.fixture
def corrected(editor, quote):
    """The list of quotes as a file, with other words in it."""
    return take(editor, Quote, "csv").decode().replace("at any price", "at all").encode()


def test_a_file_that_corrects_what_is_public_is_asked_why(editor, quote, corrected):
    page = bring(editor, Quote, "quotes.csv", corrected)
    assert page.context["outcome"].owes_a_reason
    again = editor.post(page.context["let_in_address"], {"again": "", "reason": CORRECTION})
    assert again.context["outcome"].refused == []
    assert f"the note “{CORRECTION}”" in again.content.decode()
    let_in(editor, again)
    step = Transition.objects.get()
    assert (step.step, step.note, step.by) == ("corrected", CORRECTION, editor.user)
    assert Quote.objects.get().text == "We will not grow at all"


def test_the_reason_may_come_with_the_file(editor, quote, corrected):
    page = bring(editor, Quote, "quotes.csv", corrected, reason=CORRECTION)
    assert not Transition.objects.exists()
    let_in(editor, page)
    assert Transition.objects.get().changed == ["text"]


def test_a_file_does_not_say_anew_when_a_quote_was_published(editor, quote):
    Quote.objects.update(published_at="2020-01-01T00:00:00Z")
    data = take(editor, Quote, "jsonl").decode().replace("2020-01-01", "1999-01-01")
    page = bring(editor, Quote, "quotes.jsonl", data)
    assert page.context["outcome"].report.kinds["quote"].unchanged == 1


def test_an_exported_list_comes_in_again_and_changes_nothing(editor, quote, speech):
    Quote.objects.update(published_at=timezone.now())  # as every step and import sets it
    for model in NOUNS:
        for file_format in ("csv", "xlsx", "jsonl"):
            data = take(editor, model, file_format)
            page = bring(editor, model, f"list.{file_format}", data)
            assert page.context["outcome"].refused == []
            counts = page.context["outcome"].report.kinds[model._meta.model_name]
            assert (counts.created, counts.updated) == (0, 0), file_format
            assert counts.unchanged == model.objects.count()


def test_a_list_goes_out_as_it_is_searched_and_filtered(editor, make_quote):
    make_quote("unlimited cash", ref="one", kind="direct", unattributed=True)
    make_quote("unlimited growth", ref="two", kind="indirect", unattributed=True)
    make_quote("cash", ref="three", kind="indirect", unattributed=True)
    lines = take(editor, Quote, "jsonl", "?q=unlimited&kind__exact=indirect").splitlines()
    assert [json.loads(line)["ref"] for line in lines] == ["two"]


def test_a_format_that_is_none_is_not_found(editor, quote):
    assert editor.get(address(Quote, "export", "pdf")).status_code == 404


def test_a_filter_that_is_none_is_told_and_nothing_goes_out(editor, quote):
    answer = editor.get(address(Quote, "export", "csv") + "?nonsense=1", follow=True)
    assert "The list has no such filter." in said(answer)


WORDS = ["=1+1", "+49 30", "-2 %", "@all", "'=quoted'", "'tis true", "\tTab", "plain"]


def test_no_cell_of_an_exported_list_is_a_formula(editor, make_quote):
    for number, words in enumerate(WORDS):
        make_quote(words, ref=f"w{number}", status="draft")
    rows = list(csv.DictReader(io.StringIO(take(editor, Quote, "csv").decode("utf-8-sig"))))
    assert not [row for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
    assert [row["text"] for row in rows if not row["guarded"]] == ["'tis true", "plain"]
    book = load_workbook(io.BytesIO(take(editor, Quote, "xlsx")))
    texts = [row[1] for row in book.active.iter_rows(min_row=2)]
    assert [cell.value for cell in texts] == WORDS
    assert {cell.data_type for cell in texts} == {"s"}
    data = take(editor, Quote, "csv")
    Quote.objects.all().delete()
    let_in(editor, bring(editor, Quote, "again.csv", data))
    assert sorted(Quote.objects.values_list("text", flat=True)) == sorted(WORDS)


def test_a_month_stays_a_month_although_excel_makes_a_day_of_it(editor):
    book = Workbook()
    book.active.append(["ref", "text", "kind", "said", "speaker"])
    for ref, shown in (("month", "mmm\\-yy"), ("day", "yyyy\\-mm\\-dd"), ("year", "yyyy")):
        book.active.append([ref, "Words", "direct", date(2020, 11, 1), "Ann"])
        book.active.cell(book.active.max_row, 4).number_format = shown
    file = io.BytesIO()
    book.save(file)
    let_in(editor, bring(editor, Quote, "quotes.xlsx", file.getvalue()))
    found = dict(Quote.objects.values_list("ref", "said"))
    assert found == {"month": "2020-11", "day": "2020-11-01", "year": "2020"}


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("quotes.exe", b"MZ", "must end in .csv, .xlsx or .jsonl"),
        ("quotes.csv", b"text\nWords\n", "the column “kind” is missing"),
        ("quotes.csv", b"text,kind,speeker\n", "column “speeker”"),
        ("quotes.csv", b"text,kind\n", "has no records"),
        ("quotes.xlsx", b"PK\x03\x04 not really", "is not a readable Excel workbook"),
        ("quotes.csv", b"x" * (letting_in.MOST_BYTES + 1), "at most 5 fit"),
        ("quotes.csv", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(editor, name, data, sentence):
    page = bring(editor, Quote, name, data)
    assert sentence in page.content.decode()
    assert page.status_code == 200


def test_a_workbook_that_unpacks_to_too_much_is_refused(editor, monkeypatch):
    monkeypatch.setattr("quotes.importing.workbooks.LARGEST", 1_000)
    page = bring(editor, Quote, "quotes.xlsx", take(editor, Quote, "xlsx"))
    assert "unpacks to more than" in page.content.decode()


def test_words_that_a_cell_cannot_hold_are_not_cut(editor, make_quote):
    make_quote("x" * 40_000, ref="long", status="draft")
    answer = editor.get(address(Quote, "export", "xlsx"), follow=True)
    assert "take CSV or JSON Lines" in " ".join(said(answer))


def test_only_who_brought_a_file_lets_it_in(editor, make_user, client):
    page = bring(editor, Quote, "quotes.csv", SHEET)
    client.force_login(make_user("eve", "Editor"))
    assert client.post(page.context["let_in_address"]).status_code == 404
    assert not Quote.objects.exists()


@pytest.mark.parametrize("model", NOUNS)
def test_a_contributor_takes_lists_home_and_brings_no_files(client, make_user, model):
    client.force_login(make_user("carol", "Contributor"))
    assert client.get(address(model, "import")).status_code == 403
    assert client.post(address(model, "let_in", "x")).status_code == 403
    assert "Import a file" not in client.get(address(model, "changelist")).content.decode()
    assert client.get(address(model, "export", "csv")).status_code == 200


def test_a_contributors_list_has_nobody_elses_drafts_and_no_notes(client, make_user, make_quote):
    make_quote("secret", status="draft", editor_note="hush")
    make_quote("open", status="published", editor_note="hush", unattributed=True)
    client.force_login(make_user("carol", "Contributor"))
    data = take(client, Quote, "jsonl").decode()
    assert "open" in data
    assert "secret" not in data
    assert "hush" not in data
