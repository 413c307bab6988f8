"""The change log: every insert, update and delete of the record, written by the database itself.

django-pghistory adds triggers, so raw SQL and bulk loads are in the log too. They fire once a
statement (transition tables), not once a row: a load of thousands of rows stays set-wise.
"""

from typing import Any

import pghistory
from django.db import models


def kept() -> tuple[pghistory.RowEvent, ...]:
    """The events to log for a noun: what it became on insert and update, what it was on delete."""
    return (
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(level=pghistory.Statement),
        pghistory.DeleteEvent(level=pghistory.Statement),
    )


def unindexed(noun: type[models.Model], *keys: str) -> dict[str, Any]:
    """Foreign keys of the log without an index, for ``attrs``.

    A History page asks for a record's own rows and for those of what it owns, never for every quote
    of a speaker; each index costs a load of quotes 2 µs a row.
    """
    return {key: _logged(noun._meta.get_field(key)) for key in keys}


def _logged(key: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        key.remote_field.model,
        models.DO_NOTHING,
        null=key.null,
        blank=key.blank,
        help_text=key.help_text,
        db_index=False,
        db_constraint=False,
        related_name="+",
        related_query_name="+",
    )
