"""What a line may be, before anything looks at the archive."""

import io
import json
from contextlib import closing

import pytest

from archive.importing import fields, json_lines
from archive.importing.inputs import LONGEST_LINE, Input, open_input
from archive.importing.record import PERSON, SOURCE, SPEECH
from archive.importing.refusals import InputError, RecordError


def reason(line):
    with pytest.raises(RecordError) as refused:
        json_lines.parse(line if isinstance(line, bytes) else line.encode())
    return refused.value


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "This is not JSON: Expecting property name enclosed in double quotes, at character"),
        ("[1]", "A line must be one JSON object, not a list."),
        ('"text"', "A line must be one JSON object, not text."),
        ("null", "A line must be one JSON object, not null."),
        (b'{"name": "\xff"}', "The line is not UTF-8, at byte 11."),
        (b'{"name": "\0"}', "The line has a NUL byte, at byte 11."),
        ('{"start": NaN}', "NaN is not a number that JSON knows."),
        ('{"start": -Infinity}', "-Infinity is not a number that JSON knows."),
        ('{"start": ' + "9" * 5000 + "}", "The number 9999999999999999999… is too large."),
        ("[" * 100_000, "The JSON is nested too deeply."),
        ('{"type": "quote", "text": "' + "x" * 2**20 + '"}', "The line is longer than 1 MiB"),
        (b"x" * (LONGEST_LINE + 1), "The line is longer than 16 MiB"),
    ],
)
def test_a_line_that_is_no_record_says_why(line, sentence):
    assert reason(line).reason.startswith(sentence)


def test_a_key_that_stands_twice_is_named():
    refused = reason('{"ref": "a", "ref": "b"}')
    assert (refused.field, refused.reason) == ("ref", "This key stands twice in one object.")


def test_characters_that_no_text_can_hold_are_found_wherever_an_escape_brings_them():
    refused = reason(r'{"names": [{"name": "a"}, {"name": "\u0000"}]}')
    assert refused.field == "names[2].name"
    assert "NUL" in refused.reason
    assert "surrogate" in reason(r'{"text": "\ud800"}').reason


def test_a_pair_of_surrogates_is_a_character():
    assert json_lines.parse(rb'{"text": "\ud83d\ude00"}') == {"text": "😀"}


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert json_lines.parse(b"\xef\xbb\xbf{}") == {}


def test_a_source_may_be_as_long_as_its_text():
    line = json.dumps({"type": "source", "note": "x" * 2**21}).encode()
    assert json_lines.parse(line)["type"] == "source"


# --- Files -----------------------------------------------------------------------------------


def test_what_cannot_be_read_says_why(tmp_path):
    (tmp_path / "empty").touch()
    sentences = {
        tmp_path: "is a directory",
        tmp_path / "missing": "There is no file",
        tmp_path / "empty": "is empty",
        "nul\0byte": "cannot be read",
    }
    for path, sentence in sentences.items():
        with pytest.raises(InputError, match=sentence):
            open_input(str(path))


def test_lines_are_numbered_and_an_endless_one_does_not_fill_the_memory():
    long = b"x" * (2 * LONGEST_LINE + 5)
    found = list(Input("file", io.BytesIO(b"a\n" + long + b"\nb\n")).lines())
    assert [number for number, _ in found] == [1, 2, 3]
    assert len(found[1][1]) == LONGEST_LINE + 1
    assert found[2][1] == b"b\n"


def test_what_can_be_read_once_only_is_read_from_a_copy():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    with closing(Input("standard input", Pipe(b"a\nb\n"))) as file:
        assert list(file.lines()) == list(file.lines()) == [(1, b"a\n"), (2, b"b\n")]


# --- Records ---------------------------------------------------------------------------------


def refusal(kind, /, **record):
    with pytest.raises(RecordError) as refused:
        kind.rows(record)
    return refused.value.field, refused.value.reason


def test_an_unknown_key_is_named_with_the_one_that_was_meant():
    assert refusal(PERSON, ref="a", name="A", langauge="en") == (
        "langauge",
        "There is no key of this name here. Did you mean “language”?",
    )
    field, sentence = refusal(PERSON, ref="a", name="A", names=[{"nmae": "B"}])
    assert field == "names[1].nmae"
    assert "“name”" in sentence


