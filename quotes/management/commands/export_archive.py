"""``manage.py export_archive``: the archive into a file in the import format."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from tqdm import tqdm

from quotes.files.exporting import Export
from quotes.files.tables import TableError
from quotes.importing import FORMATS, SHEETS
from quotes.models import Status


class Command(BaseCommand):
    """The same archive always gives the same bytes."""

    help = "Export the archive; import_archive reads what this writes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and what goes into it."""
        add = parser.add_argument
        add("file", nargs="?", default="-", metavar="FILE", help="a file, or - (the default)")
        add("--format", choices=list(FORMATS), dest="file_format", help="default: by FILE's name")
        add(
            "--sheet",
            choices=list(SHEETS),
            default="quote",
            help="what the rows of CSV or XLSX are (default: quote)",
        )
        add(
            "--status",
            action="append",
            choices=Status.values,
            default=[],
            help="only quotes of this status (repeatable); with published and retracted alone,"
            " only what visitors may see is written",
        )
        add("--private", action="store_true", help="also editors' notes and removed quotes")
        add("--no-progress", action="store_true", help="draw no progress bar")

    def handle(self, *_: Any, file: str, **options: Any) -> None:
        """Write the file, whole or not at all."""
        statuses = [Status(status) for status in options["status"]]
        if Status.REMOVED in statuses and not options["private"]:
            raise CommandError("Removed quotes are exported with --private only.")
        by_name = next((f for f in FORMATS if file.lower().endswith(f".{f}")), "jsonl")
        file_format = options["file_format"] or by_name
        writing = Export(statuses, private=options["private"])
        with (
            _opened(file, self.stdout) as stream,
            tqdm(total=writing.total(), disable=options["no_progress"] or None) as bar,
        ):
            export = Export(statuses, private=options["private"], progress=bar.update)
            if file_format == "jsonl":
                export.write_jsonl(stream)
            elif file_format == "csv":
                export.write_table(stream, options["sheet"])
            else:
                _write_workbook(export, stream, options["sheet"])


def _write_workbook(export: Export, stream: Any, sheet: str) -> None:
    try:
        export.write_workbook(_bytes(stream), sheet)
    except TableError as error:
        raise CommandError(str(error)) from None


def _bytes(stream: Any) -> BinaryIO:
    """What is under a text stream: a workbook is no text."""
    return getattr(stream, "_out", stream).buffer


@contextmanager
def _opened(path: str, stdout: OutputWrapper) -> Iterator[TextIO | OutputWrapper]:
    """Standard output, or a new file that takes its name once it is complete."""
    if path == "-":
        yield stdout
        return
    part = Path(f"{path}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
