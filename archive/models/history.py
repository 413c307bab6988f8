"""The change log: every insert, update and delete of the record, written by the database itself.

django-pghistory adds triggers, so raw SQL and bulk loads are in the log too. They fire once a
statement (transition tables), not once a row: a load of thousands of rows stays set-wise.
"""

import pghistory


def kept() -> tuple[pghistory.RowEvent, ...]:
    """The events to log for a noun: what it became on insert and update, what it was on delete."""
    return (
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(level=pghistory.Statement),
        pghistory.DeleteEvent(level=pghistory.Statement),
    )
