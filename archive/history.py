"""Who writes and why, for the change log the database keeps (``archive.models.history``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pghistory
from pghistory import runtime


@contextmanager
def on_record(by: Any, step: str, reason: str = "") -> Iterator[None]:
    """Log the writes within as done by ``by``: this step, for this reason.

    pghistory gives a whole request one context, whatever is nested in it: of a hundred quotes
    retracted at once each would be logged with the last one's step. This begins one of its own.
    """
    said = {"user": by.pk if by else None, "step": step, "reason": reason}
    with pghistory.context() as outer:
        runtime._tracker.value = runtime.Context(
            id=uuid4(),
            metadata={**outer.metadata, **{name: value for name, value in said.items() if value}},
        )
        try:
            yield
        finally:
            runtime._tracker.value = outer
