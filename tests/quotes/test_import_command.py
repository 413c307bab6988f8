"""``manage.py import_archive``, as somebody at a terminal meets it."""

import io
import json
import os
import subprocess
import sys
import time
from urllib.parse import quote_plus, urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from imported import QUOTE, lines

from archive.models import Person
from quotes.models import Citation, Quote

PERSON = {"type": "person", "ref": "p", "name": "P"}


@pytest.fixture
def write(tmp_path):
    def write(*records, name="file.jsonl"):
        path = tmp_path / name
        path.write_bytes(lines(*records))
        return str(path)

    return write


def run(*arguments, **options):
    """Run the command in this process: exit code, output, errors."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_archive", *arguments, stdout=out, stderr=err, **options)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_all_good_ends_with_0_and_a_summary(write):
    code, out, err = run(write(PERSON, QUOTE))
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "                 created   updated  unchanged  refused",
        "person                 1         0          0        0",
        "quote                  1         0          0        0",
    ]


@pytest.mark.django_db
def test_refused_lines_end_with_1_and_are_shown_and_written_down(write, tmp_path):
    path, rejects = write(PERSON, {**PERSON, "public": 1}, "{"), tmp_path / "rejects.jsonl"
    code, out, err = run(path, "--rejects", str(rejects))
    assert code == 1
    assert out.splitlines()[2].split() == ["line", "0", "0", "0", "1"]
    assert err.splitlines()[0] == (
        f"{path}, line 2, public: true or false is needed here, not a number."
    )
    first, second = map(json.loads, rejects.read_text().splitlines())
    assert first == {
        "file": path,
        "line": 2,
        "field": "public",
        "reason": "true or false is needed here, not a number.",
        "raw": json.dumps({**PERSON, "public": 1}),
    }
    assert second["raw"] == "{"
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_refusals_beyond_the_first_are_counted(write):
    _, _, err = run(write(*["{"] * 25))
    assert len(err.splitlines()) == 21
    assert err.splitlines()[-1] == "… and 5 more: --rejects PATH writes all to a file."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "sentence"),
    [("--dry-run", "this was a dry run"), ("--strict", "with --strict, every line must be good")],
)
def test_what_was_not_written_is_said(write, option, sentence):
    code, out, _ = run(write(PERSON, "{"), option)
    assert code == 1
    assert sentence in out
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_new_quotes_get_the_status_asked_for(write):
    run(write({**QUOTE, "unattributed": True}), "--status", "published")
    assert Quote.objects.get().status == "published"


@pytest.mark.django_db
def test_what_cannot_be_read_is_an_error_before_anything_is_written(write, tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(write(PERSON), str(tmp_path / "missing.jsonl"))
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run(write(PERSON), "--rejects", str(tmp_path / "no" / "folder"))
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_standard_input_is_read(write, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines(PERSON, "{"))))
    code, _, err = run("-")
    assert code == 1
    assert err.startswith("standard input, line 2: This is not JSON")
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_fault_of_the_database_is_a_sentence(write, monkeypatch):
    def broken(*_, **__):
        raise OperationalError("the server is gone\nand more")

    monkeypatch.setattr("quotes.management.commands.import_archive.load", broken)
    with pytest.raises(
        CommandError, match=r"^The database ended the import: the server is gone\. Every"
    ):
        run(write(PERSON))


# --- Interrupted -----------------------------------------------------------------------------

# The command, in portions of 200 lines and with helpers for no more than those.
PROGRAM = """
import sys, django
django.setup()
from django.core.management import call_command
from archive.importing import helpers, loading
helpers.MANY = loading.BATCH = 200
call_command("import_archive", "--no-progress", *sys.argv[1:])
"""
COMMAND = [sys.executable, "-c", PROGRAM]


def environment():
    """The environment of a process that uses the database of this test."""
    given = connection.get_connection_params()
    query = urlencode({key: given[key] for key in ("host", "port") if given.get(key)})
    account = quote_plus(given["user"]) + (
        f":{quote_plus(given['password'])}" if given.get("password") else ""
    )
    url = f"postgresql://{account}@/{given['dbname']}?{query}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_and_run_again_it_is_as_if_run_once(write):
    count = 3_000
    world = [PERSON, {"type": "source", "ref": "s", "kind": "article", "title": "S"}]
    quotes = [
        {**QUOTE, "ref": f"q{i}", "speaker": "p", "citations": [{"source": "s"}]}
        for i in range(count)
    ]
    path = write(*world, *quotes)
    start = time.monotonic()
    subprocess.run(
        [*COMMAND, "--dry-run", path], env=environment(), cwd=settings.BASE_DIR, check=True
    )
    whole = time.monotonic() - start
    for part in (0.6, 0.75, 0.85, 0.95):
        killed = subprocess.Popen([*COMMAND, path], env=environment(), cwd=settings.BASE_DIR)
        time.sleep(whole * part)
        killed.kill()
        killed.wait()
        assert Quote.objects.filter(citations=None).count() == 0
    subprocess.run([*COMMAND, path], env=environment(), cwd=settings.BASE_DIR, check=True)
    assert Quote.objects.count() == Citation.objects.count() == count
    assert apps.get_model("quotes", "QuoteEvent").objects.count() == count
