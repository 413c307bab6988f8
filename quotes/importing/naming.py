"""Naming: quotes may name people, companies, roles, sources and topics instead of giving refs.

A name is understood before links are resolved: where one record has it, its ref takes the name's
place; where none has, a record is created with a ref made from the name, so that a second run finds
it again; where several have it, the line is refused and told which.
"""

from dataclasses import dataclass

from archive.importing.staging import Stage, fill


@dataclass(frozen=True)
class Namable:
    """A kind of record that a quote may name: where it does, and where names are kept.

    ``known`` gives ``(id, folded)`` of every known name; ``columns`` and ``values`` make a new one.
    ``by_any_name`` also takes what has the look of a ref, such as the topic “e-commerce”.
    """

    kind: str
    mentions: tuple[tuple[str, str], ...]
    known: str
    columns: str
    values: str
    by_any_name: bool = False


def _with_other_names(kind: str, key: str) -> Namable:
    return Namable(
        kind,
        (("staged_quote", key),),
        known=fill(
            """SELECT id, folded FROM archive_{kind}
               UNION ALL SELECT {kind}_id, folded FROM archive_{kind}name""",
            kind=kind,
        ),
        columns="name, language, description",
        values="name, '', ''",
    )


NAMABLE = (
    _with_other_names("person", "speaker"),
    _with_other_names("organization", "organization"),
    Namable(
        "source",
        (("staged_quote_citations", "source"),),
        known="SELECT id, public.fold_name(title) AS folded FROM archive_source",
        columns="""title, kind, author_line, url, archived_url, language, published,
                   reference_number, rights, note""",
        values="name, 'other', '', '', '', '', '', '', 'unknown', ''",
    ),
    Namable(
        "topic",
        (("staged_quote_topics", "topic"),),
        known="SELECT id, public.fold_name(name) AS folded FROM quotes_topic",
        columns="name",
        values="name",
        by_any_name=True,
    ),
)

# A name that is punctuation alone folds to nothing and is compared as it stands.
FOLDED = "coalesce(nullif(public.fold_name({0}), ''), {0})"

# Lower-case letters with a digit or a joint look like a ref: a mistyped ref must not become a
# person. Twelve letters and digits are what editors' own records are called.
LOOKS_LIKE_A_REF = "({0} ~ '^[a-z0-9._:~-]+$' AND {0} ~ '[0-9._:~-]')"

# What quotes say where a ref may stand and no record has that ref, with the first line to say it.
UNKNOWN = """
AS SELECT called, min(n) AS n, {folded} AS folded
FROM ({mentions}) mention
WHERE called <> ''
  AND NOT EXISTS (SELECT FROM {table} t WHERE t.ref = called)
  AND NOT EXISTS (SELECT FROM archive_redirect r WHERE r.kind = '{kind}' AND r.old_ref = called)
GROUP BY called
"""

UNDERSTOOD = """
AS SELECT u.called, u.n, u.folded, count(k.id) AS candidates, min(k.ref) AS ref,
          string_agg(k.ref, ', ' ORDER BY k.ref COLLATE "C") AS refs
FROM unknown_{kind} u
LEFT JOIN (
    SELECT DISTINCT t.id, t.ref, known.folded FROM ({known}) known JOIN {table} t ON t.id = known.id
) k ON k.folded = u.folded
GROUP BY u.called, u.n, u.folded
"""


def understand(stage: Stage) -> None:
    """Put refs where quotes give names."""
    for namable in NAMABLE:
        stage.begin(stage.kinds[namable.kind])
        stage.make(f"fresh_{namable.kind}", "(ref text, id bigint, name text)")
        _understand_one(stage, namable)


def _understand_one(stage: Stage, namable: Namable) -> None:
    kind = namable.kind
    names = {"kind": kind, "table": stage.kinds[kind].table}
    mentions = " UNION ALL ".join(
        fill("SELECT {key} AS called, n FROM {table}", key=key, table=table)
        for table, key in namable.mentions
    )
    folded = FOLDED.format("called")
    stage.make(f"unknown_{kind}", UNKNOWN, mentions=mentions, folded=folded, **names)
    if not stage.count(f"unknown_{kind}"):
        return
    stage.make(f"understood_{kind}", UNDERSTOOD, known=namable.known, **names)
    _name_the_new(stage, namable)
    for table, key in namable.mentions:
        _replace(stage, kind, table, key)


