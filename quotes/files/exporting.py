"""From the archive into files, quotes included: the counterpart of ``quotes.importing``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO, Protocol

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.exporting import ALL, Record, line, records
from archive.importing.shapes import Children, Kind
from archive.models import Redirect, Source
from archive.models.sources import Rights
from quotes.files.tables import Table
from quotes.importing.kinds import all_kinds
from quotes.models import ONCE_PUBLIC, Quote, Status

ANCHORS = ("edition", "exact", "prefix", "suffix", "start", "end")
Progress = Callable[[int], object]


class Writable(Protocol):
    """All that is needed of a file."""

    def write(self, text: str, /) -> object:
        """Take some text."""


@dataclass(frozen=True)
class Export:
    """What to write. Without ``statuses``, every quote but those removed for legal reasons.

    ``private`` adds those, and what is for editors only. Where only published and retracted quotes
    are asked for, only what visitors may see is written: it can be handed out.
    """

    statuses: Sequence[Status] = ()
    private: bool = False
    progress: Progress = bool

    def write_jsonl(self, file: Writable) -> None:
        """Everything, as JSON Lines."""
        with _one_moment():
            for record in self.records():
                file.write(line(record))

    def write_table(self, file: Writable, name: str = "quote") -> None:
        """One kind alone, as a sheet; relations, anchors and texts have no place there."""
        with _one_moment():
            for text in self._table(name).csv():
                file.write(text)
                self.progress(1)

    def write_workbook(self, file: BinaryIO, name: str = "quote") -> None:
        """The same as an Excel file."""
        with _one_moment():
            self._table(name).write_xlsx(file)

    def _table(self, name: str) -> Table:
        kind = next(kind for kind in all_kinds() if kind.name == name)
        return Table(name, self._rows(kind), private=self.private, items=self._items)

    def total(self) -> int:
        """How many records there are to write."""
        return sum(self._rows(kind).count() for kind in all_kinds())

    def records(self) -> Iterator[Record]:
        """Every record, each after those it leads to."""
        for kind in all_kinds():
            yield from self._records_of(kind)

    @property
    def _public_only(self) -> bool:
        return bool(self.statuses) and set(self.statuses) <= set(ONCE_PUBLIC) and not self.private

    @property
    def _quotes(self) -> Q:
        shown = self.statuses or [s for s in Status if self.private or s != Status.REMOVED]
        return Q(status__in=shown)

    def _records_of(self, kind: Kind) -> Iterator[Record]:
        rows = self._rows(kind)
        for record in records(kind, rows, private=self.private, items=self._items):
            self.progress(1)
            yield self._without_hidden_text(record) if kind.name == "quote" else record

    def _rows(self, kind: Kind) -> QuerySet[Any]:
        rows = kind.model._default_manager.all()
        if kind.name == "quote":
            return rows.filter(self._quotes)
        if kind.name == "redirect":
            return rows.filter(self._leads_to_what_is_written())
        return rows.filter(is_public=True) if self._public_only else rows

    def _leads_to_what_is_written(self) -> Q:
        leading = Q(pk__in=[])
        for kind in all_kinds():
            if kind.model is not Redirect:
                target = self._rows(kind).filter(ref=OuterRef("new_ref"))
                leading |= Q(Exists(target), kind=kind.name)
        return leading

    def _items(self, child: Children) -> Q:
        """Which items of a list are written: none that leads to what is not."""
        if child.key == "relations":
            return Q(other__in=Quote.objects.filter(self._quotes))
        if self._public_only and child.key == "texts":
            return Q(source__rights=Rights.PUBLIC)
        return ALL

    def _without_hidden_text(self, record: Record) -> Record:
        """Without anchors into texts that visitors may not read, when visitors are to read this."""
        for citation in record.get("citations", ()) if self._public_only else ():
            if citation["source"] not in self._readable:
                for key in ANCHORS:
                    citation.pop(key, None)
        return record

    @cached_property
    def _readable(self) -> frozenset[str]:
        sources = Source.objects.filter(rights=Rights.PUBLIC, texts__isnull=False)
        return frozenset(sources.values_list("ref", flat=True))


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, so that no link leads to what was not written."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
