"""Sheets: quotes from CSV, one row a quote, as spreadsheets write it.

The columns have the names of a quote's keys. Topics stand in one cell, separated by ``;``. A
citation has the columns ``source``, ``wording``, ``citation_as_credited`` and ``locator``; a
second one has ``source_2`` and so on. A sheet has no place for relations and anchors: those that
the archive has, stay.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from typing import Any

from archive.importing.inputs import LONGEST_LINE, Input
from archive.importing.json_lines import LONGEST_RECORD, refuse_unstorable_text
from archive.importing.refusals import InputError, RecordError, unknown_key
from archive.importing.runs import Reader, Record
from quotes.importing.kinds import quote
from quotes.models import Status

CITATION_COLUMNS = {
    "source": "source",
    "wording": "wording",
    "citation_as_credited": "as_credited",
    "locator": "locator",
}
NUMBERED = re.compile(r"(source|wording|citation_as_credited|locator)(?:_([1-9][0-9]?))?")
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")

COLUMNS = tuple(field.key for field in quote(Status.DRAFT).fields)
VERBATIM = ("text", "public_note", "editor_note", "as_credited", "wording", "citation_as_credited")
"""Cells that are words: they are kept to the letter, others lose the spaces around them."""


def read(file: Input) -> Iterator[tuple[int, int, Record | RecordError]]:
    """Every row of a sheet as a quote, with the number of the line it begins on."""
    lines = _Lines(file)
    rows = csv.reader(lines, delimiter=_delimiter(file), strict=True)
    csv.field_size_limit(LONGEST_RECORD)
    columns = _columns(file, rows)
    while True:
        begins = lines.number + 1
        size = lines.read
        try:
            row = next(rows, None)
            if row is None:
                return
            if row:
                yield begins, lines.read - size, _record(columns, row)
        except RecordError as refused:
            yield begins, lines.read - size, refused
        except csv.Error as error:
            yield begins, lines.read - size, RecordError(f"This is not CSV: {error}.")
            if "limit" in str(error):  # a quotation mark was never closed: what follows is garbage
                return


class _Lines:
    """The lines of a file as text; how many were read, and how many bytes."""

    def __init__(self, file: Input) -> None:
        self._lines = file.lines()
        self.number = 0
        self.read = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        self.number, raw = next(self._lines)
        self.read += len(raw)
        if len(raw) > LONGEST_LINE:
            raise RecordError(f"The line is longer than {LONGEST_LINE >> 20} MiB.")
        # Bytes that are not UTF-8 become lone surrogates, which _record refuses by column.
        return raw.removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape")


def _delimiter(file: Input) -> str:
    """Comma, semicolon or tab: whichever the heading has most of."""
    head = file.head()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(f"{file.name} is UTF-16; save it as “CSV UTF-8”.")
    heading = head.split(b"\n", 1)[0]
    return max(",;\t", key=lambda mark: heading.count(mark.encode()))


def _columns(file: Input, rows: Iterator[list[str]]) -> list[str]:
    """The heading; it must name the columns that no quote can do without, and none twice."""
    try:
        columns = [cell.strip() for cell in next(rows, [])]
    except (csv.Error, RecordError) as error:
        raise InputError(f"{file.name} has no readable heading: {error}.") from None
    for column in columns:
        if column not in COLUMNS and column != "topics" and not NUMBERED.fullmatch(column):
            known = [*COLUMNS, "topics", *CITATION_COLUMNS]
            refused = unknown_key(column, known)
            raise InputError(f"{file.name}, line 1, column “{refused.field}”: {refused.reason}")
        if columns.count(column) > 1:
            raise InputError(f"{file.name}, line 1: the column “{column}” stands there twice.")
    missing = [column for column in ("text", "kind") if column not in columns]
    if missing:
        raise InputError(f"{file.name}, line 1: the column “{missing[0]}” is missing.")
    return columns


def _record(columns: list[str], row: list[str]) -> Record:
    if len(row) != len(columns):
        raise RecordError(f"The row has {len(row)} cells; the heading has {len(columns)}.")
    record: Record = {"type": "quote"}
    citations: dict[int, dict[str, str]] = {}
    for column, cell in zip(columns, row, strict=True):
        value = _cell(column, cell)
        numbered = NUMBERED.fullmatch(column)
        if value == "":
            continue
        if numbered:
            key = CITATION_COLUMNS[numbered[1]]
            citations.setdefault(int(numbered[2] or 1), {})[key] = cell
        else:
            record[column] = value
    if citations:
        record["citations"] = [citations[number] for number in sorted(citations)]
    return record


def _cell(column: str, cell: str) -> Any:
    try:
        if not cell.isascii() or "\0" in cell:
            _refuse_broken(cell)
        if column in VERBATIM:
            return cell
        if column == "topics":
            return [topic.strip() for topic in cell.split(";") if topic.strip()] or ""
        return _flag(cell) if column == "unattributed" else cell.strip()
    except RecordError as refused:
        raise refused.within(column) from None


def _refuse_broken(cell: str) -> None:
    if re.search("[\udc80-\udcff]", cell):
        raise RecordError("The cell is not UTF-8; save the sheet as “CSV UTF-8”.")
    refuse_unstorable_text(cell)


def _flag(cell: str) -> bool | str:
    word = cell.strip().lower()
    if word and word not in TRUE + FALSE:
        raise RecordError("This must be true or false.")
    return word in TRUE


def citation_column(name: str, number: int) -> str:
    """A column of the first citation has the plain name, of later ones its number."""
    return name if number == 1 else f"{name}_{number}"


def column_of(field: str) -> str:
    """The column of a field: ``citations[2].as_credited`` is ``citation_as_credited_2``."""
    if found := re.fullmatch(r"citations\[(\d+)\]\.?(\w*)", field):
        names = {key: column for column, key in CITATION_COLUMNS.items()}
        return citation_column(names.get(found[2], "source"), int(found[1]))
    return "topics" if field.startswith("topics[") else field


SHEET = Reader(read, partial=True, said=column_of)
