"""What changed on quotes since the public could read them: said, never shown again.

Read from the change log that the database writes itself. What a corrected text said before is not
repeated: a correction may have been a legal duty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quotes.models import SHOWN, Quote, Status
from quotes.web import words

MOST = 200
"""Rows of the log that are read, the newest: a page stays a page."""

MOST_READ = 2_000
"""Rows of all quotes' log that are looked through for corrections, the newest."""

MOST_CORRECTIONS = 300

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


BECAME: dict[str, words.Word] = {
    Status.PUBLISHED: gettext_lazy("Published again"),
    Status.RETRACTED: gettext_lazy("Retracted"),
    Status.REMOVED: gettext_lazy("Removed for legal reasons"),
}


@dataclass(frozen=True)
class Change:
    """What the public saw change, and on which day."""

    when: str
    what: tuple[str, ...]


@dataclass(frozen=True)
class Correction:
    """What changed on one quote of many, and when: a place of the log as its number."""

    number: int
    quote_id: int
    at: datetime
    what: tuple[str, ...]

    @property
    def when(self) -> str:
        """The day, in words."""
        return words.date_in_words(self.at.date().isoformat())


COLUMNS = ("pgh_id", "pgh_obj_id", "pgh_created_at", "status", "standing", *CORRECTED)


def public_changes(quote: Quote) -> list[Change]:
    """The changes of a quote since it was first public, oldest first."""
    newest: Any = quote.events.order_by("-pgh_id").values(*COLUMNS)[:MOST]  # type: ignore[attr-defined]  # made by pghistory
    return list(_changes(reversed(newest)))


def newest_corrections(most: int) -> list[Correction]:
    """What changed last on quotes that were public before, the newest first; in two questions."""
    rows = list(_updates_of_the_public()[:MOST_CORRECTIONS])
    log = _log()
    before = {one["pgh_id"]: one for one in log.filter(pgh_id__in=[row["before"] for row in rows])}
    found = (_correction(before[row["before"]], row) for row in rows)
    return [one for one in found if one.what][:most]


def _log() -> "QuerySet[Any, Any]":
    events: QuerySet[Any] = Quote.pgh_event_models["update"].objects.all()  # type: ignore[attr-defined]  # made by pghistory
    return events.values(*COLUMNS)


def _updates_of_the_public() -> "QuerySet[Any, Any]":
    """Rows of the log that changed a public quote, each with the number of the row before."""
    log = _log()
    newest = log.filter(pgh_label="update").order_by("-pgh_id").values("pgh_id")[:MOST_READ]
    earlier = log.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    last = earlier.order_by("-pgh_id")[:1]
    return (
        log.filter(pgh_id__in=newest)
        .annotate(before=Subquery(last.values("pgh_id")), status_before=last.values("status"))
        .filter(status_before__in=SHOWN)
        .order_by("-pgh_id")
    )


def _correction(before: dict[str, Any], after: dict[str, Any]) -> Correction:
    what = tuple(_differences(before, after))
    return Correction(after["pgh_id"], after["pgh_obj_id"], after["pgh_created_at"], what)


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
        yield str(BECAME[after["status"]])
    if before["standing"] != after["standing"]:
        yield _("Standing changed from “%(before)s” to “%(after)s”") % {
            "before": words.STANDINGS[before["standing"]],
            "after": words.STANDINGS[after["standing"]],
        }
    yield from (str(said) for name, said in CORRECTED.items() if before[name] != after[name])
