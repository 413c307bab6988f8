"""The change log of one record, as its History page shows it.

The log is written by the database (``archive.models.history``), so raw SQL and bulk loads are in
it too; what did not come through the desk is by a user of the database.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model
from pghistory.models import Events

MOST = 500
"""The newest changes shown."""

NOISE = {"id", "created_at", "updated_at", "text_length", "speech_delivered"}
"""Columns kept by the program, which say nothing an editor did."""

LONGEST = 4_000
"""Characters of a text whose changed words are marked; a longer one is shown as it begins."""

Pairs = Mapping[str, tuple[Any, Any]]
"""Before and after, by column."""


@dataclass(frozen=True)
class Piece:
    """Words of a changed text: in both (""), taken out ("del") or put in ("ins")."""

    text: str
    only: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field's change, in the words of the form."""

    name: str
    before: Any
    after: Any
    pieces: tuple[Piece, ...] = ()
    """The text with its changed words marked; empty where both are better shown whole."""


@dataclass(frozen=True)
class Change:
    """One row of the log: when, who, what, why, and the fields."""

    when: datetime
    who: str
    what: str
    changed: list[FieldChange]
    why: str = ""
    version: int | None = None
    """The event to go back to, if it is one of the record itself."""

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        """The fields as (name, before, after)."""
        return [(one.name, one.before, one.after) for one in self.changed]


def changes_of(record: Model, models: Iterable[type[Model]], most: int = MOST) -> list[Change]:
    """The newest changes to ``record`` and to its rows in ``models``, newest first."""
    logs = [model.pgh_event_model for model in models]  # type: ignore[attr-defined]  # set by pghistory
    events = Events.objects.references(record).across(*logs)
    newest = list(events.order_by("-pgh_created_at", "-pgh_id")[:most])
    read = [(apps.get_model(event.pgh_obj_model), _pairs(event)) for event in newest]
    people, reader = _people(newest), Reader(read)
    return [
        Change(
            event.pgh_created_at,
            _who(event, people),
            _what(event),
            reader.fields(model, pairs),
            (event.pgh_context or {}).get("reason", ""),
            event.pgh_id if model is type(record) and event.pgh_label != "delete" else None,
        )
        for event, (model, pairs) in zip(newest, read, strict=True)
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


def _what(event: Events) -> str:
    noun = apps.get_model(event.pgh_obj_model)._meta.verbose_name
    done = {"insert": "added", "update": "changed", "delete": "deleted"}
    return f"{noun} {done.get(event.pgh_label, event.pgh_label)}"


def _pairs(event: Events) -> Pairs:
    if event.pgh_label == "update":
        return {name: (pair[0], pair[1]) for name, pair in (event.pgh_diff or {}).items()}
    if event.pgh_label == "delete":
        return {name: (value, "") for name, value in event.pgh_data.items()}
    return {name: ("", value) for name, value in event.pgh_data.items()}


class Reader:
    """Puts columns into the words of the form: labels, choices, and names instead of keys.

    The names of all records that all the changes mention are fetched at once, one query a model.
    """

    def __init__(self, read: Iterable[tuple[type[Model], Pairs]]) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for model, pairs in read:
            for name, pair in pairs.items():
                field = _field(model, name)
                if isinstance(field, ForeignKey):
                    wanted[field.related_model] |= {value for value in pair if value}
        self._named = {model: _named(model, keys) for model, keys in wanted.items()}

    def fields(self, model: type[Model], pairs: Pairs) -> list[FieldChange]:
        """The changes an editor wants to see, in the order of the form."""
        return [
            self._change(model, name, pair)
            for name, pair in sorted(pairs.items())
            if name not in NOISE and not all(_says_nothing(value) for value in pair)
        ]

    def _change(self, model: type[Model], name: str, pair: tuple[Any, Any]) -> FieldChange:
        field = _field(model, name)
        label = str(field.verbose_name) if field else name
        before, after = (self._said(field, value) for value in pair)
        return FieldChange(label, before, after, tuple(marked(before, after)))

    def _said(self, field: "Field[Any, Any] | None", value: Any) -> Any:
        if value in (None, ""):
            return value
        if isinstance(field, ForeignKey):
            return self._named[field.related_model].get(value, f"number {value}, gone since")
        return dict(field.flatchoices).get(value, value) if field and field.choices else value


def _named(model: type[Model], keys: set[Any]) -> dict[Any, str]:
    joined = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and not field.null
    ]
    found = model._base_manager.filter(pk__in=keys)
    found = found.select_related(*joined) if joined else found
    return {row.pk: str(row) for row in found}


def _field(model: type[Model], column: str) -> "Field[Any, Any] | None":
    try:
        return model._meta.get_field(column.removesuffix("_id"))  # type: ignore[return-value]  # a column here
    except FieldDoesNotExist:
        return None


def marked(before: Any, after: Any) -> Iterator[Piece]:
    """The words of a changed text with what differs; nothing where little is left of it.

    By difflib, not by the comparison that checks quotations: that lives in the reading room, of
    which the record knows nothing, and says what a change of wording means. Here any field counts,
    down to the space, and nothing is said of it.
    """
    if not (isinstance(before, str) and isinstance(after, str)) or not before or not after:
        return
    if max(len(before), len(after)) > LONGEST:
        return
    # A character of Chinese, Japanese or Korean is a word of its own.
    old, new = (
        re.findall(r"[\u2e80-\u9fff\uac00-\ud7af]|\s+|\w+|.", text) for text in (before, after)
    )
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        return
    for done, start, end, there, til in matcher.get_opcodes():
        if done == "equal":
            yield Piece("".join(old[start:end]))
            continue
        if gone := "".join(old[start:end]):
            yield Piece(gone, "del")
        if come := "".join(new[there:til]):
            yield Piece(come, "ins")


def _says_nothing(value: Any) -> bool:
    return value is None or value is False or value == ""
