"""Checks that hold for every kind of record: refs used twice, merged away, or leading nowhere."""

from archive.importing.links import mentions
from archive.importing.shapes import Kind
from archive.importing.staging import LINE_MASK, Stage


def once_each(stage: Stage, kind: Kind) -> None:
    """Refuse a ref that an earlier line of this run already has."""
    same = ", ".join(f's."{key}"' for key in kind.identity)
    stage.run(
        """
        INSERT INTO staged_refusal
        SELECT again.n, '{kind}', '{field}', format(
            'This ref is already used on line %s%s.', first & {mask},
            CASE WHEN first >> 40 = again.n >> 40 THEN '' ELSE ' of ' || name END)
        FROM (SELECT n, first_value(n) OVER (PARTITION BY {same} ORDER BY n) AS first
              FROM staged_{kind} s) again
        JOIN staged_file ON file = first >> 40
        WHERE n <> first
        """,
        kind=kind.name,
        field=kind.identity[-1],
        same=same,
        mask=str(LINE_MASK),
    )


def not_merged_away(stage: Stage, kind: Kind) -> None:
    """Refuse to make a record anew that editors merged into another."""
    if kind.identity != ("ref",):
        return
    stage.run(
        """
        INSERT INTO staged_refusal
        SELECT s.n, '{kind}', 'ref',
               format('This record was merged into “%s”: %s', r.new_ref, r.reason)
        FROM staged_{kind} s
        JOIN archive_redirect r ON r.kind = '{kind}' AND r.old_ref = s.ref
        WHERE NOT EXISTS (SELECT FROM {table} t WHERE t.ref = s.ref)
        """,
        kind=kind.name,
        table=kind.table,
    )


def leading_somewhere(stage: Stage, kind: Kind) -> None:
    """Refuse records that name a ref which no record has."""
    for target, places in mentions(kind).items():
        if not stage.count(f"said_{target}", "id IS NULL"):
            continue
        for table, field, within in places:
            stage.run(
                """
                INSERT INTO staged_refusal
                SELECT s.n, '{kind}', {path},
                       format('There is no {target} with the ref “%s”.', called)
                FROM {table} s JOIN said_{target} ON called = s."{key}" AND id IS NULL
                JOIN placed_{kind} p ON p.n = s.n
                """,
                kind=kind.name,
                target=target,
                table=table,
                key=field.key,
                path=_path(kind, within, field.key),
            )


def _path(kind: Kind, within: str, key: str) -> str:
    """The SQL expression that names a field, counted from 1 within a list."""
    if not within:
        return f"'{key}'"
    inner = "" if kind.lists[within].single else f".{key}"
    return f"'{within}[' || s.i || ']{inner}'"
