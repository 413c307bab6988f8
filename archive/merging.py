"""Merging two records of one kind: everything moves to the one kept, the old address redirects.

Each merge keeps a journal of the rows it touched, so that it can be undone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pghistory.models
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from archive.history import on_record
from archive.journal import ChangedSinceError, Journal, take_back
from archive.models import Merge, Organization, Person, Redirect, Role
from archive.models.base import Record
from archive.models.fields import copies_of
from archive.opening import open_the_record
from archive.restoring import version

NUMBERED = ("position", "edition")
"""Columns that count rows under one owner: moved rows are numbered on, never dropped."""

MERGING = "merge"
"""How the steps of merging and of undoing it begin in the change log."""

ONE_AT_A_TIME = 0x6D657267
"""The advisory lock of merges and of what undoes them: two at once could wait for each other."""


class MergeError(Exception):
    """Two records that cannot be merged, or a merge that cannot be undone; for the reader."""


class NotPermittedError(MergeError, PermissionDenied):
    """A merge this user may not make; a 403 where nobody tells the sentence."""


@transaction.atomic
def merge(kept: Any, duplicate: Any, reason: str, by: Any = None) -> Redirect:
    """Move everything that points to ``duplicate`` to ``kept`` and redirect its address.

    Works for every kind with a ``ref``: people, organizations, roles, sources, speeches, topics,
    quotes. A moved row that says what a kept one already says is dropped; two identical roles are
    merged in turn. The duplicate's name stays findable as another name of the kept record.
    Raises ``MergeError`` and changes nothing when the two are not of one kind, are the same, or no
    reason is given. ``by`` must be permitted to merge this kind; None is the program itself.
    """
    _require_mergeable(kept, duplicate, reason)
    _require_permission(by, kept._meta.app_label, kept._meta.model_name)
    label, old_ref = str(duplicate), duplicate.ref
    journal = Journal()
    with on_record(by, f"{MERGING}d {kept._meta.verbose_name} {old_ref}", reason):
        redirect = _merge(journal, kept, duplicate, reason, by)
        open_the_record()
        Merge.objects.create(
            kind=redirect.kind,
            kept_ref=kept.ref,
            old_ref=old_ref,
            old_label=label,
            reason=reason,
            by=by,
            journal=journal.notes,
        )
    return redirect


def preview(kept: Any, duplicate: Any) -> dict[str, dict[str, int]]:
    """What merging would do, by what would be done ("moved", "dropped") and to how many of what.

    Found by doing it and taking it back at once, so that it is exact.
    """
    _require_mergeable(kept, duplicate, "preview")
    journal = Journal()
    with transaction.atomic():
        _merge(journal, _again(kept), _again(duplicate), "preview", None)
        transaction.set_rollback(True)
    return summary(journal.notes)


def lost(kept: Any, duplicate: Any, never: Iterable[str] = ()) -> dict[str, tuple[Any, Any]]:
    """What the duplicate alone says, by column: (of the kept record, of the duplicate).

    It goes with the duplicate, since no rule knows which of two titles or dates is right. The name
    of a person or an organization is not lost: it becomes another name of the one kept.
    """
    beside = {"name"} if isinstance(kept, Person | Organization) else set()
    others = version(kept, duplicate, {*never, *beside})
    return {name: (getattr(kept, name), value) for name, value in others.items() if value}


def summary(notes: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """A journal in short: the rows moved, and those dropped because the kept record had them."""
    counted: dict[str, Counter[str]] = {"moved": Counter(), "dropped": Counter()}
    merged = apps.get_model(notes[-2]["model"])
    for note in notes[:-2]:  # the last two are the record itself and its redirect
        model = apps.get_model(note["model"])
        done = {"update": "moved", "delete": "dropped"}.get(note["done"])
        if done and model is not Redirect and not note.get("stays"):
            names = _other_end(model, merged)._meta
            many = len(note["keys"]) != 1
            counted[done][str(names.verbose_name_plural if many else names.verbose_name)] += len(
                note["keys"]
            )
    return {done: dict(counts) for done, counts in counted.items()}


def _other_end(model: type[models.Model], merged: type[models.Model]) -> type[models.Model]:
    """The noun an editor knows rows of ``model`` as: of a bare link to a topic, the quote."""
    if not model._meta.auto_created:
        return model
    ends: list[Any] = [field.related_model for field in model._meta.fields if field.is_relation]
    return next(end for end in ends if end is not merged)


@transaction.atomic
def undo(merged: Merge, reason: str, by: Any = None) -> None:
    """Take a merge back: both records are as they were, and the old address is its own again.

    Raises ``MergeError`` with what changed since, and changes nothing, where that cannot be. What
    became public stays public: its address was given out.
    """
    _one_at_a_time()
    locked = Merge.objects.select_for_update().get(pk=merged.pk)
    if locked.undone_at is not None:
        raise MergeError("This merge was undone before.")
    if not reason.strip():
        raise MergeError("Undoing a merge needs a reason.")
    _require_permission(by, *_app_and_model(locked))
    with on_record(by, f"{MERGING} of {locked.old_ref} undone", reason):
        try:
            take_back(locked.journal)
        except ChangedSinceError as error:
            raise MergeError(f"This merge cannot be undone. {error}") from error
        locked.undone_at, locked.undone_by, locked.undo_reason = timezone.now(), by, reason
        locked.save(update_fields=["undone_at", "undone_by", "undo_reason"])


def _app_and_model(merged: Merge) -> tuple[str, str]:
    """Where the merged record's own row stands in the journal: it was deleted last of all."""
    label = next(
        note["model"]
        for note in reversed(merged.journal)
        if note["model"].endswith(f".{merged.kind}")
    )
    app, _, model = label.partition(".")
    return app, model


