"""``manage.py check_quotes``: a file of claims in, JSON Lines out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from quotes.models import Quote

pytestmark = pytest.mark.django_db

PRICE = "We will not grow at any price"


@pytest.fixture
def check(tmp_path):
    """The lines written for a file of this content."""

    def check(content, *options):
        path = tmp_path / "claims"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = io.StringIO()
        call_command("check_quotes", str(path), *options, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return check


def test_a_sentence_a_line(check, quote):
    first, second = check(f"{PRICE}\n\nWe will grow at any price\n")
    assert (first["line"], first["verdict"], first["quotes"]) == (1, "exact", ["any-price"])
    assert (second["line"], second["verdict"]) == (3, "altered")
    assert second["changes"] == [{"kind": "negation", "claim": "", "record": "not"}]


def test_a_line_may_be_json_with_a_speaker(check, quote):
    (found,) = check(json.dumps({"sentence": PRICE, "speaker": "Jack Ma"}))
    assert found["verdict"] == "other_speaker"


def test_a_bad_line_says_why_and_the_others_are_checked(check, quote):
    lines = ['{"sentence"', '{"speeker": "Bob"}', '{"sentence": 5}', "growth", PRICE]
    found = check("\n".join(lines))
    assert [one.get("error", "")[:20] for one in found] == [
        "This line begins as ",
        "There is no field “s",
        "Each field must be t",
        "This is too short to",
        "",
    ]


def test_a_texts_quotations_come_with_their_places(check, quote):
    text = f"“{PRICE},” said Alice Ångström."
    (found,) = check(text, "--text")
    assert text[found["start"] : found["end"]] == PRICE
    assert (found["attributed_to"], found["verdict"]) == ("Alice Ångström", "exact")


def test_standard_input_is_read(quote, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PRICE))
    out = io.StringIO()
    call_command("check_quotes", "-", stdout=out)
    assert json.loads(out.getvalue())["verdict"] == "exact"


def test_drafts_are_told_of_only_when_asked(check, quote):
    Quote.objects.update(status="draft")
    assert check(PRICE)[0]["verdict"] == "nothing"
    assert check(PRICE, "--drafts")[0]["verdict"] == "exact"


@pytest.mark.parametrize(("content", "options"), [(b"\xff\xfe\x00", ()), (b"", ("--text",))])
def test_what_cannot_be_read_is_refused_with_a_sentence(check, content, options):
    with pytest.raises(CommandError, match=r"(cannot be read|Paste the text)"):
        check(content, *options)


def test_a_missing_file_is_named():
    with pytest.raises(CommandError, match="nowhere cannot be read: No such file"):
        call_command("check_quotes", "nowhere")
