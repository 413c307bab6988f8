"""The door: files in, a report out. Commands and pages call this and nothing else."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from archive.importing.inputs import Input
from archive.importing.refusals import Refusal
from archive.importing.runs import JSON_LINES, Progress, Reader, Report, Run
from archive.importing.staging import Stage
from quotes.fidelity.verifying import catch_up
from quotes.importing import workbooks
from quotes.importing.duplicates import Near, tell_duplicates
from quotes.importing.kinds import all_kinds
from quotes.importing.sheets import SHEETS, csv_rows, reader
from quotes.models import Status
from quotes.passages.keeping import keep_passages
from quotes.workflow import open_the_chain

FORMATS = ("jsonl", "csv", "xlsx")
STATUSES = (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)
"""What new quotes may be by default; retracted and removed ones say so themselves."""


def _nothing(*_: object) -> None:
    """Tell nobody."""


def load(
    inputs: Sequence[Input],
    *,
    file_format: str = "auto",
    sheet: str = "quote",
    status: Status = Status.DRAFT,
    author: int | None = None,
    reason: str = "",
    strict: bool = False,
    dry: bool = False,
    refuse: Callable[[Refusal], None] = _nothing,
    progress: Progress = _nothing,
    look: Callable[[], None] = _nothing,
    near: Callable[[Near], None] | None = None,
) -> Report:
    """Write what the files say; the report says what became of it.

    ``file_format`` is one of :data:`FORMATS`, or “auto”; ``sheet`` says what the rows of a CSV file
    or a workbook are. New quotes get ``status`` unless their line gives one. With an ``author``,
    they are that user's and nothing is published: at the desk that is a step of its own, by someone
    else. ``reason`` is the public note of each public quote whose words a line corrects; without
    one, such a line is refused. ``strict`` writes nothing unless every line is good, ``dry``
    nothing at all; ``look`` is called before a dry run is taken back, ``refuse`` with every refused
    line. With ``near``, every new quote is checked against the archive, and it is called with each
    that is like it. Raises ``InputError`` when a file has no records.
    """

    def made(stage: Stage) -> None:
        if near:
            tell_duplicates(stage, near, progress)

    run = Run(
        all_kinds(status, author, reason),
        strict=strict,
        dry=dry,
        refuse=refuse,
        progress=progress,
        finish=_finish,
        look=look,
        made=made,
    )
    return run.load([(file, _reader(file, file_format, sheet)) for file in inputs])


def _finish(_report: Report) -> None:
    """Even if nothing changed: the run before may have been killed right here."""
    open_the_chain()
    keep_passages()
    for _ in catch_up():  # nothing to do where no text was captured
        pass


def _reader(file: Input, file_format: str, sheet: str) -> Reader:
    chosen = _format_of(file) if file_format == "auto" else file_format
    if chosen == "jsonl":
        return JSON_LINES
    if chosen == "xlsx":
        return reader(SHEETS[sheet], workbooks.rows, workbooks.lines)
    return reader(SHEETS[sheet], csv_rows)


def _format_of(file: Input) -> str:
    """By the name, else by how the file begins."""
    suffix = PurePath(file.name).suffix.lower()
    if suffix in {".csv", ".tsv"}:
        return "csv"
    if suffix in {".jsonl", ".ndjson", ".json"}:
        return "jsonl"
    if suffix == ".xlsx" or file.head(4) == b"PK\x03\x04":
        return "xlsx"
    begins = file.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    return "jsonl" if begins.startswith((b"{", b"[")) else "csv"