def _require_mergeable(kept: Any, duplicate: Any, reason: str) -> None:
    if type(kept) is not type(duplicate):
        raise MergeError("Only two records of the same kind can be merged.")
    if kept.pk == duplicate.pk:
        raise MergeError("A record cannot be merged into itself.")
    if not reason.strip():
        raise MergeError("A merge needs a reason.")


def _require_permission(by: Any, app: str, model: str) -> None:
    if by is not None and not by.has_perm(f"{app}.merge_{model}"):
        raise NotPermittedError("You may not merge such records.")


def _again(record: Any) -> Any:
    """The record read anew: a preview must not change the one it was asked about."""
    return type(record)._base_manager.get(pk=record.pk)


def _merge(journal: Journal, kept: Any, duplicate: Any, reason: str, by: Any) -> Redirect:
    lock(kept, duplicate)
    _keep_name(journal, kept, duplicate)
    for model, field in _pointers(type(kept)):
        _move_all(journal, model, field, kept, duplicate, _merging_roles(journal, reason, by))
    return _redirect(journal, kept, duplicate, reason, by)


def _merging_roles(journal: Journal, reason: str, by: Any) -> Callable[[Any, Any], Redirect]:
    return lambda kept, duplicate: _merge(journal, kept, duplicate, reason, by)


def lock(kept: Any, duplicate: Any) -> None:
    """Lock both records until the transaction ends, and read them anew.

    What was true of them may not be any more: this waits for other merges and for whoever writes
    to one of them. In the order of their keys, so that two merges at once cannot deadlock.
    """
    _one_at_a_time()
    locked = type(kept)._base_manager.select_for_update()
    try:
        for record in sorted((kept, duplicate), key=lambda one: one.pk or 0):  # 0: just deleted
            record.refresh_from_db(from_queryset=locked)
    except ObjectDoesNotExist:
        raise MergeError("One of the two is no longer there.") from None


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


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


