"""Putting a record back as the change log knows it was: as a new change, checked like any other."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from archive.history import on_record
from archive.opening import open_the_record

NEVER = frozenset({"id", "ref", "is_public", "created_at", "updated_at"})
"""What no restoring changes: an address given out keeps answering."""


class RestoreError(Exception):
    """A version that cannot be restored; the message is for the editor."""


def version(record: models.Model, event: Any, never: Iterable[str] = ()) -> dict[str, Any]:
    """What differs between the record and an event of its log, by column attribute."""
    kept_out = {*NEVER, *never}
    tracked = {field.attname for field in event._meta.concrete_fields}
    return {
        field.attname: getattr(event, field.attname)
        for field in record._meta.concrete_fields
        if field.editable or field.is_relation
        if not field.generated and field.attname in tracked
        if field.name not in kept_out
        and getattr(event, field.attname) != getattr(record, field.attname)
    }


@transaction.atomic
def restore(record: models.Model, values: dict[str, Any], by: Any, reason: str) -> None:
    """Write ``values`` to the record; raises ``ValidationError`` where they no longer fit."""
    require_reason(reason, values)
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean(exclude=[field.name for field in record._meta.fields if field.generated])
    with on_record(by, "an earlier version restored", reason):
        clocks = [f.name for f in record._meta.fields if getattr(f, "auto_now", False)]
        copied = [f.name for f in record._meta.fields if hasattr(f, "of")]
        record.save(update_fields=[*_names(record, values), *clocks, *copied])
        if getattr(record, "is_public", False):
            open_the_record()  # what it led to then may never have been public


def require_reason(reason: str, values: dict[str, Any]) -> None:
    """Raise ``RestoreError`` if there is nothing to restore, or nothing said why."""
    if not values:
        raise RestoreError("The record is as it was then: there is nothing to restore.")
    if not reason.strip():
        raise RestoreError("Restoring an earlier version needs a reason.")


def _names(record: models.Model, values: dict[str, Any]) -> list[str]:
    return [field.name for field in record._meta.concrete_fields if field.attname in values]
