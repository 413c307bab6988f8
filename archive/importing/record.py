"""The shapes of the archive's own records, in the order in which they depend on each other."""

from typing import Any

from archive.importing import rules
from archive.importing.fields import (
    Field,
    choice,
    date,
    flag,
    language,
    moment,
    number,
    ref,
    text,
    web_address,
)
from archive.importing.refusals import RecordError
from archive.importing.shapes import Children, Kind
from archive.models import (
    Derivation,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Redirect,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from archive.models.names import NameKind
from archive.models.sources import Relation, Rights, SourceKind

REF = Field("ref", ref, required=True)
PUBLIC = Field(
    "public",
    flag,
    column="is_public",
    type="boolean",
    default=False,
    wanted="(s.public OR coalesce(t.is_public, false))",  # an address once given out stays
)
LANGUAGE = Field("language", language)
NOTE = Field("note", text())


def link(key: str, kind: str, *, column: str = "", required: bool = False) -> Field:
    """A key that holds the ref of another record."""
    return Field(key, ref, column=column, link=kind, required=required)


def _named(name: str, model: type[Person | Organization], names: type) -> Kind:
    other_names = Children(
        "names",
        names,
        owner=name,
        fields=(
            Field("name", text(300, visible=True), required=True),
            LANGUAGE,
            Field("kind", choice(NameKind), default=NameKind.ALIAS.value),
        ),
        once=("name",),
        order=("name",),
    )
    return Kind(
        name,
        model,
        fields=(
            REF,
            Field("name", text(300, visible=True), required=True),
            LANGUAGE,
            Field("description", text()),
            PUBLIC,
        ),
        children=(other_names,),
    )


PERSON = _named("person", Person, PersonName)
ORGANIZATION = _named("organization", Organization, OrganizationName)


def _number_edition(item: dict[str, Any], number: int) -> None:
    item.setdefault("edition", number)


SOURCE = Kind(
    "source",
    Source,
    fields=(
        REF,
        Field("kind", choice(SourceKind), required=True),
        Field("title", text(1000, visible=True), required=True),
        link("publisher", "organization"),
        Field("author_line", text(500)),
        Field("url", web_address),
        Field("archived_url", web_address),
        LANGUAGE,
        Field("published", date),
        Field("reference_number", text(200)),
        Field("rights", choice(Rights), default=Rights.UNKNOWN.value),
        NOTE,
        PUBLIC,
    ),
    children=(
        Children(
            "derived_from",
            Derivation,
            owner="source",
            fields=(
                link("source", "source", column="origin", required=True),
                Field("relation", choice(Relation), required=True),
            ),
            once=("source",),
            order=("source",),
        ),
        Children(
            "texts",
            SourceText,
            owner="source",
            fields=(
                Field("edition", number(1), type="integer", required=True),
                Field("text", text(visible=True), required=True),
                LANGUAGE,
                Field("captured_at", moment, type="timestamptz", default=None),
                NOTE,
            ),
            once=("edition",),
            order=("edition",),
            kept=True,
            complete=_number_edition,
        ),
    ),
    rules=(rules.no_circles, rules.texts_never_change),
)

ROLE = Kind(
    "role",
    Role,
    fields=(
        REF,
        link("person", "person", required=True),
        link("organization", "organization", required=True),
        Field("title", text(300, visible=True), required=True),
        Field("period", date),
        link("source", "source"),
        PUBLIC,
    ),
    rules=(rules.no_role_twice_at_once,),
)


def _someone_speaks(speaker: dict[str, Any]) -> None:
    if not any(speaker.get(key) for key in ("person", "organization", "as_credited")):
        raise RecordError("Name a person, an organization, or what the record prints.")


SPEECH = Kind(
    "speech",
    Speech,
    fields=(
        REF,
        Field("title", text(1000, visible=True), required=True),
        Field("occasion", text(500)),
        Field("place", text(300)),
        LANGUAGE,
        Field("delivered", date),
        NOTE,
        PUBLIC,
    ),
    children=(
        Children(
            "speakers",
            SpeechSpeaker,
            owner="speech",
            fields=(
                link("person", "person"),
                link("organization", "organization"),
                link("role", "role"),
                Field("as_credited", text(500)),
            ),
            once=(),
            order=("position", "id"),
            position="position",
            rule=_someone_speaks,
        ),
        Children(
            "sources",
            SpeechSource,
            owner="speech",
            fields=(link("source", "source", required=True),),
            once=("source",),
            order=("position", "id"),
            position="position",
            single=True,
        ),
    ),
)


def _leads_elsewhere(record: dict[str, Any]) -> None:
    if record.get("old_ref") == record.get("new_ref"):
        raise RecordError("An address cannot lead to itself.", "new_ref")


RECORD = (PERSON, ORGANIZATION, SOURCE, ROLE, SPEECH)


def _kind_of_record(value: Any) -> str:
    """Check the kind of a redirect; quotes and topics have addresses too."""
    known = [*(kind.name for kind in RECORD), "topic", "quote"]
    if value not in known:
        raise RecordError(f"The kind must be one of {', '.join(known)}.")
    return str(value)


REDIRECT = Kind(
    "redirect",
    Redirect,
    fields=(
        Field("kind", _kind_of_record, required=True),
        Field("old_ref", ref, required=True),
        Field("new_ref", ref, required=True),
        Field("reason", text(visible=True), required=True),
    ),
    identity=("kind", "old_ref"),
    keyed=False,
    rule=_leads_elsewhere,
    rules=(rules.redirects_lead_from_nothing_to_something,),
)