def _name_the_new(stage: Stage, namable: Namable) -> None:
    """Give each unknown name a ref; spellings that compare equal are one record."""
    kind = namable.kind
    stage.run(
        """
        UPDATE understood_{kind} SET ref = {ref}
        WHERE candidates = 0 AND NOT ({refused})
        """,
        kind=kind,
        ref=made_ref(f"'{kind}'", "folded", f"'{kind}:' || folded"),
        refused="false" if namable.by_any_name else LOOKS_LIKE_A_REF.format("called"),
    )
    place_the_new(stage, kind, "name", "called AS name")


def made_ref(otherwise: str, words: str, digested: str) -> str:
    """The SQL expression of a ref made from words: readable, and of its own by a digest."""
    slug = f"btrim(regexp_replace(left({words}, 60), '[^a-z0-9]+', '-', 'g'), '-')"
    digest = f"left(public.sha256_hex({digested}), 8)"
    return f"coalesce(nullif({slug}, ''), {otherwise}) || '-' || {digest}"


def place_the_new(stage: Stage, kind: str, columns: str, values: str) -> None:
    """Note the records to create; one whose made ref is taken was created by an earlier run."""
    stage.run(
        """
        INSERT INTO fresh_{kind} (ref, id, {columns})
        SELECT DISTINCT ON (ref) ref, nextval(pg_get_serial_sequence('{table}', 'id')), {values}
        FROM understood_{kind} WHERE candidates = 0 AND ref IS NOT NULL
          AND NOT EXISTS (SELECT FROM {table} t WHERE t.ref = understood_{kind}.ref)
        ORDER BY ref, n
        """,
        kind=kind,
        table=stage.kinds[kind].table,
        columns=columns,
        values=values,
    )
    stage.run(
        "INSERT INTO placed_{kind} (ref, id, is_new) SELECT ref, id, true FROM fresh_{kind}",
        kind=kind,
    )


def _replace(stage: Stage, kind: str, table: str, key: str) -> None:
    item = "'topics[' || s.i || ']'" if kind == "topic" else f"'{key}'"
    item = "'citations[' || s.i || '].source'" if kind == "source" else item
    stage.run(
        """
        INSERT INTO staged_refusal
        SELECT s.n, 'quote', {item},
               format('“%s” may be any of these; give a ref: %s.', called, refs)
        FROM {table} s JOIN understood_{kind} ON called = s.{key} WHERE candidates > 1
        """,
        kind=kind,
        table=table,
        key=key,
        item=item,
    )
    stage.run(
        "UPDATE {table} s SET {key} = u.ref FROM understood_{kind} u"
        " WHERE u.called = s.{key} AND u.ref IS NOT NULL AND candidates < 2",
        kind=kind,
        table=table,
        key=key,
    )


# The items of refused quotes are still staged.
USED = "SELECT {key} FROM {table} WHERE n IN (SELECT n FROM staged_quote)"


def create_named(stage: Stage) -> dict[str, int]:
    """Create what the quotes that are left name; how many of each kind."""
    created = {}
    for namable in NAMABLE:
        used = " UNION ".join(fill(USED, key=key, table=table) for table, key in namable.mentions)
        created[namable.kind] = stage.run(
            "INSERT INTO {table} (id, ref, {columns}) SELECT id, ref, {values} FROM fresh_{kind}"
            " WHERE ref IN ({used}) ORDER BY id",
            table=stage.kinds[namable.kind].table,
            kind=namable.kind,
            columns=namable.columns,
            values=namable.values,
            used=used,
        )
        stage.run("DELETE FROM fresh_{kind}", kind=namable.kind)
    return {kind: number for kind, number in created.items() if number}
