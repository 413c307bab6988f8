"""Rules of quotes and topics that only the archive, or the whole file, can show to be broken."""

from collections.abc import Callable

from archive.importing import wanted
from archive.importing.staging import Stage


def topics_named_once(stage: Stage) -> None:
    """Refuse a second topic of the same name."""
    stage.make(
        "named_topic",
        """AS
        SELECT p.n, p.ref, p.id, public.fold_name(s.name) AS name
        FROM staged_topic s JOIN placed_topic p ON p.n = s.n
        UNION ALL
        SELECT NULL, ref, id, public.fold_name(name) FROM quotes_topic
        WHERE id NOT IN (SELECT id FROM placed_topic)
        """,
    )
    stage.run("""
        INSERT INTO staged_refusal
        SELECT a.n, 'topic', 'name', format('There is already a topic of this name: “%s”.', b.ref)
        FROM named_topic a JOIN named_topic b USING (name)
        WHERE a.n IS NOT NULL AND a.id <> b.id AND (b.n IS NULL OR b.n < a.n)
        """)


# The first that applies. ``old`` is the status in the archive, ``new`` the one to be.
VERDICTS = """
CASE WHEN old = 'removed' AND new <> 'removed'
     THEN 'status: This quote was removed for legal reasons; a file cannot bring it back.'
     WHEN old IN ('published', 'retracted') AND new IN ('draft', 'in_review')
     THEN 'status: This quote is ' || old || ': its address was given out, and it can only be '
          'retracted, not taken back.'
     WHEN unattributed AND (speaker <> '' OR organization <> '' OR role <> '')
     THEN 'unattributed: An unattributed quote has no speaker, organization or role.'
     WHEN new IN ('published', 'retracted') AND NOT unattributed AND speaker = ''
          AND organization = ''
     THEN 'speaker: A published quote needs a speaker, an organization, or “unattributed”.'
     WHEN new = 'retracted' AND public_note !~ '\\S'
     THEN 'public_note: A retraction needs a public note that says why.'
     WHEN old IN ('published', 'retracted') AND standing <> old_standing
          AND standing IN ('disputed', 'misattributed') AND public_note !~ '\\S'
     THEN 'public_note: A disputed or misattributed quote needs a public note that says why.'
END
"""


def what_may_become_of_a_quote(becomes: str) -> Callable[[Stage], None]:
    """Refuse what the workflow forbids and what the public must not see."""

    def rule(stage: Stage) -> None:
        for new in (True, False):
            stage.run(
                """
                INSERT INTO staged_refusal
                SELECT n, 'quote', split_part(verdict, ': ', 1),
                       substr(verdict, strpos(verdict, ': ') + 2)
                FROM (SELECT n, {verdict} AS verdict
                      FROM (SELECT p.n, t.status AS old, {becomes} AS new, s.unattributed,
                                   s.speaker, s.organization, s.role, s.public_note, s.standing,
                                   t.standing AS old_standing {records}) q
                     ) judged
                WHERE verdict IS NOT NULL
                """,
                verdict=VERDICTS,
                becomes=becomes,
                records=wanted.records(stage.kinds["quote"], new=new),
            )

    return rule


def the_desk_has_steps_for_this(stage: Stage) -> None:
    """Refuse a status that the desk gives by a step of its own, by someone else than the author."""
    stage.run("""
        INSERT INTO staged_refusal
        SELECT s.n, 'quote', 'status',
               'A file brings drafts and quotes in review to the desk: publishing, retracting '
               'and removing are steps of their own.'
        FROM staged_quote s JOIN placed_quote p ON p.n = s.n
        LEFT JOIN quotes_quote t ON t.id = p.id
        WHERE s.status NOT IN ('', 'draft', 'in_review') AND s.status IS DISTINCT FROM t.status
        """)


def anchors_stand_in_their_texts(stage: Stage) -> None:
    """Refuse a citation of an edition that is not there, or of words it does not have there."""
    if not stage.count("staged_quote_citations", "edition IS NOT NULL"):
        return
    stage.run("""
        INSERT INTO staged_refusal
        SELECT c.n, 'quote', 'citations[' || c.i || '].' ||
                   CASE WHEN t.id IS NULL THEN 'edition' ELSE 'exact' END,
               CASE WHEN t.id IS NULL THEN format('This source has no edition %s.', c.edition)
               ELSE 'These words do not stand there in the captured text, letter for letter.' END
        FROM staged_quote_citations c JOIN placed_quote p ON p.n = c.n
        JOIN said_source called ON called.called = c.source
        LEFT JOIN archive_sourcetext t ON t.source_id = called.id AND t.edition = c.edition
        WHERE c.edition IS NOT NULL AND (t.id IS NULL OR c.exact <> ''
              AND substr(t.text, c.start + 1, char_length(c.exact)) <> c.exact)
        """)


def keep_anchors_that_sheets_cannot_give(stage: Stage) -> None:
    """Leave the anchor of a citation that a sheet gives again, in its place and source."""
    if not stage.count("staged_file", "partial"):
        return
    stage.run("""
        UPDATE staged_quote_citations s
        SET edition = k.edition, exact = k.exact, prefix = k.prefix, suffix = k.suffix,
            start = k.start, "end" = k."end"
        FROM placed_quote p, staged_file f, said_source said, (
            SELECT c.*, t.edition,
                   row_number() OVER (PARTITION BY c.quote_id ORDER BY c.position, c.id) AS i
            FROM quotes_citation c LEFT JOIN archive_sourcetext t ON t.id = c.source_text_id
            WHERE c.quote_id IN (SELECT id FROM placed_quote WHERE NOT is_new)
        ) k
        WHERE p.n = s.n AND f.file = s.n >> 40 AND f.partial AND said.called = s.source
          AND k.quote_id = p.id AND k.i = s.i AND k.source_id = said.id
        """)
