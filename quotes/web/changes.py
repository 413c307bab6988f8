"""What changed on quotes since the public could read them: said, never shown again.

Read from the change log that the database writes itself. What a corrected text said before is not
repeated: a correction may have been a legal duty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.merging import MERGING
from archive.written import KEY, Written
from quotes.models import SHOWN, Quote, Status, Step, Transition
from quotes.web import words
from quotes.web.dates import date_in_words

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

# Two records found to be one: what the quote leads to bears another name, and nobody had erred.
MERGED: dict[str, words.Word] = {
    "speaker_id": gettext_lazy("Two records of the speaker merged, or parted again"),
    "organization_id": gettext_lazy("Two records of the organization merged, or parted again"),
    "role_id": gettext_lazy("Two records of the role merged, or parted again"),
    "speech_id": gettext_lazy("Two records of the speech merged, or parted again"),
}

STEPS: dict[str, words.Word] = {
    Step.CORRECTED: gettext_lazy("Corrected"),
    Step.RETRACTED: gettext_lazy("Retracted"),
    Step.STANDING: gettext_lazy("Standing changed"),
}

# Nothing at the desk takes what was public back into work; raw SQL can, and the log tells of it.
WITHDRAWN = gettext_lazy("Withdrawn from the public")

BECAME: dict[str, words.Word] = {
    Status.DRAFT: WITHDRAWN,
    Status.IN_REVIEW: WITHDRAWN,
    Status.PUBLISHED: gettext_lazy("Published again"),
    Status.RETRACTED: gettext_lazy("Retracted"),
    Status.REMOVED: gettext_lazy("Removed for legal reasons"),
}


@dataclass(frozen=True)
class Change:
    """What the public saw change on a quote, when, and what it was told of it."""

    quote_id: int
    at: datetime
    what: tuple[str, ...]
    number: str
    """Its own name among all changes: a place in the log, or a step of the desk."""
    note: str = ""

    @property
    def when(self) -> str:
        """The day, in words."""
        return date_in_words(self.at.date().isoformat())


COLUMNS = ("pgh_id", "pgh_obj_id", "pgh_created_at", "status", "standing", "step", *CORRECTED)

BY_A_MERGE = Q(step__startswith=MERGING)
"""Rows of the log that a merge wrote, or its undoing. They are no corrections, and one merge of
somebody often quoted would push every correction off the page."""

WITH_A_NOTE = Q(step__in=(Step.CORRECTED, Step.RETRACTED, Step.STANDING), note__gt="")
"""Steps that told the public something: another standing may have come without a word."""

AT_ONCE = timedelta(minutes=1)
"""A step and what it changed are of one transaction, whose clock stands at its beginning."""


def public_changes(quote: Quote, noted: bool = True) -> list[Change]:
    """The changes of a quote since it was first public, oldest first; in two questions.

    In one where no step of it is known to be ``noted``: to have told the public something.
    """
    steps = STEPS_WITH_A_NOTE.of(quote.pk) if noted else []
    published, rest = _since_published(list(reversed(NEWEST.of(quote.pk))))
    return [*published, *_with_notes(rest, reversed(steps))]


def newest_corrections(most: int) -> list[Change]:
    """What changed last on quotes that were public before, the newest first; in three questions."""
    rows = list(_updates_of_the_public()[:MOST_CORRECTIONS])
    log = _log()
    before = {one["pgh_id"]: one for one in log.filter(pgh_id__in=[row["before"] for row in rows])}
    found = [_change(before[row["before"]], row) for row in reversed(rows)]
    told = _with_notes([one for one in found if one.what], reversed(_newest_steps()))
    return list(reversed(told))[:most]


def _newest_steps() -> "QuerySet[Transition]":
    newest = Transition.objects.order_by("-pk").values("pk")[:MOST_READ]
    told = Transition.objects.filter(WITH_A_NOTE, pk__in=newest)
    return told.order_by("-pk")[:MOST_CORRECTIONS]


def _with_notes(changes: list[Change], steps: Iterable[Transition]) -> list[Change]:
    """The changes with the desk's public notes; a step that changed something else is one too.

    Both oldest first, so that of two corrections at once each keeps its own note.
    """
    told = {one.number: one for one in changes}
    for step in steps:
        done = [one for one in told.values() if _did(step, one)] if _is_logged(step) else []
        if done:
            nearest = min(done, key=lambda one: abs(step.at - one.at))
            told[nearest.number] = replace(nearest, note=step.note)
        else:
            other = Change(step.quote_id, step.at, (str(STEPS[step.step]),), f"step-{step.pk}")
            told[other.number] = replace(other, note=step.note)
    return sorted(told.values(), key=lambda one: one.at)


def _did(step: Transition, change: Change) -> bool:
    ours = change.quote_id == step.quote_id and not change.note
    return ours and abs(step.at - change.at) < AT_ONCE


def _is_logged(step: Transition) -> bool:
    """Whether the step changed the quote itself, and not only what stands beside it."""
    fields = {name.removesuffix("_id") for name in CORRECTED}
    return step.step != Step.CORRECTED or not fields.isdisjoint(step.changed)


def _log() -> "QuerySet[Any, Any]":
    events: QuerySet[Any] = Quote.pgh_event_models["update"].objects.all()  # type: ignore[attr-defined]  # made by pghistory
    step = KeyTextTransform("step", "pgh_context__metadata")
    told = events.annotate(step=Coalesce(step, Value(""), output_field=TextField()))
    return told.values(*COLUMNS)


NEWEST = Written(lambda: _log().filter(pgh_obj=KEY).order_by("-pgh_id")[:MOST])
STEPS_WITH_A_NOTE = Written(
    lambda: Transition.objects.filter(WITH_A_NOTE, quote=KEY).order_by("-pk")[:MOST]
)


def _updates_of_the_public() -> "QuerySet[Any, Any]":
    """Rows of the log that changed a public quote, each with the number of the row before."""
    log = _log()
    updates = log.filter(pgh_label="update").exclude(BY_A_MERGE)
    newest = updates.order_by("-pgh_id").values("pgh_id")[:MOST_READ]
    earlier = log.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
    last = earlier.order_by("-pgh_id")[:1]
    return (
        log.filter(pgh_id__in=newest)
        .annotate(before=Subquery(last.values("pgh_id")), status_before=last.values("status"))
        .filter(status_before__in=SHOWN)
        .order_by("-pgh_id")
    )


def _change(before: dict[str, Any], after: dict[str, Any]) -> Change:
    return _told(after, *_differences(before, after))


def _told(row: dict[str, Any], *what: str) -> Change:
    return Change(row["pgh_obj_id"], row["pgh_created_at"], what, str(row["pgh_id"]))


def _since_published(rows: list[dict[str, Any]]) -> tuple[list[Change], list[Change]]:
    """When it was published, and every change since."""
    public = next((n for n, row in enumerate(rows) if row["status"] in SHOWN), len(rows))
    published = [_told(row, _("Published")) for row in rows[public : public + 1]]
    since = (_change(before, after) for before, after in pairwise(rows[public:]))
    return published, [one for one in since if one.what]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    became = BECAME[after["status"]]
    if became != BECAME[before["status"]]:
        yield str(became)
    if before["standing"] != after["standing"]:
        yield _("Standing changed from “%(before)s” to “%(after)s”") % {
            "before": words.STANDINGS[before["standing"]],
            "after": words.STANDINGS[after["standing"]],
        }
    merged = MERGED if after["step"].startswith(MERGING) else {}
    told = CORRECTED | merged
    yield from (str(said) for name, said in told.items() if before[name] != after[name])
