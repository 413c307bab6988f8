"""A run: files are read and staged, then everything is written in one transaction, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, transaction

from archive.importing import json_lines
from archive.importing.inputs import Input
from archive.importing.loading import Counts, load
from archive.importing.refusals import InputError, RecordError, Refusal, shortened
from archive.importing.shapes import Kind
from archive.importing.staging import Stage, place

Record = dict[str, Any]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it was just done, and how much there is."""

LONGEST_RAW = 2_000
"""Characters of a refused line that are repeated."""


@dataclass(frozen=True)
class Reader:
    """How a format becomes records: numbered lines, each with its size and a record or refusal.

    ``partial`` when the format has no place for some of what the archive holds. ``said`` turns the
    name of a field into the file's own, ``lines`` gives what stands on each line.
    """

    records: Callable[[Input], Iterator[tuple[int, int, Record | RecordError]]]
    partial: bool = False
    said: Callable[[str], str] = str
    lines: Callable[[Input], Iterator[tuple[int, bytes]]] = Input.lines


def _json_records(file: Input) -> Iterator[tuple[int, int, Record | RecordError]]:
    for number, raw in file.lines():
        if raw.isspace():
            continue
        try:
            yield number, len(raw), json_lines.parse(raw)
        except RecordError as refused:
            yield number, len(raw), refused


JSON_LINES = Reader(_json_records)


@dataclass
class Report:
    """What a run did, or would have done."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    written: bool = True

    @property
    def refused(self) -> int:
        """How many lines were not taken."""
        return sum(counts.refused for counts in self.kinds.values())

    @property
    def changed(self) -> int:
        """How many records were created or updated."""
        return sum(counts.created + counts.updated for counts in self.kinds.values())


@dataclass
class Run:
    """One import: its kinds of records in the order of their dependence, and how it goes.

    ``strict`` writes nothing unless every line is good; ``dry`` writes nothing at all, and reports
    the same. ``refuse`` is called with every refused line, in order. ``finish`` runs after the last
    record is written, ``look`` before what a dry run did is taken back. ``made`` may ask the stage
    what is new, once that is written or right before it is taken back. Unless everything may have
    to be taken back, or a transaction is around it already, each kind is a transaction, and helpers
    share the work where there is much.
    """

    kinds: Sequence[Kind]
    strict: bool
    dry: bool
    refuse: Callable[[Refusal], None]
    progress: Progress
    finish: Callable[[Report], None]
    look: Callable[[], None]
    made: Callable[[Stage], None]

    def load(self, inputs: Sequence[tuple[Input, Reader]]) -> Report:
        """Read and write everything; what became of it. ``InputError`` when there is nothing."""
        whole = self.strict or self.dry or connection.in_atomic_block
        stage = Stage(self.kinds, alone=not whole)
        stage.open()
        try:
            self._read(stage, inputs)
            with _one_at_a_time(stage), nullcontext() if stage.alone else transaction.atomic():
                report = self._write(stage, inputs)
            if report.written:  # and the next import need not wait for this
                self.made(stage)
            return report
        finally:
            if not connection.needs_rollback and connection.is_usable():
                stage.close()

    def _read(self, stage: Stage, inputs: Sequence[tuple[Input, Reader]]) -> None:
        total = sum(file.size for file, _ in inputs)
        for number, (file, reader) in enumerate(inputs):
            stage.add_file(number, file.name, partial=reader.partial)
            seen = 0
            for line, size, record in reader.records(file):
                seen += 1
                self._take(stage, place(number, line), size, record)
                if read := stage.flush_if_full(size):
                    self.progress("reading", read, total)
            if not seen:
                raise InputError(f"{file.name} has no records: there is nothing to import.")
        stage.settle()

    def _take(self, stage: Stage, n: int, size: int, record: Record | RecordError) -> None:
        """Stage one record, or the reason why not."""
        name = "line"
        try:
            if isinstance(record, RecordError):
                raise record
            kind = self._kind(stage, record)
            name = kind.name
            row, lists = kind.rows(record)
        except RecordError as refused:
            stage.refuse(n, name, refused)
        else:
            stage.add(kind, n, size, row, lists)

    def _kind(self, stage: Stage, record: Record) -> Kind:
        kind = stage.kinds.get(_text(record.pop("type", None)))
        if kind is None:
            raise RecordError(f"The type must be one of {', '.join(stage.kinds)}.", "type")
        return kind

    def _write(self, stage: Stage, inputs: Sequence[tuple[Input, Reader]]) -> Report:
        report = Report()
        for kind in self.kinds:
            if kind.name in stage.begun and (total := stage.count(f"staged_{kind.name}")):
                progress = partial(self._written, kind.name, total)
                written = load(stage, kind, progress)
                for name, counts in written.items():
                    report.kinds.setdefault(name, Counts()).add(counts)
        self._tell_refusals(stage, inputs, report)
        report.written = not (self.dry or (self.strict and report.refused))
        if report.written:
            self.finish(report)
            stage.run("SET CONSTRAINTS ALL DEFERRED")  # a transaction around this may go on
        else:
            self.look()
            self.made(stage)
            transaction.set_rollback(True)
        return report

    def _written(self, kind: str, total: int, done: int) -> None:
        self.progress(kind, done, total)

    def _tell_refusals(
        self, stage: Stage, inputs: Sequence[tuple[Input, Reader]], report: Report
    ) -> None:
        """Pass on every refused line, reading the files again for what stands there."""
        current = -1
        lines: Iterator[tuple[int, bytes]] = iter(())
        for number, line, kind, key, reason in stage.refusals():
            file, reader = inputs[number]
            if number != current:
                current, lines = number, reader.lines(file)
            raw = next((raw for at, raw in lines if at == line), b"")
            report.kinds.setdefault(kind, Counts()).refused += 1
            said = reader.said(key)
            self.refuse(Refusal(file.name, line, kind, said, reason, _readable(raw)))


ONE_AT_A_TIME = 7_316_402_817
"""The key of the lock that makes a second import wait for the first; any number would do."""


@contextmanager
def _one_at_a_time(stage: Stage) -> Iterator[None]:
    stage.run("SELECT pg_advisory_lock({key})", key=str(ONE_AT_A_TIME))
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.is_usable():
            stage.run("SELECT pg_advisory_unlock({key})", key=str(ONE_AT_A_TIME))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _readable(raw: bytes) -> str:
    """A refused line as text, whatever its bytes; cut when it is very long."""
    text = raw.rstrip(b"\r\n").decode(errors="backslashreplace").replace("\0", "\\x00")
    return shortened(text, LONGEST_RAW)
