"""Links: from the refs that staged records name to the rows they lead to."""

from collections import defaultdict

from archive.importing.fields import Field
from archive.importing.shapes import Kind
from archive.importing.staging import Stage, fill, staged_items

# What a ref leads to: a record, one it was merged into, or one that this run is about to write.
SAID = """
AS SELECT called, coalesce(t.id, merged.id{placed}) AS id
FROM ({mentions}) mention
LEFT JOIN {table} t ON t.ref = called
LEFT JOIN (
    SELECT r.old_ref, target.id
    FROM archive_redirect r JOIN {table} target ON target.ref = r.new_ref
    WHERE r.kind = '{kind}'
) merged ON merged.old_ref = called
{join_placed}
"""


def place(stage: Stage, kind: Kind) -> None:
    """Give every staged record its row: the one of its ref, or a new number."""
    same = " AND ".join(f't."{key}" = s."{key}"' for key in kind.identity)
    stage.run(
        """
        INSERT INTO placed_{kind} (n, ref, id, is_new)
        SELECT s.n, s."{ref}", coalesce(t.id, nextval(pg_get_serial_sequence('{table}', 'id'))),
               t.id IS NULL
        FROM staged_{kind} s LEFT JOIN {table} t ON {same} ORDER BY s.n
        """,
        kind=kind.name,
        ref=kind.identity[-1],
        table=kind.table,
        same=same,
    )
    stage.run("CREATE INDEX ON placed_{kind} (n)", kind=kind.name)
    stage.run("ANALYZE placed_{kind}", kind=kind.name)


def mentions(kind: Kind) -> dict[str, list[tuple[str, Field, str]]]:
    """By the kind they lead to: the staged table, the link and the list it stands in."""
    found: dict[str, list[tuple[str, Field, str]]] = defaultdict(list)
    for field in kind.fields:
        if field.link:
            found[field.link].append((f"staged_{kind.name}", field, ""))
    for child in kind.children:
        for field in child.fields:
            if field.link:
                found[field.link].append((staged_items(kind, child), field, child.key))
    return found


def resolve(stage: Stage, kind: Kind, *targets: str) -> None:
    """Make ``said_<target>``: every ref that records of this kind name, and its row if any."""
    for target, places in mentions(kind).items():
        if targets and target not in targets:
            continue
        calls = " UNION ".join(
            fill(
                """SELECT DISTINCT "{key}" AS called FROM {table} WHERE "{key}" <> ''""",
                key=field.key,
                table=table,
            )
            for table, field, _ in places
        )
        table = f"said_{target}"
        goal = stage.kinds[target]
        begun = target in stage.begun
        stage.make(
            table,
            SAID,
            mentions=calls,
            table=goal.table,
            kind=target,
            placed=", placed.id" if begun else "",
            join_placed=f"LEFT JOIN placed_{target} placed ON placed.ref = called" if begun else "",
        )
        stage.run("ANALYZE {table}", table=table)


def joined(fields: tuple[Field, ...], row: str) -> str:
    """The joins that lead from a staged row to what its links lead to, as ``to_<key>``."""
    return "\n".join(
        f'LEFT JOIN said_{field.link} "to_{field.key}"'
        f' ON "to_{field.key}".called = {row}."{field.key}"'
        for field in fields
        if field.link
    )
