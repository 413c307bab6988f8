"""Letting a file in at the desk: tried first and taken back, then written, by one importer."""

from dataclasses import dataclass, field

from django.db import connection, transaction

from archive.history import on_record
from archive.importing.inputs import LONGEST_LINE
from archive.importing.refusals import Refusal
from archive.importing.runs import Report
from archive.preview import Difference, Preview
from quotes.files.uploads import Upload
from quotes.importing import load
from quotes.importing.corrections import OWED
from quotes.models import Status

MOST_BYTES = 5 * 2**20
"""Some 12,000 quotes: as much as one request writes in seconds. The command line has no limit."""

assert MOST_BYTES < LONGEST_LINE

SHOWN = 100
"""Refused rows, and differences, that a page shows."""

PATIENCE = "60s"
"""For one statement of the import; a web process allows far less otherwise."""


@dataclass
class Outcome:
    """What became of a file, or would become of it."""

    report: Report
    refused: list[Refusal] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def shown(self) -> list[Difference]:
        """The first differences."""
        return self.differences[:SHOWN]

    @property
    def owes_a_reason(self) -> bool:
        """Whether a row was refused that corrects what is public without saying why."""
        return any(refusal.reason.startswith(OWED) for refusal in self.refused)


def preview(upload: Upload) -> Outcome:
    """What :func:`let_in` would do; nothing is changed. ``InputError`` if it cannot be read."""
    return _load(upload, dry=True)


def preview_with(upload: Upload, reason: str) -> Outcome:
    """The same with another reason, which the upload keeps."""
    upload.reason = reason
    upload.save(update_fields=["reason"])
    return preview(upload)


@transaction.atomic
def let_in(upload: Upload) -> Outcome:
    """Write the good rows, all at once, in the name of who brought the file; forget the file."""
    outcome = _load(upload, dry=False)
    upload.delete()
    return outcome


@transaction.atomic
def _load(upload: Upload, *, dry: bool) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
    outcome = Outcome(Report())
    before = Preview() if dry else None

    def look() -> None:
        outcome.differences = before.differences() if before else []

    def refuse(refusal: Refusal) -> None:
        if len(outcome.refused) < SHOWN:
            outcome.refused.append(refusal)

    with on_record(upload.by, f"import of {upload.name}", upload.reason):
        outcome.report = load(
            [upload.file()],
            sheet=upload.noun,
            status=Status(upload.status),
            author=upload.by_id,
            reason=upload.reason,
            dry=dry,
            refuse=refuse,
            look=look,
        )
    return outcome
