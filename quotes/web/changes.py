"""What changed on a quote since the public could read it: said, never shown again.

Read from the change log that the database writes itself. What a corrected text said before is not
repeated: a correction may have been a legal duty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quotes.models import SHOWN, Quote, Status
from quotes.web import words

MOST = 200
"""Rows of the log that are read, the newest: a page stays a page."""

CORRECTED: dict[str, words.Word] = {
    "text": gettext_lazy("Words corrected"),
    "kind": gettext_lazy("Kind corrected"),
    "language": gettext_lazy("Language corrected"),
    "spoken_language": gettext_lazy("Language spoken corrected"),
    "speaker_id": gettext_lazy("Speaker corrected"),
    "organization_id": gettext_lazy("Organization corrected"),
    "role_id": gettext_lazy("Role corrected"),
    "as_credited": gettext_lazy("Credit corrected"),
    "speech_id": gettext_lazy("Speech corrected"),
    "said": gettext_lazy("Date corrected"),
    "public_note": gettext_lazy("Note changed"),
}


@dataclass(frozen=True)
class Change:
    """What the public saw change, and on which day."""

    when: str
    what: tuple[str, ...]


def public_changes(quote: Quote) -> list[Change]:
    """The changes of a quote since it was first public, oldest first."""
    columns = ("pgh_created_at", "status", "standing", *CORRECTED)
    newest: Any = quote.events.order_by("-pgh_id").values(*columns)[:MOST]  # type: ignore[attr-defined]  # made by pghistory
    return list(_changes(reversed(newest)))


def _changes(log: Iterable[dict[str, Any]]) -> Iterator[Change]:
    rows = list(log)
    public = next((n for n, row in enumerate(rows) if row["status"] in SHOWN), len(rows))
    if public < len(rows):
        yield Change(_day(rows[public]), (_("Published"),))
    for before, after in pairwise(rows[public:]):
        if what := tuple(_differences(before, after)):
            yield Change(_day(after), what)


def _day(row: dict[str, Any]) -> str:
    return words.date_in_words(row["pgh_created_at"].date().isoformat())


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if before["status"] != after["status"]:
        yield _("Published again") if after["status"] == Status.PUBLISHED else _("Retracted")
    if before["standing"] != after["standing"]:
        yield _("Standing changed from “%(before)s” to “%(after)s”") % {
            "before": words.STANDINGS[before["standing"]],
            "after": words.STANDINGS[after["standing"]],
        }
    yield from (str(said) for name, said in CORRECTED.items() if before[name] != after[name])
