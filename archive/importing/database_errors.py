"""What to say when the database refuses a record that every check let pass."""

from functools import cache

from django.apps import apps
from django.db import DatabaseError

# Classes of SQLSTATE that one row's values can bring about: data, integrity, limits, triggers.
# Anything else (a lost connection, a full disk) is no fault of the file and ends the run.
BY_A_ROW = ("22", "23", "54", "P0")


def sentence(error: DatabaseError) -> str:
    """Why the database refused, for the reader; raises what no record can have caused."""
    cause = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None or not (getattr(cause, "sqlstate", None) or "").startswith(BY_A_ROW):
        raise error
    promise = _promises().get(diagnosis.constraint_name or "")
    return promise or f"The database refuses this record: {diagnosis.message_primary}."


@cache
def _promises() -> dict[str, str]:
    """The sentences of the models' constraints, by name."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
