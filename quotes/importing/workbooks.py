"""Workbooks: the rows of an Excel file's first sheet (XLSX), as they were meant.

Excel makes a date of what looks like one: the month 2020-11 becomes the first of November, shown as
a month. The cell's format tells how exact it was, so a month stays a month.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from archive.importing.inputs import Input
from archive.importing.refusals import InputError, RecordError
from quotes.importing.sheets import Row

LARGEST = 200 * 2**20
"""Bytes a workbook may unpack to: a small file can hold a great many zeros."""


def rows(file: Input) -> Iterator[Row]:
    """The rows of the first sheet, its heading first; empty ones are left out."""
    width = 0
    for number, row in enumerate(_sheet(file), start=1):
        try:
            cells = [_text(cell) for cell in row]
        except RecordError as refused:
            yield number, 0, refused
            continue
        filled = max((i for i, cell in enumerate(cells, start=1) if cell), default=0)
        width = width or filled
        if filled:
            cells = [*cells[: max(filled, width)], *[""] * (width - len(cells))]
            yield number, sum(map(len, cells)), cells


def lines(file: Input) -> Iterator[tuple[int, bytes]]:
    """Every row as a line of CSV, to show what was refused."""
    for number, _, cells in rows(file):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(
            [] if isinstance(cells, RecordError) else cells
        )
        yield number, line.getvalue().encode(errors="replace")


def _sheet(file: Input) -> Iterator[tuple[Any, ...]]:
    try:
        with ZipFile(file.whole()) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > LARGEST:
            raise InputError(f"{file.name} unpacks to more than {LARGEST >> 20} MiB.")
        book = load_workbook(file.whole(), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows()
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise InputError(f"{file.name} is not a readable Excel workbook (XLSX).") from error
    except SyntaxError as error:  # xml.etree's ParseError
        raise InputError(f"{file.name} is damaged: {error.msg}.") from error


def _text(cell: Any) -> str:
    """The cell as a person would have typed it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return _date(value, str(cell.number_format).lower())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if cell.data_type == "e":
        raise RecordError(f"The cell {cell.coordinate} holds an error: {value}.")
    return str(value)


def _date(value: date, shown: str) -> str:
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat()
    if "d" in shown or "y" not in shown:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
