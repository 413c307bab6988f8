"""Who in the archive is called so: many printed names looked up at once, none of them guessed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from archive.models import Organization, Person
from archive.models.base import Record

MOST = 5
"""People and organizations offered for a name that is only a part of theirs."""

# Own names, other names and refs, against every name at once; each table by its own index.
CALLED = """
WITH typed AS (
    SELECT DISTINCT name, public.fold_name(name) AS folded FROM unnest(%s::text[]) AS name
)
SELECT typed.name, r.id FROM typed JOIN {table} r USING (folded) WHERE folded <> ''
UNION SELECT typed.name, n.{owner}_id FROM typed JOIN {table}name n USING (folded)
    WHERE folded <> ''
UNION SELECT typed.name, r.id FROM typed JOIN {table} r ON r.ref = typed.name
"""

# A part of a name is one of its words; the trigram indexes answer LIKE. A name of one or two
# letters or characters would be in too many.
IN_PART = """
WITH typed AS (
    SELECT DISTINCT name, public.fold_name(name) AS folded FROM unnest(%s::text[]) AS name
)
SELECT typed.name, part.id FROM typed CROSS JOIN LATERAL (
    SELECT id FROM {table}
        WHERE folded LIKE '%%' || replace(replace(typed.folded, '\\', ''), '%%', '') || '%%'
          AND ' ' || folded || ' ' LIKE '%% ' || typed.folded || ' %%'
        ORDER BY id LIMIT {most}
) part WHERE length(typed.folded) > 2
"""


@dataclass(frozen=True)
class Called:
    """Records by a name that was asked for."""

    whole: dict[str, list[Record]] = field(default_factory=dict)
    """Known by this very name, in whatever script, case and accents; or by this ref."""
    part: dict[str, list[Record]] = field(default_factory=dict)
    """Whose name has it as one of its words."""


def called(names: Iterable[str]) -> Called:
    """Look up every one of ``names``: at most six statements, whatever their number."""
    wanted = sorted({name for name in names if name.strip()})
    whole: dict[str, list[Record]] = defaultdict(list)
    part: dict[str, list[Record]] = defaultdict(list)
    for model in (Person, Organization):
        _find(model, CALLED, wanted, whole)
    missing = [name for name in wanted if name not in whole]
    for model in (Person, Organization):
        _find(model, IN_PART, missing, part)
    return Called(whole, part)


def _find(model: type[Record], sql: str, names: list[str], into: dict[str, list[Record]]) -> None:
    if not names:
        return
    meta = model._meta
    statement = sql.format(table=meta.db_table, owner=meta.model_name, most=MOST)
    with connection.cursor() as cursor:
        cursor.execute(statement, [names])
        pairs = sorted(cursor.fetchall())
    records = model._default_manager.in_bulk({pk for _, pk in pairs})
    for name, pk in pairs:
        into[name].append(records[pk])
