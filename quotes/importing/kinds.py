"""The shapes of topics and quotes."""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from archive.importing.fields import (
    Check,
    Field,
    choice,
    date,
    flag,
    language,
    moment,
    number,
    ref,
    text,
)
from archive.importing.record import PUBLIC, RECORD, REDIRECT, REF
from archive.importing.refusals import RecordError
from archive.importing.shapes import Children, Kind
from archive.importing.staging import Stage
from quotes.importing import naming, rules, titles
from quotes.importing.corrections import told_to_the_public
from quotes.models import (
    ONCE_PUBLIC,
    Citation,
    Quote,
    QuoteRelation,
    QuoteRelationKind,
    Standing,
    Status,
    Topic,
)
from quotes.models import (
    Kind as HowMuch,
)

NAME = text(100, visible=True)
TOPIC = Kind(
    "topic",
    Topic,
    fields=(REF, Field("name", NAME, required=True), PUBLIC),
    rules=(rules.topics_named_once,),
)


def named(key: str, kind: str, longest: int, *, column: str = "", required: bool = False) -> Field:
    """A key that holds the ref of a record, or its name."""
    return Field(key, text(longest, visible=True), column=column, link=kind, required=required)


ANCHOR = ("exact", "start", "end")


def _anchor_is_whole(citation: dict[str, Any]) -> None:
    given = [key for key in ANCHOR if citation.get(key) not in (None, "")]
    if not given:
        return
    if len(given) < len(ANCHOR) or citation.get("edition") is None:
        raise RecordError(
            "An anchor needs an edition, its exact words, a start and an end.", given[0]
        )
    if citation["end"] - citation["start"] != len(citation["exact"]):
        raise RecordError("The anchor's end minus its start must be its words' length.", "end")


POSITION = number(0)
CITATIONS = Children(
    "citations",
    Citation,
    owner="quote",
    fields=(
        named("source", "source", 1000, required=True),
        Field("wording", text()),
        Field("as_credited", text(500)),
        Field("locator", text(200)),
        Field(
            "edition",
            number(1),
            type="integer",
            default=None,
            column="source_text_id",
            wanted="edition.id",
            shown="source_text__edition",
        ),
        Field("exact", text()),
        Field("prefix", text(200)),
        Field("suffix", text(200)),
        Field("start", POSITION, type="integer", default=None),
        Field("end", POSITION, type="integer", default=None),
    ),
    once=(),
    order=("position", "id"),
    position="position",
    rule=_anchor_is_whole,
    joins="""LEFT JOIN archive_sourcetext edition
             ON edition.source_id = to_source.id AND edition.edition = c.edition""",
    extra=(("text_length", "edition.length"),),
)

TOPICS = Children(
    "topics",
    Quote.topics.through,
    owner="quote",
    fields=(named("topic", "topic", 100, required=True),),
    once=("topic",),
    order=("topic",),
    single=True,
)

RELATIONS = Children(
    "relations",
    QuoteRelation,
    owner="quote",
    fields=(
        Field("quote", ref, column="other", link="quote", required=True),
        Field("relation", choice(QuoteRelationKind), required=True),
    ),
    once=("quote",),
    order=("quote",),
    only_in_full=True,
)


def ref_of_words(record: dict[str, Any]) -> str:
    """The ref of a quote that comes without: the same words of the same speaker get the same."""
    said_by = record.get("speaker") or record.get("organization") or ""
    words = [said_by, record.get("text"), record.get("language") or ""]
    return f"q-{sha256(json.dumps(words).encode()).hexdigest()[:20]}"


def _understand(stage: Stage) -> None:
    naming.understand(stage)
    titles.understand_titles(stage)  # after people and companies: a title is one of theirs


def _complete(stage: Stage) -> dict[str, int]:
    rules.keep_anchors_that_sheets_cannot_give(stage)
    return naming.create_named(stage) | titles.create_titled(stage)


_KIND: Check = choice(HowMuch)
_ONCE_PUBLIC = ", ".join(f"'{status.value}'" for status in ONCE_PUBLIC)


@lru_cache(maxsize=32)
def quote(status: Status, author: int | None = None, reason: str = "") -> Kind:
    """The shape of a quote; ``status`` is that of new quotes whose line gives none.

    With an ``author``, new quotes are that user's, and none becomes public. ``reason`` is the
    public note of whatever is corrected; without one, nothing public is.
    """
    at_the_desk = () if author is None else (rules.the_desk_has_steps_for_this,)
    theirs = (
        ()
        if author is None
        else (("author_id", f"CASE WHEN t.id IS NULL THEN {author} ELSE t.author_id END"),)
    )
    # When it was published is not the desk's to rewrite.
    moments = ("s.published_at", "t.published_at")
    published = ", ".join(moments if author is None else reversed(moments))
    becomes = f"coalesce(nullif(s.status, ''), t.status, '{status.value}')"
    return Kind(
        "quote",
        Quote,
        fields=(
            REF,
            Field("text", text(visible=True), required=True),
            Field("language", language),
            Field("spoken_language", language),
            Field("kind", _KIND, required=True),
            named("speaker", "person", 300),
            named("organization", "organization", 300),
            named("role", "role", 300),
            Field("unattributed", flag, type="boolean", default=False),
            Field("as_credited", text(500)),
            Field("speech", ref, link="speech"),
            Field("said", date),
            Field("status", choice(Status), wanted=becomes),
            Field("standing", choice(Standing), default=Standing.UNVERIFIED.value),
            Field("public_note", text()),
            Field(
                "editor_note",
                text(),
                wanted="coalesce(nullif(s.editor_note, ''), t.editor_note, '')",
                private=True,
            ),
            Field(
                "published_at",
                moment,
                type="timestamptz",
                default=None,
                wanted=f"""coalesce({published}, CASE
                           WHEN {becomes} IN ({_ONCE_PUBLIC}) THEN statement_timestamp() END)""",
            ),
        ),
        children=(TOPICS, CITATIONS, RELATIONS),
        joins="LEFT JOIN archive_speech speech ON speech.id = to_speech.id",
        extra=(("speech_delivered", "coalesce(speech.delivered, '')"), *theirs),
        rules=(
            rules.what_may_become_of_a_quote(becomes),
            rules.anchors_stand_in_their_texts,
            *at_the_desk,
        ),
        prepare=_understand,
        complete=_complete,
        changing=told_to_the_public(reason, author),
        default_ref=ref_of_words,
    )


def all_kinds(
    status: Status = Status.DRAFT, author: int | None = None, reason: str = ""
) -> tuple[Kind, ...]:
    """Every kind of record, each after those it leads to; an author merges at the desk."""
    kinds = (*RECORD, TOPIC, quote(status, author, reason), REDIRECT)
    return kinds if author is None else kinds[:-1]