def _move_all(
    journal: Journal,
    model: type[models.Model],
    field: Any,
    kept: Any,
    duplicate: Any,
    merge_roles: Callable[[Any, Any], Redirect],
) -> None:
    """Point every row to ``kept``: in one statement where no row stands in the way."""
    rows = model._base_manager.filter(**{field.name: duplicate}).order_by("pk").select_for_update()
    keys = [row.pk for row in rows.only("pk")]
    before = {field.attname: duplicate.pk, **copies_of(model, field.name, duplicate)}
    after = {field.attname: kept.pk, **copies_of(model, field.name, kept)}
    if keys and not _number_of(model, field) and _try(journal, model, keys, before, after):
        return
    for key in keys:
        row = model._base_manager.filter(pk=key).first()
        if row is not None:  # else it went with another row just merged
            _move(journal, row, field, kept, before, after, merge_roles)


def _try(
    journal: Journal,
    model: type[models.Model],
    keys: list[int],
    before: dict[str, Any],
    after: dict[str, Any],
) -> bool:
    try:
        with transaction.atomic():
            journal.update(model, keys, before, after)
    except IntegrityError:
        return False
    return True


def _move(
    journal: Journal,
    row: models.Model,
    field: Any,
    kept: Any,
    before: dict[str, Any],
    after: dict[str, Any],
    merge_roles: Callable[[Any, Any], Redirect],
) -> None:
    """Point ``row`` to ``kept``, or drop it when the kept record already has its like."""
    if column := _number_of(type(row), field):
        before = {**before, column: getattr(row, column)}
        after = {**after, column: _next_number(type(row), column, {field.name: kept})}
    if _try(journal, type(row), [row.pk], before, after):
        return
    if isinstance(row, Role):
        merge_roles(_same_role(row, field, kept), row)
    else:
        journal.delete(row)


def _number_of(model: type[models.Model], field: Any) -> str:
    """The column that counts this model's rows under what ``field`` points to, if there is one."""
    order = [*map(str, model._meta.ordering or ()), "", ""]
    return order[1] if order[0] == field.name and order[1] in NUMBERED else ""


def _next_number(model: type[models.Model], column: str, owner: dict[str, Any]) -> int:
    highest = model._base_manager.filter(**owner).aggregate(highest=Max(column))["highest"]
    return (highest or 0) + 1


def _same_role(row: Role, field: Any, kept: Any) -> Role:
    """The kept record's role that the moved ``row`` would repeat."""
    wanted = {"person": row.person, "organization": row.organization, field.name: kept}
    return Role.objects.filter(title=row.title, **wanted).exclude(pk=row.pk).earliest("pk")


def _keep_name(journal: Journal, kept: Any, duplicate: Any) -> None:
    """Add the duplicate's name to the other names of a person or organization."""
    if isinstance(kept, Person | Organization) and duplicate.name != kept.name:
        name, made = kept.names.get_or_create(
            name=duplicate.name, defaults={"language": duplicate.language}
        )
        if made:
            journal.insert(name)


def _redirect(journal: Journal, kept: Any, duplicate: Any, reason: str, by: Any) -> Redirect:
    kind = kept._meta.model_name
    earlier = Redirect.objects.filter(kind=kind, new_ref=duplicate.ref)
    keys = list(earlier.order_by("pk").values_list("pk", flat=True))
    if keys:
        journal.update(Redirect, keys, {"new_ref": duplicate.ref}, {"new_ref": kept.ref})
    if isinstance(kept, Record) and duplicate.is_public and not kept.is_public:
        kept.is_public = True
        journal.update(type(kept), [kept.pk], {"is_public": False}, {"is_public": True}, stays=True)
    old_ref = duplicate.ref
    journal.delete(duplicate)
    redirect = Redirect.objects.create(
        kind=kind, old_ref=old_ref, new_ref=kept.ref, reason=reason, created_by=by
    )
    journal.insert(redirect)
    return redirect
