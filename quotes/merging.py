"""Merging two quotes: as ``archive.merging``, and what the public has read stays readable."""

from typing import Any

from django.db import transaction

from archive.merging import MergeError, lock
from archive.merging import merge as merge_records
from archive.merging import preview as preview_records
from archive.models import Redirect
from quotes.models import ONCE_PUBLIC, Quote, Status
from quotes.workflow import open_the_chain


@transaction.atomic
def merge(kept: Quote, duplicate: Quote, reason: str, by: Any = None) -> Redirect:
    """Merge ``duplicate`` into ``kept``; raises ``MergeError`` where an address would go dark."""
    lock(kept, duplicate)  # so that neither is published or removed after it was looked at
    _require_readable(kept, duplicate)
    redirect = merge_records(kept, duplicate, reason, by)
    if kept.status in ONCE_PUBLIC:
        open_the_chain()  # a source of the duplicate's is now a public quote's
    return redirect


def preview(kept: Quote, duplicate: Quote) -> Any:
    """What merging would move, refused where merging is."""
    _require_readable(kept, duplicate)
    return preview_records(kept, duplicate)


def _require_readable(kept: Quote, duplicate: Quote) -> None:
    if Status.REMOVED in (kept.status, duplicate.status):
        raise MergeError("A removed quote cannot be merged: its address must say that it is gone.")
    if duplicate.status in ONCE_PUBLIC and kept.status not in ONCE_PUBLIC:
        raise MergeError(
            f"“{duplicate}” is public and its address was given out: keep that one instead."
        )
