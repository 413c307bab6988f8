"""``manage.py import_archive``: files in the import format into the archive."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from archive.history import on_record
from quotes.importing import (
    FORMATS,
    SHEETS,
    STATUSES,
    InputError,
    Near,
    Refusal,
    Report,
    load,
    open_input,
)
from quotes.models import Status

SHOWN = 20
"""Lines told on the screen of those refused, and of those near to others."""

REFUSED = ("file", "line", "field", "reason", "raw")
NEAR = ("file", "line", "ref", "other", "verdict", "changes", "cautions")
"""What a line of the file of rejects, or of duplicates, tells."""


class Command(BaseCommand):
    """Good lines land, bad ones are refused; run again, it changes nothing."""

    help = "Import people, organizations, sources, roles, speeches, topics and quotes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files and how to treat them."""
        add = parser.add_argument
        add("files", nargs="+", metavar="FILE", help="a file, or - for standard input")
        add("--format", choices=["auto", *FORMATS], default="auto", dest="file_format")
        add(
            "--sheet",
            choices=list(SHEETS),
            default="quote",
            help="what the rows of CSV or XLSX are (default: quote)",
        )
        add("--dry-run", action="store_true", help="change nothing, only report")
        add("--strict", action="store_true", help="change nothing unless every line is good")
        add(
            "--status",
            choices=[status.value for status in STATUSES],
            default=Status.DRAFT.value,
            help="of new quotes whose line gives none (default: draft)",
        )
        add(
            "--reason",
            metavar="TEXT",
            default="",
            help="the public note of public quotes whose words these files correct; without one,"
            " such lines are refused",
        )
        add("--rejects", metavar="PATH", help="write refused lines there, with the reasons")
        add(
            "--duplicates",
            metavar="PATH",
            help="check each new quote against the archive, and write there what is like it;"
            " a check takes as long as importing a hundred rows",
        )
        add("--no-progress", action="store_true", help="draw no progress bar")

    def handle(self, *_: Any, files: list[str], **options: Any) -> None:
        """Import, show what became of it, and exit with 1 if anything was refused."""
        with ExitStack() as stack:
            try:
                inputs = [stack.enter_context(closing(open_input(path))) for path in files]
                refusals = _Told(self.stderr, "rejects", REFUSED, options["rejects"], stack)
                if options["reason"]:  # the history says why, too
                    stack.enter_context(on_record(None, "import", options["reason"]))
                near = _Told(self.stderr, "duplicates", NEAR, options["duplicates"], stack)
                bar = stack.enter_context(_Bar(hidden=options["no_progress"]))
                report = load(
                    inputs,
                    file_format=options["file_format"],
                    sheet=options["sheet"],
                    status=Status(options["status"]),
                    reason=options["reason"],
                    strict=options["strict"],
                    dry=options["dry_run"],
                    refuse=refusals.take,
                    progress=bar.show,
                    near=near.take if options["duplicates"] else None,
                )
            except InputError as error:
                raise CommandError(str(error)) from None
            except DatabaseError as error:
                raise CommandError(
                    f"The database ended the import: {str(error).splitlines()[0]}. Every record"
                    " that was written is whole; run the same command again to complete it."
                ) from error
        refusals.conclude()
        near.conclude()
        self._summarize(report, dry=options["dry_run"])
        if report.refused:
            sys.exit(1)

    def _summarize(self, report: Report, *, dry: bool) -> None:
        row = "{:<14}{:>10}{:>10}{:>11}{:>9}"
        self.stdout.write(row.format("", "created", "updated", "unchanged", "refused"))
        for kind, counts in report.kinds.items():
            numbers = (counts.created, counts.updated, counts.unchanged, counts.refused)
            self.stdout.write(row.format(kind, *numbers))
        if dry:
            self.stdout.write("Nothing was changed: this was a dry run.")
        elif not report.written:
            self.stdout.write("Nothing was changed: with --strict, every line must be good.")


class _Told:
    """Shows the first lines of which there is something to tell; writes all to a file if asked."""

    def __init__(
        self, screen: Any, option: str, keys: Sequence[str], path: str | None, stack: ExitStack
    ) -> None:
        self._screen = screen
        self._option = option
        self._keys = keys
        self._file = _opened(path, stack)
        self._count = 0

    def take(self, told: Refusal | Near) -> None:
        self._count += 1
        if self._count <= SHOWN:
            with tqdm.external_write_mode(file=sys.stderr):
                self._screen.write(str(told))
        if self._file:
            record = {key: getattr(told, key) for key in self._keys}
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def conclude(self) -> None:
        """Say how many there are beyond those shown."""
        more = self._count - SHOWN
        if more > 0:
            option = self._option
            where = f"--{option} PATH writes all to a file"
            self._screen.write(
                f"… and {more} more: {f'in the {option} file' if self._file else where}."
            )


def _opened(path: str | None, stack: ExitStack) -> TextIO | None:
    if path is None:
        return None
    try:
        return stack.enter_context(Path(path).open("w", encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.") from None


class _Bar:
    """A progress bar for each step, on a terminal only."""

    def __init__(self, *, hidden: bool) -> None:
        self._disable = True if hidden else None  # None: tqdm looks whether this is a terminal
        self._bar: tqdm[Any] | None = None
        self._doing = ""

    def show(self, doing: str, done: int, total: int) -> None:
        if doing != self._doing:
            self.__exit__()
            unit = "B" if doing == "reading" else ""
            self._bar = tqdm(
                desc=doing, total=total, unit=unit, unit_scale=True, disable=self._disable
            )
            self._doing = doing
        if self._bar is not None:
            self._bar.update(min(done, total - self._bar.n))

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
