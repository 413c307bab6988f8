"""Loading: staged records of one kind become rows, in batches, whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from archive.importing import changes, checks, helpers, links, writing
from archive.importing.database_errors import sentence
from archive.importing.refusals import RecordError
from archive.importing.shapes import Kind
from archive.importing.staging import Stage
from archive.importing.writing import Lines

BATCH = 2_000
BATCH_BYTES = 8 * 2**20

Culprits = list[tuple[int, RecordError]]
"""Lines that cannot be written after all, each with what is wrong with it."""

Write = Callable[[Stage, Kind, Lines], None]
Progress = Callable[[int], None]


@dataclass
class Counts:
    """What became of the records of one kind."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    def add(self, other: "Counts") -> None:
        """Count those of another load in."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused


class _StumbledError(Exception):
    """Lines that are not to be written after all, with the reason for each."""

    def __init__(self, culprits: Culprits) -> None:
        super().__init__()
        self.culprits = culprits


def load(stage: Stage, kind: Kind, progress: Progress) -> dict[str, Counts]:
    """Check and write every staged record of ``kind``; what became of them, by kind.

    Records named inline count under their own kind. Should the database, or ``kind.changing``,
    refuse a record that all checks let pass, the kind is taken back, the record refused, and the
    rest written again.
    """
    _understand(stage, kind)
    _check(stage, kind)
    named = _write_many(stage, kind, progress) if stage.alone else {}
    while True:
        try:
            with transaction.atomic():
                stage.run("SET CONSTRAINTS ALL IMMEDIATE")  # a fault shows while its line is known
                return _write(stage, kind, named, progress)
        except _StumbledError as stumbled:
            for n, refused in stumbled.culprits:
                stage.refuse(n, kind.name, refused)
            stage.flush()
            stage.drop_refused(kind)
            _check(stage, kind)


def _write_many(stage: Stage, kind: Kind, progress: Progress) -> dict[str, int]:
    """Let helpers write the new records, if there are many; what had to be created for them."""
    if not helpers.worthwhile(stage.count(f"placed_{kind.name}", "is_new")):
        return {}
    with transaction.atomic():
        named = _complete(stage, kind)
    for first, last in helpers.write_new(stage, kind, _batches(stage, kind)):
        stage.run(
            "UPDATE placed_{kind} SET written = is_new WHERE n BETWEEN %s AND %s",
            [first, last],
            kind=kind.name,
        )
        progress(BATCH)
    return named


def _complete(stage: Stage, kind: Kind) -> dict[str, int]:
    """Create what the records name, now that it is known which are good."""
    for child in kind.children:
        writing.drop_repeated(stage, kind, child)
    return kind.complete(stage) if kind.complete else {}


def _understand(stage: Stage, kind: Kind) -> None:
    """Give every record its row, and every name its ref."""
    checks.once_each(stage, kind)
    checks.not_merged_away(stage, kind)
    stage.drop_refused(kind)
    links.place(stage, kind)
    if kind.prepare:
        kind.prepare(stage)


def _check(stage: Stage, kind: Kind) -> None:
    """Refuse what is wrong, until nothing left depends on anything refused."""
    refused = -1
    while refused != (refused := stage.count("staged_refusal")):
        stage.drop_refused(kind)
        links.resolve(stage, kind)
        checks.leading_somewhere(stage, kind)
        for rule in kind.rules:
            rule(stage)


def _write(
    stage: Stage, kind: Kind, named: dict[str, int], progress: Progress
) -> dict[str, Counts]:
    named = named | _complete(stage, kind)
    changes.find(stage, kind)
    culprits: Culprits = []
    if kind.changing and kind.name in stage.known and (culprits := kind.changing(stage)):
        raise _StumbledError(culprits)
    for lines in _batches(stage, kind, "NOT written"):
        _attempt(stage, kind, writing.write_records, lines, culprits)
        progress(BATCH)
    for lines in _batches(stage, kind):
        _attempt(stage, kind, writing.write_items_among_themselves, lines, culprits)
    if culprits:
        raise _StumbledError(culprits)
    created = {name: Counts(created=number) for name, number in named.items()}
    return {kind.name: _counts(stage, kind)} | created


def _batches(stage: Stage, kind: Kind, condition: str = "true") -> list[Lines]:
    """The first and last line of each portion; one portion is one set of statements."""
    return stage.ask(
        """
        SELECT min(n), max(n) FROM (
            SELECT n, row_number() OVER before / {rows} AS by_rows,
                   sum(size) OVER before / {bytes} AS by_bytes
            FROM placed_{kind} JOIN staged_{kind} USING (n) WHERE {condition}
            WINDOW before AS (ORDER BY n ROWS UNBOUNDED PRECEDING)
        ) numbered GROUP BY by_rows, by_bytes ORDER BY 1
        """,
        kind=kind.name,
        rows=str(BATCH),
        bytes=str(BATCH_BYTES),
        condition=condition,
    )


def _attempt(stage: Stage, kind: Kind, write: Write, lines: Lines, culprits: Culprits) -> None:
    """Write the lines; where the database stumbles, halve them until the one at fault is alone."""
    try:
        with transaction.atomic():
            write(stage, kind, lines)
    except DatabaseError as error:
        reason = sentence(error)
        if lines[0] == lines[1]:
            culprits.append((lines[0], RecordError(reason)))
            return
        for half in _halves(stage, kind, lines):
            _attempt(stage, kind, write, half, culprits)


def _halves(stage: Stage, kind: Kind, lines: Lines) -> list[Lines]:
    return stage.ask(
        """
        SELECT min(n), max(n) FROM (
            SELECT n, ntile(2) OVER (ORDER BY n) AS half FROM placed_{kind}
            WHERE n BETWEEN %s AND %s
        ) numbered GROUP BY half ORDER BY half
        """,
        lines,
        kind=kind.name,
    )


def _counts(stage: Stage, kind: Kind) -> Counts:
    placed = f"placed_{kind.name}"
    created = stage.count(placed, "is_new AND n IS NOT NULL")
    updated = stage.count(f"changed_{kind.name}") if kind.name in stage.known else 0
    known = stage.count(placed, "NOT is_new")
    return Counts(created, updated, known - updated)
