"""JSON Lines: one object a line, strictly; nothing doubtful passes in silence."""

import codecs
import json
import re
from typing import Any

from archive.importing.inputs import LONGEST_LINE
from archive.importing.refusals import RecordError, shortened

LONGEST_RECORD = 2**20
"""For every record but a source."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(raw: bytes) -> dict[str, Any]:
    """The object on a line; :class:`RecordError` says what is wrong with it."""
    if len(raw) > LONGEST_LINE:
        raise RecordError(
            f"The line is longer than {LONGEST_LINE >> 20} MiB, which nothing may be."
        )
    text = decoded(raw)
    try:
        record = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise RecordError(f"This is not JSON: {error.msg}, at character {error.pos + 1}.") from None
    except RecursionError:
        raise RecordError("The JSON is nested too deeply.") from None
    if type(record) is not dict:
        raise RecordError(f"A line must be one JSON object, not {called(record)}.")
    if b"\\u" in raw:
        _refuse_unstorable(record)
    if len(raw) > LONGEST_RECORD and record.get("type") != "source":
        raise RecordError(
            "The line is longer than 1 MiB, which only a source with its text may be."
        )
    return record


def decoded(raw: bytes) -> str:
    """The line as text, without a byte order mark."""
    if b"\0" in raw:
        raise RecordError(f"The line has a NUL byte, at byte {raw.index(0) + 1}.")
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise RecordError(f"The line is not UTF-8, at byte {error.start + 1}.") from None


def called(value: object) -> str:
    """What a JSON value is, in English."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "text"}
    names |= {list: "a list", dict: "an object", type(None): "null"}
    return names.get(type(value), "something else")


def refuse_unstorable_text(text: str) -> None:
    """Refuse what PostgreSQL cannot keep in a text."""
    if "\0" in text:
        raise RecordError("The text has a NUL character, which the archive cannot keep.")
    if _LONE_SURROGATE.search(text):
        raise RecordError("The text has half of a surrogate pair, which is no character.")


def _refuse_unstorable(value: Any) -> None:
    """Look for characters that only an escape can bring in."""
    if type(value) is str:
        refuse_unstorable_text(value)
    elif type(value) is dict:
        for key, part in value.items():
            refuse_unstorable_text(key)
            _named(key, part)
    elif type(value) is list:
        for number, part in enumerate(value, start=1):
            _named(f"[{number}]", part)


def _named(key: str, part: Any) -> None:
    try:
        _refuse_unstorable(part)
    except RecordError as refused:
        raise refused.within(key) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise RecordError("This key stands twice in one object.", shortened(twice))
    return made


def _constant(name: str) -> None:
    raise RecordError(f"{name} is not a number that JSON knows.")


def _whole_number(digits: str) -> int:
    if len(digits) > 20:
        raise RecordError(f"The number {shortened(digits, 20)} is too large.")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole_number
)
