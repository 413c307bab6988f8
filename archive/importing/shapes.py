"""Shapes: what keys a kind of record has, which lists it carries, and the rows they become."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model

from archive.importing.fields import Field
from archive.importing.json_lines import called
from archive.importing.refusals import RecordError, unknown_key

Row = list[Any]
Rule = Callable[[dict[str, Any]], None]

MOST = 32_767
"""Places are numbered by a smallint."""

_ABSENT = object()


class Shape:
    """The fields of one JSON object, as a row: ``before`` places first, then a value for each.

    ``others`` are keys the object may have besides, which are read elsewhere.
    """

    def __init__(self, fields: Sequence[Field], before: int, others: Sequence[str] = ()) -> None:
        self._places = {f.key: (i, f.check) for i, f in enumerate(fields, start=before)}
        self._blank = [0] * before + [_ABSENT if f.required else f.default for f in fields]
        self._required = [(i, f.key) for i, f in enumerate(fields, start=before) if f.required]
        self._known = [*self._places, *others]

    def row(self, record: dict[str, Any]) -> Row:
        """Check every value; :class:`RecordError` names the first that is wrong, and the others."""
        row = self._blank.copy()
        wrong: list[RecordError] = []
        for key, value in record.items():
            try:
                place, check = self._places[key]
            except KeyError:
                wrong.append(unknown_key(key, self._known))
                continue
            if value is None or value == "":
                continue
            try:
                row[place] = check(value)
            except RecordError as refused:
                row[place] = value  # which is not missing besides
                wrong.append(refused.within(key))
        for place, key in self._required:
            if row[place] is _ABSENT:
                wrong.append(RecordError("This is needed and is missing.", key))
        if wrong:
            raise wrong[0].beside(wrong[1:])
        return row


@dataclass(frozen=True)
class Children:
    """A list that a record carries, and the table its items are kept in.

    ``single`` lists hold the values of their one field instead of objects. ``once`` are the fields
    that no two items share. ``position`` is the column that counts the items, if their order says
    something; ``order`` is how the exporter sorts them. ``kept`` items are never replaced or
    dropped, only added to. ``only_in_full`` lists stay as they are when a file's format has no
    place for them. ``joins`` and ``extra`` (column, expression) fill columns that follow from
    others; in SQL ``c`` is the staged item. ``rule`` looks at a whole item, ``complete`` fills in
    what goes without saying before it is checked.
    """

    key: str
    model: type[Model]
    owner: str
    fields: tuple[Field, ...]
    once: tuple[str, ...]
    order: tuple[str, ...] = ()
    position: str = ""
    single: bool = False
    kept: bool = False
    only_in_full: bool = False
    joins: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    rule: Rule | None = None
    complete: Callable[[dict[str, Any], int], None] | None = None

    @property
    def table(self) -> str:
        """The name of the model's table."""
        return self.model._meta.db_table

    @cached_property
    def shape(self) -> Shape:
        """The shape of one item; before its values stand the line and the item's number."""
        return Shape(self.fields, before=2)

    def rows(self, items: Any) -> list[Row]:
        """Check every item."""
        if type(items) is not list:
            raise RecordError(f"A list is needed here, not {called(items)}.", self.key)
        if len(items) > MOST:
            raise RecordError(f"{len(items)} are too many; {MOST} fit.", self.key)
        rows = []
        for number, item in enumerate(items, start=1):
            try:
                row = self._row(item, number)
            except RecordError as refused:
                raise refused.within(f"{self.key}[{number}]") from None
            row[1] = number
            rows.append(row)
        if len(rows) > 1:
            self._refuse_repeated(rows)
        return rows

    def _row(self, item: Any, number: int) -> Row:
        if self.single:
            return [0, number, self.fields[0].check(item)]
        if type(item) is not dict:
            raise RecordError(f"An object is needed here, not {called(item)}.")
        if self.complete:
            self.complete(item, number)
        row = self.shape.row(item)
        if self.rule:
            self.rule(item)
        return row

    def _refuse_repeated(self, rows: list[Row]) -> None:
        places = [i for i, f in enumerate(self.fields, start=2) if f.key in self.once]
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows if places else ():
            first = seen.setdefault(tuple(row[i] for i in places), row[1])
            if first != row[1]:
                raise RecordError(f"This repeats {self.key}[{first}].", f"{self.key}[{row[1]}]")


@dataclass(frozen=True)
class Kind:
    """A type of record: its fields, its lists, and what tells two records apart.

    ``rules`` look for what is wrong in the staged records, after their links are resolved.
    ``prepare`` runs before links are resolved, ``complete`` right before records are written.
    ``changing`` looks at what would change of known records, right before it does: it returns the
    lines that may not, or writes down why the others may.
    """

    name: str
    model: type[Model]
    fields: tuple[Field, ...]
    children: tuple[Children, ...] = ()
    identity: tuple[str, ...] = ("ref",)
    joins: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    rules: tuple[Callable[[Any], None], ...] = ()
    prepare: Callable[[Any], None] | None = None
    complete: Callable[[Any], dict[str, int]] | None = None
    changing: Callable[[Any], list[tuple[int, RecordError]]] | None = None
    keyed: bool = True
    rule: Rule | None = None
    default_ref: Callable[[dict[str, Any]], str] | None = None
    lists: dict[str, Children] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lists", {child.key: child for child in self.children})

    @property
    def table(self) -> str:
        """The name of the model's table."""
        return self.model._meta.db_table

    @cached_property
    def shape(self) -> Shape:
        """The shape of the record without its lists; before its values stand line and size."""
        return Shape(self.fields, before=2, others=["type", *self.lists])

    def rows(self, record: dict[str, Any]) -> tuple[Row, list[tuple[Children, list[Row]]]]:
        """The record as a row, and each of its lists as rows."""
        if self.default_ref and not record.get("ref"):
            record["ref"] = self.default_ref(record)
        found = []
        for key, child in self.lists.items():
            items = record.pop(key, None)
            if items:
                found.append((child, child.rows(items)))
            elif items is not None and items != []:
                child.rows(items)
        row = self.shape.row(record)
        if self.rule:
            self.rule(record)
        return row, found
