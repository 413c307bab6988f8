"""Tables: records of one kind as JSON Lines, CSV or a workbook; what ``quotes.importing`` reads."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from django.db.models import Count, Max, Q, QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from archive.exporting import ALL, Record, line, records
from archive.importing.shapes import Children
from quotes.importing.guard import GUARDED, guarded
from quotes.importing.sheets import SHEETS, Sheet, item_column

LONGEST_CELL = 32_767
"""Characters; Excel's own limit. What is longer would be cut in silence."""


PORTION = 1_000
"""Rows read by one statement where there is a time limit for each."""


class TableError(Exception):
    """A table that cannot be written as asked; the message is for the reader."""


def _every(_: Children) -> Q:
    return ALL


@dataclass(frozen=True)
class Table:
    """Some rows of one kind. ``private`` adds what is for editors only.

    By their refs, read by one cursor; or ``in_portions``, in the order they were entered, so that
    each statement is short and none meets a time limit.
    """

    name: str
    rows: QuerySet[Any]
    private: bool = False
    items: Callable[[Children], Q] = _every
    in_portions: bool = False

    @property
    def sheet(self) -> Sheet:
        """What its rows are."""
        return SHEETS[self.name]

    def records(self) -> Iterator[Record]:
        """Every row as a record of the import format."""
        for rows in self._portions() if self.in_portions else [self.rows]:
            yield from records(self.sheet.kind, rows, private=self.private, items=self.items)

    def jsonl(self) -> Iterator[str]:
        """A line a record: the words as they are, to the letter."""
        return (line(record) for record in self.records())

    def csv(self) -> Iterator[str]:
        """A line a record; what a spreadsheet would compute is guarded (``importing.guard``)."""
        columns = [*self.columns(), GUARDED]
        sheet = csv.DictWriter(_Echo(), columns, lineterminator="\r\n")
        yield sheet.writerow({column: column for column in columns})
        for record in self.records():
            yield sheet.writerow(guarded(row_of(self.sheet, record)))

    def write_xlsx(self, file: BinaryIO) -> None:
        """A workbook of text cells, which nothing computes; ``TableError`` if a text fits none."""
        columns = self.columns()
        for row in self._cells(columns):  # before the first is written: half a workbook is none
            for text in row:
                _require_room(text)
        book = Workbook(write_only=True)
        page = book.create_sheet(self.name)
        for cells in chain([columns], self._cells(columns)):
            page.append([_cell(page, text) for text in cells])
        book.save(file)

    def _cells(self, columns: list[str]) -> Iterator[list[str]]:
        rows = (row_of(self.sheet, record) for record in self.records())
        return ([row.get(column, "") for column in columns] for row in rows)

    def _portions(self) -> Iterator[QuerySet[Any]]:
        last = 0
        while keys := list(self._keys_after(last)):
            last = keys[-1]
            yield self.rows.model._default_manager.filter(pk__in=keys)

    def _keys_after(self, last: int) -> QuerySet[Any]:
        return self.rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PORTION]

    def columns(self) -> list[str]:
        """Those of the record, and as many groups for its items as the longest list needs."""
        hidden = {f.key for f in self.sheet.kind.fields if f.private and not self.private}
        own = [column for column in self.sheet.columns if column not in hidden]
        words = [self.sheet.words] if self.sheet.words else []
        return [*own, *words, *self._item_columns()]

    def _item_columns(self) -> list[str]:
        if not self.sheet.repeated:
            return []
        child = self.sheet.kind.lists[self.sheet.repeated]
        owner = child.model._meta.get_field(child.owner)
        counted = (
            child.model._default_manager.filter(**{f"{owner.name}__in": self.rows.order_by()})
            .values(owner.name)
            .annotate(items=Count("pk"))
        )
        most = counted.order_by().aggregate(most=Max("items"))["most"] or 1
        return [item_column(name, n) for n in range(1, most + 1) for name in self.sheet.items]


def row_of(sheet: Sheet, record: Record) -> dict[str, str]:
    """The record as the cells of its row."""
    row = {key: _shown(value) for key, value in record.items() if key in sheet.columns}
    if sheet.words:
        row[sheet.words] = ";".join(record.get(sheet.words, ()))
    for number, item in enumerate(record.get(sheet.repeated, ()), start=1):
        for name, key in sheet.items.items():
            row[item_column(name, number)] = item.get(key, "")
    return row


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _require_room(text: str) -> None:
    if len(text) > LONGEST_CELL or ILLEGAL_CHARACTERS_RE.search(text) or "\r" in text:
        raise TableError(
            f"A workbook cannot hold “{text[:60]}…” to the letter: take CSV or JSON Lines."
        )


def _cell(page: Any, text: str) -> Any:
    """A cell that is text whatever it begins with, and stays text when somebody edits it."""
    cell = WriteOnlyCell(page, value=text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


class _Echo:
    """What ``csv`` writes into: gives the line back."""

    def write(self, text: str) -> str:
        return text
