"""A preview: what was written since, read from the change log before it is taken back.

The log is written by the database, so this shows what would become of the record and not what some
other code thinks; nobody has to compute a difference twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.functions import TransactionNow
from django.db.models import ForeignKey, Max, Model
from pghistory.models import Event

MOST = 200
"""Rows of the log that are read for each table; a preview is looked at, not studied."""

NOISE = {"id", "created_at", "updated_at", "published_at", "author", "position",
         "text_length", "speech_delivered"}  # fmt: skip
"""Columns kept by the program."""


@dataclass(frozen=True)
class Difference:
    """One row that would be added, changed or deleted: its fields as (name, before, after)."""

    what: str
    noun: str
    record: str
    fields: list[tuple[str, Any, Any]]


class Preview:
    """Notes where the log stands; :meth:`differences` is what this transaction added since."""

    def __init__(self) -> None:
        self._stood = {log: _last(log) for log in _logs()}

    def differences(self) -> list[Difference]:
        """The first differences of each table; items written again as they were are none."""
        return [found for log, last in self._stood.items() for found in _differences(log, last)]


def _logs() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Event)]


def _last(log: Any) -> int:
    return int(log.objects.aggregate(last=Max("pgh_id"))["last"] or 0)


def _differences(log: Any, last: int) -> Iterator[Difference]:
    fresh = log.objects.filter(pgh_id__gt=last, pgh_created_at=TransactionNow()).order_by("pgh_id")
    events = list(fresh.values()[:MOST])
    if not events:
        return
    before = _rows_before(log, last, events)
    named = _names(log, [*events, *before.values()])
    again = _written_again(log, events)
    for event in events:
        old = before.get(event.get("pgh_obj_id"), {})
        if _said(log, event) not in again or event["pgh_label"] == "update":
            yield _difference(log, event, old, named)


def _rows_before(log: Any, last: int, events: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """What the log knew of each changed row."""
    changed = [event["pgh_obj_id"] for event in events if event["pgh_label"] == "update"]
    if not changed:
        return {}
    known = log.objects.filter(pgh_obj_id__in=changed, pgh_id__lte=last)
    newest = known.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {row["pgh_obj_id"]: row for row in newest.values()}


def _written_again(log: Any, events: list[dict[str, Any]]) -> set[Any]:
    """Items deleted and added as they were: an import replaces the lists that it changes."""
    said = {
        label: {_said(log, event) for event in events if event["pgh_label"] == label}
        for label in ("delete", "insert")
    }
    return said["delete"] & said["insert"]


def _said(log: Any, event: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(event[field.attname] for field in _fields(log))


def _fields(log: Any) -> list[Any]:
    return [
        field
        for field in log._meta.fields
        if not field.name.startswith("pgh_") and field.name not in NOISE
    ]


def _difference(
    log: Any, event: dict[str, Any], old: dict[str, Any], named: dict[Any, str]
) -> Difference:
    what = {"insert": "new", "update": "changed", "delete": "deleted"}[event["pgh_label"]]
    owner = _owner(log)
    fields = []
    for field in _fields(log):
        after, before = event[field.attname], old.get(field.attname)
        if what == "deleted":
            before, after = after, None
        shown = [_shown(field, value, named) for value in (before, after)]
        if shown[0] != shown[1] and field is not owner:
            fields.append((field.verbose_name, *shown))
    noun = log.pgh_tracked_model._meta.verbose_name
    record = event.get("ref") or (_shown(owner, event[owner.attname], named) if owner else "")
    return Difference(what, str(noun), record, fields)


def _owner(log: Any) -> Any:
    """The key to what a list's item belongs to; a noun of its own has a ref instead."""
    keys = [field for field in _fields(log) if isinstance(field, ForeignKey)]
    own = any(field.name == "ref" for field in log._meta.fields)
    return None if own or not keys else keys[0]


def _shown(field: Any, value: Any, named: dict[Any, str]) -> str:
    if value is None or value is False or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return named.get((field.related_model, value), str(value))
    return str(dict(field.choices or ()).get(value, value))


def _names(log: Any, rows: list[dict[str, Any]]) -> dict[Any, str]:
    """What the rows lead to: by name and ref, since a ref that was made here says nothing."""
    found: dict[Any, str] = {}
    for field in _fields(log):
        if isinstance(field, ForeignKey) and _has_ref(field.related_model):
            keys = {row[field.attname] for row in rows} - {None}
            called = _called(field.related_model)
            rows_there = field.related_model._base_manager.filter(pk__in=keys)
            for pk, ref, name in rows_there.values_list("pk", "ref", called):
                found[field.related_model, pk] = ref if name == ref else f"{name} ({ref})"
    return found


def _called(model: type[Model]) -> str:
    """The field by which people know a record; of a quote, which has none, its ref."""
    names = {field.name for field in model._meta.fields}
    return next(name for name in ("name", "title", "ref") if name in names)


def _has_ref(model: type[Model]) -> bool:
    return any(field.name == "ref" for field in model._meta.fields)
