"""Writes that can be taken back: each is noted with what was there before.

Undoing goes backwards through the notes and takes back a write only where the row still is as that
write left it; else it says what changed since. Columns the database computes, and times of change,
are not compared.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone

Note = dict[str, Any]


class ChangedSinceError(Exception):
    """A row is not as the journal left it; the message names it."""


class Exact(DjangoJSONEncoder):
    """Moments to the microsecond: Django's encoder cuts them to what JavaScript knows."""

    def default(self, o: Any) -> Any:
        """ISO 8601."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class Journal:
    """Notes of the writes made through it, in order."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def update(
        self,
        model: type[models.Model],
        keys: Sequence[int],
        before: dict[str, Any],
        after: dict[str, Any],
        stays: bool = False,
    ) -> None:
        """Set ``after`` (by column attribute) on the rows; ``stays``: undoing leaves it so."""
        model._base_manager.filter(pk__in=keys).update(**after, **_touched(model))
        self._note("update", model, keys=list(keys), before=before, after=after, stays=stays)

    def insert(self, row: models.Model) -> None:
        """Note a row that was just made."""
        self._note("insert", type(row), keys=[row.pk], row=stored(row))

    def delete(self, row: models.Model) -> None:
        """Delete a row nothing points to any more."""
        self._note("delete", type(row), keys=[row.pk], row=stored(row))
        row.delete()

    def _note(self, done: str, model: type[models.Model], **what: Any) -> None:
        note = {"done": done, "model": model._meta.label_lower, **what}
        self.notes.append(json.loads(json.dumps(note, cls=Exact)))


def take_back(notes: Sequence[Note]) -> None:
    """Undo every write, last first; raises ``ChangedSinceError`` and then nothing is undone."""
    with transaction.atomic():
        for note in reversed(notes):
            if not note.get("stays"):
                model = apps.get_model(note["model"])
                {"update": _un_update, "insert": _un_insert, "delete": _un_delete}[note["done"]](
                    model, note
                )


def stored(row: models.Model) -> dict[str, Any]:
    """A row as the database has it, by column attribute, without what the database computes."""
    names = [field.attname for field in _columns(type(row))]
    found: dict[str, Any] = type(row)._base_manager.values(*names).get(pk=row.pk)
    return found


def _columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.generated]


def _clocks(model: type[models.Model]) -> list[str]:
    return [field.attname for field in _columns(model) if getattr(field, "auto_now", False)]


def _touched(model: type[models.Model]) -> dict[str, Any]:
    return dict.fromkeys(_clocks(model), timezone.now())


def _un_update(model: type[models.Model], note: Note) -> None:
    rows = model._base_manager.filter(pk__in=note["keys"]).order_by("pk").select_for_update()
    found = {row.pk: row for row in rows}
    for key in note["keys"]:
        if key not in found:
            raise ChangedSinceError(f"{_name(model)} {key} is not there any more.")
        # What is as it was before already is fine: the database may have moved it with another.
        _require_unchanged(found[key], note["after"], note["before"])
    before = {name: _value(model, name, value) for name, value in note["before"].items()}
    model._base_manager.filter(pk__in=note["keys"]).update(**before, **_touched(model))


def _un_insert(model: type[models.Model], note: Note) -> None:
    row = model._base_manager.filter(pk=note["keys"][0]).select_for_update().first()
    if row is None:
        raise ChangedSinceError(f"{_name(model)} {note['keys'][0]} is not there any more.")
    _require_unchanged(row, note["row"])
    row.delete()


def _un_delete(model: type[models.Model], note: Note) -> None:
    values = {name: _value(model, name, value) for name, value in note["row"].items()}
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([model(**values)])
    except IntegrityError as error:
        named = values.get("ref") or values.get("name") or note["keys"][0]
        raise ChangedSinceError(
            f"{_name(model)} “{named}” cannot come back: something took its place."
        ) from error
    kept = {name: values[name] for name in values if name not in _clocks(model)}
    model._base_manager.filter(pk=values[model._meta.pk.attname]).update(**kept)


def _require_unchanged(row: models.Model, *fine: dict[str, Any]) -> None:
    clocks = _clocks(type(row))
    for name in fine[0]:
        field = type(row)._meta.get_field(name.removesuffix("_id") if _is_key(row, name) else name)
        values = [_value(type(row), name, one[name]) for one in fine]
        if name not in clocks and getattr(row, name) not in values:
            label = getattr(field, "verbose_name", name)
            raise ChangedSinceError(f"{_name(type(row))} “{row}” was changed since: its {label}.")


def _is_key(row: models.Model, name: str) -> bool:
    return name not in {field.name for field in type(row)._meta.concrete_fields}


def _value(model: type[models.Model], attname: str, value: Any) -> Any:
    field = next(field for field in _columns(model) if field.attname == attname)
    return field.to_python(value)


def _name(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name).capitalize()
