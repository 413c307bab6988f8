"""Sheets: records of one kind, one row a record, as spreadsheets write them (CSV; ``workbooks``).

The columns have the names of the record's keys. Topics stand in one cell, separated by ``;``. A
list of objects has numbered columns: a citation ``source``, ``wording``, ``citation_as_credited``
and ``locator``, a second one ``source_2`` and so on. A sheet has no place for relations, anchors
and captured texts: those that the archive has, stay.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from archive.importing.inputs import LONGEST_LINE, Input
from archive.importing.json_lines import LONGEST_RECORD, refuse_unstorable_text
from archive.importing.record import ORGANIZATION, PERSON, ROLE, SOURCE
from archive.importing.refusals import InputError, RecordError, unknown_key
from archive.importing.runs import Reader, Record
from archive.importing.shapes import Kind
from quotes.importing.guard import GUARDED, unguarded
from quotes.importing.kinds import quote
from quotes.models import Status

Row = tuple[int, int, list[str] | RecordError]
"""The line a row begins on, its size, and its cells."""

CITATION_COLUMNS = {
    "source": "source",
    "wording": "wording",
    "citation_as_credited": "as_credited",
    "locator": "locator",
}
NAME_COLUMNS = {
    "other_name": "name",
    "other_name_language": "language",
    "other_name_kind": "kind",
}
ORIGIN_COLUMNS = {"derived_from": "source", "relation": "relation"}
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")

VERBATIM = {
    "text", "public_note", "editor_note", "as_credited", "wording", "citation_as_credited",
    "description", "note",
}  # fmt: skip
"""Cells that are words: they are kept to the letter, others lose the spaces around them."""


@dataclass(frozen=True)
class Sheet:
    """What the rows of a sheet are.

    ``repeated`` is the list that has numbered columns, ``items`` these, each with the item's key;
    ``words`` the list whose items stand in one cell, separated by semicolons.
    """

    kind: Kind
    repeated: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the record itself."""
        return tuple(field.key for field in self.kind.fields)

    @property
    def needed(self) -> list[str]:
        """Columns that no record can do without."""
        made = {"ref"} if self.kind.default_ref else set()
        return [f.key for f in self.kind.fields if f.required and f.key not in made]

    def numbered(self, column: str) -> tuple[str, int] | None:
        """The key of an item and the item's number: ``source_2`` is (“source”, 2)."""
        found = re.fullmatch(r"(\w+?)(?:_([1-9][0-9]?))?", column)
        if not found or found[1] not in self.items or column in self.columns:
            return None
        return self.items[found[1]], int(found[2] or 1)

    def knows(self, column: str) -> bool:
        """Whether a column of this name means something."""
        named = column in (*self.columns, self.words, GUARDED) and column != ""
        return named or self.numbered(column) is not None

    def column_of(self, path: str) -> str:
        """The column of a field: ``citations[2].as_credited`` is ``citation_as_credited_2``."""
        if found := re.fullmatch(rf"{self.repeated}\[(\d+)\]\.?(\w*)", path):
            names = {key: column for column, key in self.items.items()}
            return item_column(names.get(found[2], next(iter(self.items))), int(found[1]))
        return self.words if self.words and path.startswith(f"{self.words}[") else path


SHEETS = {
    "quote": Sheet(quote(Status.DRAFT), "citations", CITATION_COLUMNS, words="topics"),
    "person": Sheet(PERSON, "names", NAME_COLUMNS),
    "organization": Sheet(ORGANIZATION, "names", NAME_COLUMNS),
    "source": Sheet(SOURCE, "derived_from", ORIGIN_COLUMNS),
    "role": Sheet(ROLE),
}


def item_column(name: str, number: int) -> str:
    """A column of the first item has the plain name, of later ones its number."""
    return name if number == 1 else f"{name}_{number}"


def reader(
    sheet: Sheet,
    rows: Callable[[Input], Iterator[Row]],
    lines: Callable[[Input], Iterator[tuple[int, bytes]]] = Input.lines,
) -> Reader:
    """How such a sheet becomes records, when a file is read as ``rows``."""
    return Reader(partial(_read, sheet, rows), partial=True, said=sheet.column_of, lines=lines)


def _read(
    sheet: Sheet, rows_of: Callable[[Input], Iterator[Row]], file: Input
) -> Iterator[tuple[int, int, Record | RecordError]]:
    """Every row as a record, with the number of the line it begins on."""
    rows = rows_of(file)
    columns = _columns(sheet, file, rows)
    for line, size, cells in rows:
        try:
            if isinstance(cells, RecordError):
                raise cells
            yield line, size, _record(sheet, columns, cells)
        except RecordError as refused:
            yield line, size, refused


# --- CSV ---------------------------------------------------------------------------------------


def csv_rows(file: Input) -> Iterator[Row]:
    """The rows of a CSV file, its heading first."""
    lines = _Lines(file)
    rows = csv.reader(lines, delimiter=_delimiter(file), strict=True)
    csv.field_size_limit(LONGEST_RECORD)
    while True:
        begins, size = lines.number + 1, lines.read
        try:
            row = next(rows, None)
            if row is None:
                return
            if row:
                yield begins, lines.read - size, row
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


# --- Rows ----------------------------------------------------------------------------------------


def _columns(sheet: Sheet, file: Input, rows: Iterator[Row]) -> list[str]:
    """The heading; it must name the columns that no record can do without, and none twice."""
    _, _, heading = next(rows, (1, 0, []))
    if isinstance(heading, RecordError):
        raise InputError(f"{file.name} has no readable heading: {heading.reason}")
    columns = [cell.strip() for cell in heading]
    for column in columns:
        if not sheet.knows(column):
            known = [*sheet.columns, *filter(None, [sheet.words]), *sheet.items]
            refused = unknown_key(column, known)
            raise InputError(f"{file.name}, line 1, column “{refused.field}”: {refused.reason}")
        if columns.count(column) > 1:
            raise InputError(f"{file.name}, line 1: the column “{column}” stands there twice.")
    missing = [column for column in sheet.needed if column not in columns]
    if missing:
        raise InputError(f"{file.name}, line 1: the column “{missing[0]}” is missing.")
    return columns


def _record(sheet: Sheet, columns: list[str], row: list[str]) -> Record:
    if len(row) != len(columns):
        raise RecordError(f"The row has {len(row)} cells; the heading has {len(columns)}.")
    cells = unguarded(dict(zip(columns, row, strict=True)))
    record: Record = {"type": sheet.kind.name}
    items: dict[int, dict[str, str]] = {}
    for column, cell in cells.items():
        value = _cell(sheet, column, cell)
        numbered = sheet.numbered(column)
        if value == "":
            continue
        if numbered:
            key, number = numbered
            items.setdefault(number, {})[key] = value
        else:
            record[column] = value
    if items:
        record[sheet.repeated] = [items[number] for number in sorted(items)]
    return record


def _cell(sheet: Sheet, column: str, cell: str) -> Any:
    try:
        if not cell.isascii() or "\0" in cell:
            _refuse_broken(cell)
        if re.sub(r"_[0-9]+$", "", column) in VERBATIM:
            return cell
        if column == sheet.words:
            return [word.strip() for word in cell.split(";") if word.strip()] or ""
        is_flag = any(f.key == column and f.type == "boolean" for f in sheet.kind.fields)
        return _flag(cell) if is_flag else cell.strip()
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
