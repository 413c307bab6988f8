"""What changed that the public may read, written by the database for those who keep a copy.

A row says *that* a record changed, never what it became: its reader looks the record up, so that
no word of a removed quote stays here, and any order of reading ends in the same state. Rows are
written by triggers, once a statement, so that raw SQL and bulk loads are among them.

Numbers do not tell the order of commits: a row may be written first and committed last. So each
carries its transaction's id, and a reader keeps the snapshot up to which it has read: what the next
snapshot sees and the last did not is exactly what was committed in between. That costs writers
nothing and waits for nobody. ``horizon`` says which transactions were over when the row was
written; ``superseded`` needs it.
"""

from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now


class TransactionIdField(models.Field):
    """PostgreSQL's 64-bit transaction id, which never wraps around."""

    def db_type(self, connection: Any) -> str:
        """``xid8``."""
        return "xid8"


class Spread(models.TextChoices):
    """Which other records show what changed, and so have changed too."""

    NOWHERE = "", "none"
    SHOWN = "shown", "all that show its name or title, or have it in their chain"
    OPENED = "opened", "those that show it only when it is public"


class Event(models.TextChoices):
    """What the record as it is now does not tell."""

    CHANGED = "", "changed"
    RESTORED = "restored", "published again"
    HIDDEN = "hidden", "not public, before or after; but others may show it"
    MOVED = "moved", "its address leads elsewhere"


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about the log."""

    def superseded(self) -> Self:
        """Rows nobody needs, because a later row says as much to every reader.

        Later means written when this row's transaction was over, so that no reader can have seen
        the later row and not this one.
        """
        later = Change.objects.filter(
            kind=OuterRef("kind"),
            ref=OuterRef("ref"),
            pk__gt=OuterRef("pk"),
            horizon__gt=OuterRef("xid"),
        )
        silent = Q(spread=Spread.NOWHERE) & Exists(later)
        return self.filter(silent | Q(Exists(later.filter(spread=OuterRef("spread")))))


class Change(models.Model):
    """A public record that changed in a transaction."""

    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=120)
    spread = models.CharField(max_length=6, choices=Spread.choices, default="", db_default="")
    event = models.CharField(max_length=8, choices=Event.choices, default="", db_default="")
    at = models.DateTimeField(db_default=Now())
    xid = TransactionIdField(db_default=Func(function="pg_current_xact_id"))
    horizon = TransactionIdField(
        db_default=Func(Func(function="pg_current_snapshot"), function="pg_snapshot_xmin")
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(F("xid"), F("id"), name="change_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


# --- The triggers that write it; a is a row after the statement, b the row before ---------------

INSERT = "INSERT INTO public.archive_change (kind, ref, spread, event) {rows}; RETURN NULL;"
IS_PUBLIC = "{row}.is_public"

INSERTED = "SELECT '{kind}', a.ref, '', '' FROM after a WHERE {now}"
DELETED = "SELECT '{kind}', b.ref, '', '' FROM before b WHERE {before}"
UPDATED = """
SELECT '{kind}', ref, spread, CASE WHEN NOT public THEN 'hidden' ELSE event END FROM (
    SELECT a.ref, {now} OR {before} AS public,
        CASE {spread} ELSE '' END AS spread, CASE {event} ELSE '' END AS event
    FROM after a JOIN before b USING (id)
    UNION ALL
    SELECT b.ref, {before}, '', '' FROM after a JOIN before b USING (id) WHERE a.ref <> b.ref
) changed WHERE public OR spread <> ''"""
OWNERS = """
SELECT '{kind}', o.ref, '', '' FROM public.{table} o
WHERE o.id IN (SELECT {owner} FROM {changed}) AND {public}
    AND o.xmin <> pg_current_xact_id()::xid"""
SPREADING_OWNERS = """
SELECT '{kind}', o.ref, 'shown', CASE WHEN {public} THEN '' ELSE 'hidden' END
FROM public.{table} o WHERE o.id IN (SELECT {owner} FROM {changed})"""
BOTH = "(SELECT * FROM after UNION ALL SELECT * FROM before) both_states"
ADDRESSES = "SELECT kind, old_ref, '', 'moved' FROM {changed}"


def differs(*columns: str) -> str:
    """The condition that one of the columns changed."""
    return " OR ".join(f"a.{column} IS DISTINCT FROM b.{column}" for column in columns)


def told(
    kind: str, spread: dict[str, str], public: str = IS_PUBLIC, restored: str = "false"
) -> list[pgtrigger.Trigger]:
    """Triggers that tell of a noun's rows; ``spread`` gives each way its condition."""
    words = {
        "kind": kind,
        "now": public.format(row="a"),
        "before": public.format(row="b"),
        "spread": " ".join(f"WHEN {when} THEN '{way}'" for way, when in spread.items()),
        "event": f"WHEN {restored} THEN 'restored'",
    }
    return [
        _trigger("insert", INSERTED.format(**words)),
        _trigger("update", UPDATED.format(**words)),
        _trigger("delete", DELETED.format(**words)),
    ]


def told_of(
    kind: str, table: str, owner: str, public: str = IS_PUBLIC, spreads: bool = False
) -> list[pgtrigger.Trigger]:
    """Triggers that tell of the public ``owner`` of the changed rows of a list.

    An owner written in the same transaction has told of itself, as all of an import's have; not
    of what spreads from its list to others, though.
    """
    words = {
        "kind": kind,
        "table": table,
        "owner": owner,
        "public": public.format(row="o"),
    }
    return _each(SPREADING_OWNERS if spreads else OWNERS, words)


def told_where_it_leads() -> list[pgtrigger.Trigger]:
    """Triggers of the redirects: the old address leads elsewhere now."""
    return _each(ADDRESSES, {})


def _each(rows: str, words: dict[str, str]) -> list[pgtrigger.Trigger]:
    return [
        _trigger("insert", rows.format(changed="after", **words)),
        _trigger("update", rows.format(changed=BOTH, **words)),
        _trigger("delete", rows.format(changed="before", **words)),
    ]


def _trigger(operation: str, rows: str) -> pgtrigger.Trigger:
    tables = {"insert": {"new": "after"}, "delete": {"old": "before"}}
    return pgtrigger.Trigger(
        name=f"tell_of_{operation}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=getattr(pgtrigger, operation.capitalize()),
        referencing=pgtrigger.Referencing(
            **tables.get(operation, {"old": "before", "new": "after"})
        ),
        func=INSERT.format(rows=rows),
    )
