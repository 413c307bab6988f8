"""The change log of one record, as its History page shows it.

The log is written by the database (``archive.models.history``), so raw SQL and bulk loads are in
it too; what did not come through the desk is by a user of the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from pghistory.models import Events

MOST = 500
"""The newest changes shown."""

NOISE = {"id", "created_at", "updated_at", "text_length", "speech_delivered"}
"""Columns kept by the program, which say nothing an editor did."""


@dataclass(frozen=True)
class Change:
    """One row of the log: when, who, what, and the fields as (name, before, after)."""

    when: datetime
    who: str
    what: str
    fields: list[tuple[str, Any, Any]]
    why: str = ""


def changes_of(record: Model, models: Iterable[type[Model]]) -> list[Change]:
    """The newest changes to ``record`` and to its rows in ``models``, newest first."""
    logs = [model.pgh_event_model for model in models]  # type: ignore[attr-defined]  # set by pghistory
    events = Events.objects.references(record).across(*logs)
    newest = list(events.order_by("-pgh_created_at", "-pgh_id")[:MOST])
    people = _people(newest)
    return [
        Change(event.pgh_created_at, _who(event, people), _what(event), _fields(event), _why(event))
        for event in newest
    ]


def _people(events: list[Events]) -> dict[Any, str]:
    ids = {event.pgh_context.get("user") for event in events if event.pgh_context}
    users = get_user_model()._base_manager.filter(pk__in=ids - {None})
    return {user.pk: user.get_username() for user in users}


def _who(event: Events, people: dict[Any, str]) -> str:
    said = event.pgh_context or {}
    if "user" in said:
        return people.get(said["user"], "an account that is gone")
    database_user = said.get("database_user", "unknown")
    return f"the database user {database_user}, outside the desk"


def _why(event: Events) -> str:
    return (event.pgh_context or {}).get("reason", "")


def _what(event: Events) -> str:
    noun = apps.get_model(event.pgh_obj_model)._meta.verbose_name
    done = {"insert": "added", "update": "changed", "delete": "deleted"}
    return f"{noun} {done.get(event.pgh_label, event.pgh_label)}"


def _fields(event: Events) -> list[tuple[str, Any, Any]]:
    if event.pgh_label == "update":
        pairs = {name: tuple(pair) for name, pair in (event.pgh_diff or {}).items()}
    elif event.pgh_label == "delete":
        pairs = {name: (value, "") for name, value in event.pgh_data.items()}
    else:
        pairs = {name: ("", value) for name, value in event.pgh_data.items()}
    return [
        (name, before, after)
        for name, (before, after) in sorted(pairs.items())
        if name not in NOISE and not (_says_nothing(before) and _says_nothing(after))
    ]


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or value == ""
