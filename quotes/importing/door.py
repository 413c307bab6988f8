"""The door: files in, a report out. Commands and pages call this and nothing else."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from archive.importing.inputs import Input
from archive.importing.refusals import Refusal
from archive.importing.runs import JSON_LINES, Progress, Reader, Report, Run
from quotes.importing.kinds import all_kinds
from quotes.importing.sheets import SHEET
from quotes.models import Status
from quotes.passages import keep_passages
from quotes.workflow import open_the_chain

FORMATS = {"jsonl": JSON_LINES, "csv": SHEET}
STATUSES = (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)
"""What new quotes may be by default; retracted and removed ones say so themselves."""


def _nothing(*_: object) -> None:
    """Tell nobody."""


def load(
    inputs: Sequence[Input],
    *,
    file_format: str = "auto",
    status: Status = Status.DRAFT,
    strict: bool = False,
    dry: bool = False,
    refuse: Callable[[Refusal], None] = _nothing,
    progress: Progress = _nothing,
) -> Report:
    """Write what the files say; the report says what became of it.

    ``file_format`` is a key of :data:`FORMATS`, or “auto”. New quotes get ``status`` unless their
    line gives one. ``strict`` writes nothing unless every line is good, ``dry`` nothing at all.
    ``refuse`` is called with every refused line. Raises ``InputError`` when a file has no records.
    """
    run = Run(
        all_kinds(status),
        strict=strict,
        dry=dry,
        refuse=refuse,
        progress=progress,
        finish=_finish,
    )
    return run.load([(file, _reader(file, file_format)) for file in inputs])


def _finish(_: Report) -> None:
    """Even if nothing changed: the run before may have been killed right here."""
    open_the_chain()
    keep_passages()


def _reader(file: Input, file_format: str) -> Reader:
    if file_format in FORMATS:
        return FORMATS[file_format]
    suffix = PurePath(file.name).suffix.lower()
    if suffix in {".csv", ".tsv"}:
        return SHEET
    if suffix in {".jsonl", ".ndjson", ".json"}:
        return JSON_LINES
    begins = file.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    return JSON_LINES if begins.startswith((b"{", b"[")) else SHEET
