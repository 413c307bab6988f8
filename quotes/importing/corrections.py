"""Corrections: what a file changes of a public quote's words, its readers are owed a note for.

It is looked at once it is known what differs, right before that is written: an import that changes
nothing pays nothing for it. Without a reason the line is refused; with one, the step and its public
note are written in the transaction of the change. What a reviewer approved for a time is published
as it was approved: no line changes it meanwhile.
"""

from collections.abc import Callable
from typing import Final

from archive.importing import wanted
from archive.importing.loading import Culprits
from archive.importing.refusals import RecordError
from archive.importing.staging import Stage
from quotes.importing import steps
from quotes.models import ONCE_PUBLIC, Status, Step
from quotes.workflow import CORRECTABLE

CITATIONS: Final = "citations"

OWED: Final = (
    "This quote is public, and its readers are owed a note for a correction: give a reason (at the "
    "command line --reason)."
)
APPROVED: Final = (
    "This quote is approved to be published at {:%Y-%m-%d %H:%M} UTC, as it is: cancel that at the "
    "desk before a file changes it."
)
GONE: Final = "This quote was removed for legal reasons; a file cannot change it."


def told_to_the_public(reason: str, author: int | None) -> Callable[[Stage], Culprits]:
    """What refuses another reading of a public quote, or writes down why there is one."""

    def changing(stage: Stage) -> Culprits:
        _find(stage)
        refused = _of_removed(stage) + _of_scheduled(stage)
        if reason.strip():
            _write_down(stage, reason.strip(), author)
        else:
            refused += _without_a_note(stage)
        if not refused:
            steps.write_down(stage, reason.strip(), author)
        return refused

    return changing


def _find(stage: Stage) -> None:
    """Make ``corrected_quote``: known quotes once public, and what of their words would change."""
    kind = stage.kinds["quote"]
    values = dict(wanted.columns(kind))
    stored = {field.key: f'"{field.stored}"' for field in kind.fields if field.key in CORRECTABLE}
    stage.make(
        "corrected_quote",
        """AS
        SELECT p.n, p.id, t.status AS old, {becomes} AS new, s.public_note AS note,
               array_remove(ARRAY[{differences}], NULL) AS changed
        {records} AND t.status IN ({public}) AND p.id IN (SELECT id FROM changed_quote)
        """,
        becomes=values['"status"'],
        differences=", ".join(
            f"CASE WHEN t.{column} IS DISTINCT FROM {values[column]} THEN '{key}' END"
            for key, column in stored.items()
        ),
        records=wanted.records(kind, new=False),
        public=", ".join(f"'{status.value}'" for status in ONCE_PUBLIC),
    )
    if stage.count("corrected_quote"):
        _find_citations(stage)


def _find_citations(stage: Stage) -> None:
    """Add what a source printed, where that is another wording now; a new source adds only."""
    kind = stage.kinds["quote"]
    stage.run(
        """
        UPDATE corrected_quote q SET changed = changed || '{citations}'::text FROM (
            (SELECT k.quote_id, k.source_id, k.wording, k.as_credited FROM quotes_citation k
             WHERE k.quote_id IN (SELECT id FROM corrected_quote))
            EXCEPT ALL
            (SELECT p.id, "to_source".id, c.wording, c.as_credited {items}
             WHERE p.id IN (SELECT id FROM corrected_quote))
        ) gone WHERE gone.quote_id = q.id AND NOT '{citations}' = ANY (changed)
        """,
        citations=CITATIONS,
        items=wanted.items(kind, kind.lists[CITATIONS]),
    )


def _of_removed(stage: Stage) -> Culprits:
    rows = stage.ask(
        "SELECT n, changed[1] FROM corrected_quote WHERE old = '{removed}' AND changed <> '{{}}'",
        removed=Status.REMOVED.value,
    )
    return [(n, RecordError(GONE, field)) for n, field in rows]


def _of_scheduled(stage: Stage) -> Culprits:
    rows = stage.ask("""
        SELECT p.n, q.publish_at AT TIME ZONE 'UTC'
        FROM placed_quote p JOIN quotes_quote q ON q.id = p.id
        WHERE q.publish_at IS NOT NULL AND q.id IN (SELECT id FROM changed_quote) ORDER BY p.n
        """)
    return [(n, RecordError(APPROVED.format(at))) for n, at in rows]


def _without_a_note(stage: Stage) -> Culprits:
    rows = stage.ask(
        "SELECT n, changed FROM corrected_quote WHERE old <> '{removed}' AND changed <> '{{}}'",
        removed=Status.REMOVED.value,
    )
    return [
        (n, RecordError(f"{OWED} It would change: {', '.join(names)}.", names[0]))
        for n, names in rows
    ]


def _write_down(stage: Stage, reason: str, author: int | None) -> None:
    """One step for each corrected quote, as ``workflow.correct`` writes it for one."""
    stage.run(
        """
        INSERT INTO quotes_transition (quote_id, step, reason, note, changed, by_id)
        SELECT id, %s, '', %s, to_jsonb(changed), %s FROM corrected_quote
        WHERE old <> %s AND changed <> '{{}}' ORDER BY n
        """,
        [Step.CORRECTED, reason, author, Status.REMOVED],
    )
