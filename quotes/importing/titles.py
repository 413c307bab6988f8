"""Titles: quotes may give a role by its title, which means nothing without person and place."""

from archive.importing.links import resolve
from archive.importing.staging import Stage
from quotes.importing.naming import FOLDED, LOOKS_LIKE_A_REF, UNKNOWN, made_ref, place_the_new


def understand_titles(stage: Stage) -> None:
    """Put refs where quotes give the titles of roles."""
    stage.begin(stage.kinds["role"])
    stage.make(
        "fresh_role", "(ref text, id bigint, title text, person_id bigint, organization_id bigint)"
    )
    mentions = "SELECT role AS called, n FROM staged_quote"
    folded = FOLDED.format("called")
    names = {"kind": "role", "table": stage.kinds["role"].table}
    stage.make("unknown_role", UNKNOWN, mentions=mentions, folded=folded, **names)
    if not stage.count("unknown_role"):
        return
    resolve(stage, stage.kinds["quote"], "person", "organization")
    _refuse_titles_of_nobody(stage)
    stage.make(
        "understood_role", UNDERSTOOD_ROLE, looks_like_a_ref=LOOKS_LIKE_A_REF.format("u.called")
    )
    _name_new_roles(stage)
    stage.run("""
        INSERT INTO staged_refusal
        SELECT s.n, 'quote', 'role',
               format('“%s” may be any of these; give a ref: %s.', called, refs)
        FROM staged_quote s JOIN understood_role u ON u.n = s.n WHERE candidates > 1
        """)
    stage.run("""
        UPDATE staged_quote s SET role = u.ref FROM understood_role u
        WHERE u.n = s.n AND u.ref IS NOT NULL AND candidates < 2
        """)


UNDERSTOOD_ROLE = """
AS SELECT s.n, u.called, u.folded, p.id AS person_id, o.id AS organization_id,
          count(r.id) AS candidates, min(r.ref) AS ref,
          string_agg(r.ref, ', ' ORDER BY r.ref COLLATE "C") AS refs
FROM staged_quote s JOIN unknown_role u ON u.called = s.role
JOIN said_person p ON p.called = s.speaker JOIN said_organization o ON o.called = s.organization
LEFT JOIN archive_role r ON r.person_id = p.id AND r.organization_id = o.id
     AND public.fold_name(r.title) = u.folded
WHERE NOT {looks_like_a_ref}
GROUP BY s.n, u.called, u.folded, p.id, o.id
"""


def _refuse_titles_of_nobody(stage: Stage) -> None:
    stage.run("""
        INSERT INTO staged_refusal
        SELECT s.n, 'quote', 'role',
               'A role given by its title needs a speaker and an organization.'
        FROM staged_quote s JOIN unknown_role u ON u.called = s.role
        WHERE s.speaker = '' OR s.organization = ''
        """)


def _name_new_roles(stage: Stage) -> None:
    """A new role's ref is made from those of its person and organization, and its title."""
    stage.run(
        """
        UPDATE understood_role u SET ref = {ref} FROM staged_quote s
        WHERE s.n = u.n AND candidates = 0
          AND u.person_id IS NOT NULL AND u.organization_id IS NOT NULL
        """,
        ref=made_ref(
            "'role'",
            "u.folded",
            "concat_ws(':', 'role', s.speaker, s.organization, u.folded)",
        ),
    )
    place_the_new(
        stage, "role", "title, person_id, organization_id", "called, person_id, organization_id"
    )


def create_titled(stage: Stage) -> dict[str, int]:
    """Create the roles that the quotes that are left name; how many."""
    created = stage.run("""
        INSERT INTO archive_role (id, ref, title, period, person_id, organization_id)
        SELECT id, ref, title, '', person_id, organization_id FROM fresh_role
        WHERE ref IN (SELECT role FROM staged_quote) ORDER BY id
        """)
    stage.run("DELETE FROM fresh_role")
    return {"role": created} if created else {}
