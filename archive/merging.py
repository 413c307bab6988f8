"""Merging two records of one kind: everything moves to the one kept, the old address redirects."""

from typing import Any

import pghistory.models
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Max

from archive.models import Organization, Person, Redirect, Role
from archive.models.base import Record
from archive.models.fields import copies_of

NUMBERED = ("position", "edition")
"""Columns that count rows under one owner: moved rows are numbered on, never dropped."""


class MergeError(Exception):
    """Two records that cannot be merged; the message is for the reader."""


@transaction.atomic
def merge(kept: Any, duplicate: Any, reason: str, by: User | None = None) -> Redirect:
    """Move everything that points to ``duplicate`` to ``kept`` and redirect its address.

    Works for every kind with a ``ref``: people, organizations, roles, sources, speeches, topics,
    quotes. A moved row that says what a kept one already says is dropped; two identical roles are
    merged in turn. The duplicate's name stays findable as another name of the kept record.
    Raises ``MergeError`` and changes nothing when the two are not of one kind, are the same, or no
    reason is given.
    """
    if type(kept) is not type(duplicate):
        raise MergeError("Only two records of the same kind can be merged.")
    if kept.pk == duplicate.pk:
        raise MergeError("A record cannot be merged into itself.")
    if not reason.strip():
        raise MergeError("A merge needs a reason.")
    _lock(kept, duplicate)
    _keep_name(kept, duplicate)
    for model, field in _pointers(type(kept)):
        for row in model._base_manager.filter(**{field.name: duplicate}):
            _move(row, field, kept, reason)
    return _redirect(kept, duplicate, reason, by)


def _lock(*records: Any) -> None:
    """Lock in the order of their keys, so that two merges at once cannot deadlock."""
    keys = [record.pk for record in records]
    found = type(records[0])._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    if len(found) != len(keys):
        raise MergeError("One of the two is no longer there.")


def _pointers(model: type[models.Model]) -> list[tuple[type[models.Model], Any]]:
    """Every (model, foreign key) that points to ``model``; the change log keeps its own keys."""
    relations: list[Any] = [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if (field.one_to_many or field.one_to_one) and field.auto_created
    ]
    return [
        (relation.related_model, relation.field)
        for relation in relations
        if not issubclass(relation.related_model, pghistory.models.Event)
        and not relation.related_model._meta.proxy
    ]


def _move(row: models.Model, field: Any, kept: Any, reason: str) -> None:
    """Point ``row`` to ``kept``, or drop it when the kept record already has its like."""
    changes = {field.name: kept, **copies_of(type(row), field.name, kept)}
    for column in NUMBERED:
        if any(f.name == column for f in row._meta.fields):
            changes[column] = _next_number(type(row), column, {field.name: kept})
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**changes)
    except IntegrityError:
        if isinstance(row, Role):
            merge(_same_role(row, field, kept), row, reason)
        else:
            row.delete()


def _next_number(model: type[models.Model], column: str, owner: dict[str, Any]) -> int:
    highest = model._base_manager.filter(**owner).aggregate(highest=Max(column))["highest"]
    return (highest or 0) + 1


def _same_role(row: Role, field: Any, kept: Any) -> Role:
    """The kept record's role that the moved ``row`` would repeat."""
    wanted = {"person": row.person, "organization": row.organization, field.name: kept}
    return Role.objects.filter(title=row.title, **wanted).exclude(pk=row.pk).earliest("pk")


def _keep_name(kept: Any, duplicate: Any) -> None:
    """Add the duplicate's name to the other names of a person or organization."""
    if isinstance(kept, Person | Organization) and duplicate.name != kept.name:
        kept.names.get_or_create(name=duplicate.name, defaults={"language": duplicate.language})


def _redirect(kept: Any, duplicate: Any, reason: str, by: User | None) -> Redirect:
    kind = kept._meta.model_name
    Redirect.objects.filter(kind=kind, new_ref=duplicate.ref).update(new_ref=kept.ref)
    if isinstance(kept, Record) and duplicate.is_public and not kept.is_public:
        kept.is_public = True
        kept.save(update_fields=["is_public", "updated_at"])
    old_ref = duplicate.ref
    duplicate.delete()
    return Redirect.objects.create(
        kind=kind, old_ref=old_ref, new_ref=kept.ref, reason=reason, created_by=by
    )
