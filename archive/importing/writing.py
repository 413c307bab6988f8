"""Writing: the statements that make the archive hold a portion of what is staged."""

from collections.abc import Sequence

from archive.importing import wanted
from archive.importing.changes import differing
from archive.importing.shapes import Children, Kind
from archive.importing.staging import Stage, fill, staged_items

Lines = Sequence[int]
"""The first and the last line of a portion."""


def write_records(stage: Stage, kind: Kind, lines: Lines) -> None:
    """Create and update records, and write their lists."""
    _insert(stage, _new_records(kind, lines))
    if kind.name in stage.known:
        _update(stage, kind, lines)
    for child in kind.children:
        if not _leads_to(child, kind):
            _write_items(stage, kind, child, lines)


def write_items_among_themselves(stage: Stage, kind: Kind, lines: Lines) -> None:
    """Write the items that lead to records of this same kind, which are all there by now."""
    for child in kind.children:
        if _leads_to(child, kind):
            _write_items(stage, kind, child, lines)


def _leads_to(child: Children, kind: Kind) -> bool:
    return any(field.link == kind.name for field in child.fields)


def _within(lines: Lines, row: str) -> str:
    """The condition on the largest table that the portion is read from, which has an index for it.

    Said of a joined one, PostgreSQL would read the large one whole for every portion.
    """
    return f"{row}.n BETWEEN {lines[0]} AND {lines[1]}"


def new_rows(stage: Stage, kind: Kind, lines: Lines) -> list[tuple[str, str, str]]:
    """For each table that new records go into: its columns, and the query of their values.

    Lists that lead to this same kind are not among them: what they lead to may not be there yet.
    """
    lists = [child for child in kind.children if stage.holds(staged_items(kind, child))]
    return [
        _new_records(kind, lines),
        *(_new_items(kind, child, lines) for child in lists if not _leads_to(child, kind)),
    ]


def _new_records(kind: Kind, lines: Lines) -> tuple[str, str, str]:
    columns, values = zip(*wanted.columns(kind), strict=True)
    query = fill(
        "SELECT p.id, {values} {records} AND {within} ORDER BY p.n",
        values=", ".join(values),
        records=wanted.records(kind, new=True),
        within=_within(lines, "s"),
    )
    return kind.table, ", ".join(["id", *columns]), query


def _new_items(kind: Kind, child: Children, lines: Lines, owners: str = "") -> tuple[str, str, str]:
    """Items of new records, and of other ``owners`` if that SQL condition says so."""
    number = [(child.position, "c.i")] if child.position else []
    columns, values = zip(*number, *wanted.item_columns(child), strict=True)
    query = fill(
        """
        SELECT p.id, {values} {items}
        WHERE {within} AND (p.is_new {owners}) ORDER BY p.n, c.i
        """,
        values=", ".join(values),
        items=wanted.items(kind, child, written=_leads_to(child, kind)),
        owners=owners,
        within=_within(lines, "c"),
    )
    return child.table, ", ".join([f"{child.owner}_id", *columns]), query


def _insert(stage: Stage, rows: tuple[str, str, str]) -> None:
    table, columns, query = rows
    stage.run("INSERT INTO {table} ({columns}) {query}", table=table, columns=columns, query=query)


def _update(stage: Stage, kind: Kind, lines: Lines) -> None:
    pairs = wanted.columns(kind)
    touched = ["updated_at = statement_timestamp()"] if kind.keyed else []
    stage.run(
        """
        UPDATE {table} m SET {assignments}
        FROM (SELECT p.id AS row, {values} {records} AND {within}) w
        JOIN changed_{kind} changed ON changed.id = w.row
        WHERE m.id = w.row
        """,
        within=_within(lines, "s"),
        table=kind.table,
        kind=kind.name,
        assignments=", ".join([*(f"{column} = w.{column}" for column, _ in pairs), *touched]),
        values=", ".join(f"{value} AS {column}" for column, value in pairs),
        records=wanted.records(kind, new=False),
    )


# --- Lists -----------------------------------------------------------------------------------


def _write_items(stage: Stage, kind: Kind, child: Children, lines: Lines) -> None:
    """Replace the items of owners whose items differ; kept ones are corrected and added to."""
    known = kind.name in stage.known
    if known and child.kept:
        _correct_kept(stage, kind, child, lines)
    elif known:
        _delete_items(stage, kind, child, lines)
    owners = _or_differing(kind, child) if known else ""
    _insert(stage, _new_items(kind, child, lines, owners))


def _or_differing(kind: Kind, child: Children) -> str:
    """The condition on owners that are not new; a kept item is not written again."""
    absent = fill(
        "AND NOT EXISTS (SELECT FROM {t} k WHERE {same})", t=child.table, same=_same(child)
    )
    return fill(
        "OR p.id IN (SELECT owner FROM {differing}) {absent}",
        differing=differing(kind, child),
        absent=absent if child.kept else "",
    )


def _delete_items(stage: Stage, kind: Kind, child: Children, lines: Lines) -> None:
    stage.run(
        """
        DELETE FROM {table} k USING {differing} d, placed_{kind} p
        WHERE k.{owner}_id = d.owner AND p.id = d.owner AND {within}
        """,
        within=_within(lines, "p"),
        table=child.table,
        owner=child.owner,
        differing=differing(kind, child),
        kind=kind.name,
    )


def _correct_kept(stage: Stage, kind: Kind, child: Children, lines: Lines) -> None:
    """Change what is said about a kept item, never the item."""
    stage.run(
        """
        UPDATE {table} k SET {assignments} {items}
        WHERE {same} AND {within} AND p.id IN (SELECT owner FROM {differing})
        """,
        within=_within(lines, "c"),
        table=child.table,
        assignments=", ".join(f"{c} = {value}" for c, value in wanted.item_columns(child)),
        items=wanted.items(kind, child),
        same=_same(child),
        differing=differing(kind, child),
    )


def _same(child: Children) -> str:
    """The condition that the stored item ``k`` is the staged one ``c``."""
    keys = " AND ".join(f'k."{key}" = c."{key}"' for key in child.once)
    return f"k.{child.owner}_id = p.id AND {keys}"


def drop_repeated(stage: Stage, kind: Kind, child: Children) -> None:
    """Two refs of a list may turn out to lead to one record: the first says it."""
    link = next((f for f in child.fields if f.link and f.key in child.once), None)
    if link is None:
        return
    if not stage.count(f"(SELECT FROM said_{link.link} GROUP BY id HAVING count(*) > 1) twice"):
        return
    stage.run(
        """
        DELETE FROM {items} c USING (
            SELECT n, i, row_number() OVER (PARTITION BY n, id ORDER BY i) AS time
            FROM {items} JOIN said_{target} ON called = "{key}"
        ) repeated
        WHERE repeated.time > 1 AND repeated.n = c.n AND repeated.i = c.i
        """,
        items=staged_items(kind, child),
        target=link.link,
        key=link.key,
    )
