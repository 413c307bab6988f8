"""Steps: a file that takes known quotes further on their way leaves what the desk's steps leave.

One statement for all that went further, and one for all public words of another standing; both in
the transaction of the change, as ``workflow.move`` and ``classifying.stand`` do for one quote.
"""

from archive.importing import wanted
from archive.importing.staging import Stage
from quotes.models import SHOWN, Status, Step

# By where the quote goes, and for the public also by where it comes from.
TAKEN = f"""
CASE WHEN becomes = '{Status.PUBLISHED}' AND old = '{Status.RETRACTED}' THEN '{Step.RESTORED}'
     WHEN becomes = '{Status.PUBLISHED}' THEN '{Step.PUBLISHED}'
     WHEN becomes = '{Status.RETRACTED}' THEN '{Step.RETRACTED}'
     WHEN becomes = '{Status.REMOVED}' THEN '{Step.REMOVED}'
     WHEN becomes = '{Status.IN_REVIEW}' THEN '{Step.SUBMITTED}'
     ELSE '{Step.WITHDRAWN}'
END
"""

WENT_FURTHER = """
INSERT INTO quotes_transition (quote_id, step, reason, note, changed, by_id)
SELECT id, {taken}, %s, CASE WHEN becomes = '{retracted}' THEN note ELSE '' END, '[]', %s
FROM (SELECT p.n, p.id, t.status AS old, {becomes} AS becomes, {note} AS note
      {records} AND p.id IN (SELECT id FROM changed_quote)) moved
WHERE old <> becomes ORDER BY n
"""

STANDS_OTHERWISE = """
INSERT INTO quotes_transition (quote_id, step, reason, note, changed, by_id)
SELECT p.id, %s, %s, {note}, '["standing"]', %s
{records} AND t.status IN ({shown}) AND t.standing <> {standing}
    AND p.id IN (SELECT id FROM changed_quote)
ORDER BY p.n
"""


def write_down(stage: Stage, reason: str, author: int | None) -> None:
    """Leave a step for each known quote that changes its status, or in public its standing."""
    if not stage.count("changed_quote"):
        return
    kind = stage.kinds["quote"]
    values = dict(wanted.columns(kind))
    found = {
        "becomes": values['"status"'],
        "standing": values['"standing"'],
        "note": values['"public_note"'],
        "records": wanted.records(kind, new=False),
        "taken": TAKEN,
        "retracted": Status.RETRACTED.value,
        "shown": ", ".join(f"'{status.value}'" for status in SHOWN),
    }
    stage.run(WENT_FURTHER, [reason, author], **found)
    stage.run(STANDS_OTHERWISE, [Step.STANDING, reason, author], **found)
