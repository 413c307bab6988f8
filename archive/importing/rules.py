"""Rules of the archive's own records that only the whole set can show to be broken."""

from archive.importing.staging import Stage


def no_circles(stage: Stage) -> None:
    """Refuse sources that would derive from themselves, over however many links."""
    if not stage.count("staged_source_derived_from"):
        return
    stage.run("""
        INSERT INTO staged_refusal
        WITH RECURSIVE link(source, origin) AS (
            SELECT p.id, called.id FROM staged_source_derived_from d
            JOIN placed_source p ON p.n = d.n JOIN said_source called ON called.called = d.source
            UNION
            SELECT source_id, origin_id FROM archive_derivation
            WHERE source_id NOT IN (SELECT id FROM placed_source)
        ), walk(start, reached) AS (
            SELECT source, origin FROM link
            WHERE source IN (SELECT id FROM placed_source)
            UNION
            SELECT start, origin FROM walk JOIN link ON source = reached
        )
        SELECT p.n, 'source', 'derived_from', 'The source would derive from itself in the end.'
        FROM walk JOIN placed_source p ON p.id = start WHERE start = reached
        """)


def texts_never_change(stage: Stage) -> None:
    """Refuse another text for an edition that the archive holds."""
    stage.run("""
        INSERT INTO staged_refusal
        SELECT s.n, 'source', 'texts[' || s.i || '].text', format(
            'Edition %s of this text is in the archive and reads differently. '
            'A captured text never changes: give the corrected one a new edition.', s.edition)
        FROM staged_source_texts s JOIN placed_source p ON p.n = s.n
        JOIN archive_sourcetext t ON t.source_id = p.id AND t.edition = s.edition
        WHERE t.text <> s.text
        """)


# Both ends unknown overlaps everything, as in the exclusion constraint that this foresees.
PERIOD = "daterange(public.edtf_earliest({0}.period), public.edtf_latest({0}.period), '[]')"


def no_role_twice_at_once(stage: Stage) -> None:
    """Refuse the same title of the same person at the same place in overlapping periods."""
    stage.make(
        "held_role",
        """AS
        SELECT p.n, p.ref, to_person.id AS person, to_organization.id AS organization, s.title,
               {period} AS period
        FROM staged_role s JOIN placed_role p ON p.n = s.n
        JOIN said_person to_person ON to_person.called = s.person
        JOIN said_organization to_organization ON to_organization.called = s.organization
        UNION ALL
        SELECT NULL, r.ref, r.person_id, r.organization_id, r.title, {stored}
        FROM archive_role r
        WHERE r.person_id IN (SELECT id FROM said_person)
          AND r.id NOT IN (SELECT id FROM placed_role)
        """,
        period=PERIOD.format("s"),
        stored="daterange(r.period_earliest, r.period_latest, '[]')",
    )
    stage.run("CREATE INDEX ON held_role (person)")
    # Only a role that is itself in nobody's way is in another's; the rest show in the next round.
    stage.run("""
        INSERT INTO staged_refusal
        WITH clash AS (
            SELECT a.n, a.ref, b.ref AS other
            FROM held_role a JOIN held_role b USING (person, organization, title)
            WHERE a.n IS NOT NULL AND (b.n IS NULL OR b.n < a.n) AND a.period && b.period
        )
        SELECT n, 'role', 'period', format(
            'This person already has this title there in that period: role “%s”.', other)
        FROM clash WHERE other NOT IN (SELECT ref FROM clash)
        """)


def redirects_lead_from_nothing_to_something(stage: Stage) -> None:
    """Refuse redirects from a record that is there, and to one that is not."""
    for target in stage.kinds.values():
        if not target.keyed:
            continue
        stage.run(
            """
            INSERT INTO staged_refusal
            SELECT s.n, 'redirect', CASE WHEN old.id IS NULL THEN 'new_ref' ELSE 'old_ref' END,
                   CASE WHEN old.id IS NULL
                   THEN format('There is no {target} with the ref “%s”.', s.new_ref)
                   ELSE format('The {target} “%s” is there: it must be merged first.', s.old_ref)
                   END
            FROM staged_redirect s
            LEFT JOIN {table} old ON old.ref = s.old_ref
            LEFT JOIN {table} new ON new.ref = s.new_ref
            WHERE s.kind = '{target}' AND (old.id IS NOT NULL OR new.id IS NULL)
            """,
            target=target.name,
            table=target.table,
        )
