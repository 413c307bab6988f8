"""Changes: which records of the archive differ from what is staged, so that no other is touched."""

from archive.importing import wanted
from archive.importing.shapes import Children, Kind
from archive.importing.staging import Stage, fill

# A record that a format expresses only in part keeps the lists that are not in it.
FULL = "NOT EXISTS (SELECT FROM staged_file WHERE file = p.n >> 40 AND partial)"


def find(stage: Stage, kind: Kind) -> None:
    """Make ``changed_<kind>`` and, for every list, the owners whose items differ, if any can."""
    stage.known.discard(kind.name)
    if not stage.count(f"placed_{kind.name}", "NOT is_new"):
        return
    stage.known.add(kind.name)
    for child in kind.children:
        _find_differing(stage, kind, child)
    pairs = [(column, value) for column, value in wanted.columns(kind) if column != '"ref"']
    stage.make(
        f"changed_{kind.name}",
        "AS SELECT p.n, p.id {source} AND ({stored}) IS DISTINCT FROM ({values}) {lists}",
        source=wanted.records(kind, new=False),
        stored=", ".join(f"t.{column}" for column, _ in pairs),
        values=", ".join(value for _, value in pairs),
        lists=" ".join(
            fill(
                "UNION SELECT p.n, p.id FROM {differing} JOIN placed_{kind} p ON p.id = owner",
                differing=differing(kind, child),
                kind=kind.name,
            )
            for child in kind.children
        ),
    )


def differing(kind: Kind, child: Children) -> str:
    """The table of owners whose items are not those staged."""
    return f"differing_{kind.name}_{child.key}"


def _find_differing(stage: Stage, kind: Kind, child: Children) -> None:
    """One comparison for all owners: rows on either side that the other lacks."""
    staged, stored = _staged_items(kind, child), _stored_items(kind, child)
    missing = f"(({staged}) EXCEPT ALL ({stored}))"
    beyond = f"UNION ALL (({stored}) EXCEPT ALL ({staged}))"
    stage.make(
        differing(kind, child),
        "AS SELECT DISTINCT owner FROM ({missing} {beyond}) difference",
        missing=missing,
        beyond="" if child.kept else beyond,
    )


def _staged_items(kind: Kind, child: Children) -> str:
    values = [value for _, value in wanted.item_columns(child)]
    number = ["c.i::bigint"] if child.position else []
    selected = ", ".join(["p.id AS owner", *number, *values])
    items, in_full = wanted.items(kind, child), _in_full(child)
    return f"SELECT {selected} {items} WHERE NOT p.is_new {in_full}"


def _stored_items(kind: Kind, child: Children) -> str:
    owner = f"k.{child.owner}_id"
    count = f"row_number() OVER (PARTITION BY {owner} ORDER BY k.{child.position}, k.id)"
    number = [count] if child.position else []
    values = [f"k.{column}" for column, _ in wanted.item_columns(child)]
    return fill(
        """
        SELECT {columns} FROM {table} k JOIN placed_{kind} p ON p.id = {owner}
        WHERE NOT p.is_new {in_full}
        """,
        columns=", ".join([owner, *number, *values]),
        table=child.table,
        kind=kind.name,
        owner=owner,
        in_full=_in_full(child),
    )


def _in_full(child: Children) -> str:
    return f"AND {FULL}" if child.only_in_full else ""