def test_only_a_record_says_its_type():
    sentence = "There is no key of this name here. Known are name, language, kind."
    assert refusal(PERSON, ref="a", name="A", names=[{"name": "B", "type": "alias"}]) == (
        "names[1].type",
        sentence,
    )
    _, sentence = refusal(PERSON, ref="a", name="A", typ="person")
    assert "“type”" in sentence


def test_a_missing_key_is_named():
    assert refusal(PERSON, ref="a") == ("name", "This is needed and is missing.")
    assert refusal(PERSON, ref="a", name="") == ("name", "This is needed and is missing.")
    assert refusal(SOURCE, ref="a", title="T", kind="article", derived_from=[{"source": "b"}]) == (
        "derived_from[1].relation",
        "This is needed and is missing.",
    )


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("ref", "a b", "A ref is 1 to 120 letters"),
        ("ref", "a\n", "A ref is 1 to 120 letters"),
        ("ref", "é", "A ref is 1 to 120 letters"),
        ("ref", 7, "A ref is 1 to 120 letters"),
        ("title", 7, "Text is needed here, not a number."),
        ("title", ["T"], "Text is needed here, not a list."),
        ("title", " \u3000", "This must not be empty."),
        ("title", "x" * 1001, "1001 characters are too many; 1000 fit."),
        ("kind", "blog", "“blog” is not one of internal_post, press_release, statement,"),
        ("kind", True, "true or false is not one of"),
        ("language", "English", "This must be a BCP-47 language tag such as en, zh or zh-Hans."),
        ("language", "en\n", "This must be a BCP-47 language tag"),
        ("published", "30.12.2020", '"30.12.2020" is not a date'),
        ("published", 2020, 'A date is text such as "2020-12-30", not a number.'),
        ("url", "javascript:alert(1)", "An address must start with http:// or https://"),
        ("url", "https://a b", "An address must start with http:// or https://"),
        ("public", "yes", "true or false is needed here, not text."),
        ("public", 1, "true or false is needed here, not a number."),
        ("publisher", {}, "A ref is 1 to 120 letters"),
        ("texts", {}, "A list is needed here, not an object."),
        ("texts", "", "A list is needed here, not text."),
        ("texts", ["text"], "An object is needed here, not text."),
        ("texts", [{"text": "a", "edition": 0}], "0 is not between 1 and 2147483647."),
        ("texts", [{"text": "a", "edition": 2**31}], "2147483648 is not between 1"),
        ("texts", [{"text": "a", "edition": 1.5}], "A whole number is needed here, not 1.5."),
        ("texts", [{"text": "a", "edition": "1"}], "A whole number is needed here, not “1”."),
        (
            "texts",
            [{"text": "a", "edition": True}],
            "A whole number is needed here, not true or false.",
        ),
        ("texts", [{"text": "a", "captured_at": "2020-12-30"}], "“2020-12-30” is not a time"),
        ("texts", [{"text": "a", "captured_at": 5}], "5 is not a time with its zone"),
        ("texts", [{"text": "a"}, {"text": "b", "edition": 1}], "This repeats texts[1]."),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(key, value, sentence):
    record = {"ref": "a", "kind": "article", "title": "T", key: value}
    field, reason = refusal(SOURCE, **record)
    assert field.startswith(key)
    assert reason.startswith(sentence)


def test_whatever_the_database_takes_is_taken():
    assert fields.text(visible=True)("\x1c") == "\x1c"  # no space to PostgreSQL, but to Python
    assert fields.web_address("http://x") == "http://x"
    assert fields.moment("2020-12-30T08:00:00+08:00") == "2020-12-30T00:00:00+00:00"
    assert fields.language("") == ""


def test_null_and_empty_text_mean_that_nothing_is_known():
    full, _ = SOURCE.rows({"ref": "a", "kind": "article", "title": "T"})
    bare, _ = SOURCE.rows(
        {"ref": "a", "kind": "article", "title": "T", "url": "", "publisher": None, "texts": None}
    )
    assert bare == full


def test_a_speaker_is_someone():
    assert refusal(SPEECH, ref="a", title="T", speakers=[{"role": "ceo"}]) == (
        "speakers[1]",
        "Name a person, an organization, or what the record prints.",
    )
