"""What each resource looks like, for the contract; every one carries id, url, web_url, updated_at.

``building`` makes the data. A test holds it to what is said here, and schemathesis to the schema.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from archive.models import Organization, Person, Role, Source, Speech
from archive.models.people import PersonName
from archive.models.sources import Relation as DerivationRelation
from quotes.fidelity.checks import Verdict
from quotes.models import SHOWN, Citation, Quote, QuoteRelation, Status, Topic

STATUSES = [one for one in Status.choices if one[0] in SHOWN]
"""What the public may meet."""


class PartialDateSerializer(serializers.Serializer[Any]):
    """A date as exact as its evidence."""

    edtf = serializers.CharField(help_text="EDTF (ISO 8601-2).")
    earliest = serializers.DateField(
        allow_null=True, help_text="First day it may mean; null when open."
    )
    latest = serializers.DateField(
        allow_null=True, help_text="Last day it may mean; null when open."
    )
    text = serializers.CharField(help_text="In words, in English.")


class Addresses(serializers.Serializer[Any]):
    """Mixin: the permanent name and the two addresses of a record."""

    id = serializers.CharField(source="ref", read_only=True, help_text="Permanent name.")
    url = serializers.URLField(read_only=True, help_text="This resource in the API.")
    web_url = serializers.URLField(read_only=True, help_text="Its page for readers.")


def link(of: type[Any], label: str, *more: str) -> Any:
    """A serializer class for a short reference to a record: its addresses and its label."""
    meta = type("Meta", (), {"model": of, "fields": ["id", "url", "web_url", label, *more]})
    name = f"{of.__name__}Link"
    return type(
        name,
        (Addresses, serializers.ModelSerializer),
        {"Meta": meta, "__doc__": f"A {of._meta.verbose_name}, in short."},
    )


PersonLink = link(Person, "name")
OrganizationLink = link(Organization, "name")
RoleLink = link(Role, "title")
SpeechLink = link(Speech, "title")
TopicLink = link(Topic, "name")
QuoteLink = link(Quote, "text", "language")


class NameSerializer(serializers.ModelSerializer[Any]):
    """Another name."""

    class Meta:
        model = PersonName
        fields = ["name", "language", "kind"]


NAMED = ["id", "url", "web_url", "name", "language", "names", "description", "updated_at"]


class PersonSerializer(Addresses, serializers.ModelSerializer[Person]):
    """A person who spoke."""

    names = NameSerializer(many=True, read_only=True)

    class Meta:
        model = Person
        fields = NAMED


class OrganizationSerializer(Addresses, serializers.ModelSerializer[Organization]):
    """A company, publisher or other body."""

    names = NameSerializer(many=True, read_only=True)

    class Meta:
        model = Organization
        fields = NAMED


class TopicSerializer(Addresses, serializers.ModelSerializer[Topic]):
    """What quotes are about."""

    class Meta:
        model = Topic
        fields = ["id", "url", "web_url", "name", "updated_at"]


class SourceLink(Addresses, serializers.ModelSerializer[Source]):
    """A source, in short."""

    kind_display = serializers.CharField()
    publisher = OrganizationLink(allow_null=True)
    published = PartialDateSerializer(allow_null=True)

    class Meta:
        model = Source
        fields = [
            "id", "url", "web_url", "kind", "kind_display", "title", "publisher", "author_line",
            "published", "language", "reference_number",
        ]  # fmt: skip


class RoleSerializer(Addresses, serializers.ModelSerializer[Role]):
    """A title held somewhere for a period."""

    person = PersonLink()
    organization = OrganizationLink()
    period = PartialDateSerializer(allow_null=True)
    source = SourceLink(allow_null=True)  # type: ignore[assignment]  # a field of that name

    class Meta:
        model = Role
        fields = [
            "id",
            "url",
            "web_url",
            "person",
            "organization",
            "title",
            "period",
            "source",
            "updated_at",
        ]


@extend_schema_field(
    {"type": "array", "items": {"$ref": "#/components/schemas/Origin"}, "readOnly": True}
)
class OriginsField(serializers.ListField):
    """What a source reports, translates or reprints: each an ``OriginSerializer``, to the start."""


class OriginSerializer(serializers.Serializer[Any]):
    """A link of the provenance chain; each origin carries its own."""

    relation = serializers.ChoiceField(DerivationRelation.choices)
    source = SourceLink()  # type: ignore[assignment]  # a field of that name
    derived_from = OriginsField()


class ChainedSource(SourceLink):
    """A source with its chain of origins, to the start."""

    source_url = serializers.CharField(help_text="Where it was published.")
    archived_url = serializers.CharField()
    derived_from = OriginSerializer(many=True)

    class Meta(SourceLink.Meta):
        fields = [*SourceLink.Meta.fields, "source_url", "archived_url", "derived_from"]


class EditionSerializer(serializers.Serializer[Any]):
    """The newest captured edition of a source's text."""

    edition = serializers.IntegerField()
    sha256 = serializers.CharField()
    language = serializers.CharField()
    text = serializers.CharField(allow_null=True, help_text="Only where the rights are public.")


class SourceSerializer(ChainedSource):
    """A document that carries words; its text only where rights allow."""

    text = EditionSerializer(allow_null=True)

    class Meta(ChainedSource.Meta):
        fields = [*ChainedSource.Meta.fields, "rights", "note", "text", "updated_at"]


class SpeakerSerializer(serializers.Serializer[Any]):
    """Who spoke: as credited, and as concluded."""

    person = PersonLink(allow_null=True)
    organization = OrganizationLink(allow_null=True)
    role = RoleLink(allow_null=True)
    as_credited = serializers.CharField()


class SegmentSerializer(serializers.Serializer[Any]):
    """A piece of the text; the pieces add up to it, or to the passage shown of it."""

    text = serializers.CharField()
    match = serializers.BooleanField()


class LeftOutSerializer(serializers.Serializer[Any]):
    """How many characters of the text stand before and after what is shown of it."""

    before = serializers.IntegerField()
    after = serializers.IntegerField()


class PassageSerializer(serializers.Serializer[Any]):
    """A part of a source's text in which something was found."""

    source = SourceLink()  # type: ignore[assignment]  # a field of that name
    edition = serializers.IntegerField(help_text="Of the source's text.")
    start = serializers.IntegerField(help_text="Its first character in the edition, from 0.")
    segments = SegmentSerializer(many=True)
    truncated_before = serializers.BooleanField()
    truncated_after = serializers.BooleanField()


class SpeechSerializer(Addresses, serializers.ModelSerializer[Speech]):
    """An occasion on which something was said, and the sources that record it."""

    delivered = PartialDateSerializer(allow_null=True)
    speakers = SpeakerSerializer(many=True)
    sources = ChainedSource(many=True, help_text="The public sources that record it.")
    highlights = SegmentSerializer(
        many=True,
        allow_null=True,
        help_text="With ``q`` only: the title in segments, matches marked; null otherwise.",
    )
    passages = PassageSerializer(
        many=True,
        allow_null=True,
        help_text="With ``q`` only: at most three passages of its texts; null otherwise.",
    )

    class Meta:
        model = Speech
        fields = [
            "id", "url", "web_url", "title", "highlights", "passages", "occasion", "place",
            "language", "delivered", "speakers", "sources", "note", "updated_at",
        ]  # fmt: skip


class AnchorSerializer(serializers.Serializer[Any]):
    """Where in the captured text: W3C TextQuoteSelector and TextPositionSelector."""

    edition = serializers.IntegerField()
    sha256 = serializers.CharField()
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    start = serializers.IntegerField(help_text="First character, from 0.")
    end = serializers.IntegerField(help_text="After the last character.")


class FidelitySerializer(serializers.Serializer[Any]):
    """How the quote's words compare with the text captured of the source; by rules, not by hand."""

    verdict = serializers.ChoiceField(choices=Verdict.choices)
    engine = serializers.IntegerField(help_text="Version of the rules that judged.")
    checked_at = serializers.DateTimeField()


class CitationSerializer(serializers.ModelSerializer[Citation]):
    """The quote in one source: as printed there, and the chain that source stands on."""

    source = ChainedSource()  # type: ignore[assignment]  # a field of that name
    anchor = AnchorSerializer(allow_null=True)
    fidelity = FidelitySerializer(
        allow_null=True, help_text="null: unchecked, for no text of the source was captured."
    )

    class Meta:
        model = Citation
        fields = ["source", "wording", "as_credited", "locator", "anchor", "fidelity"]


class RelationSerializer(serializers.ModelSerializer[QuoteRelation]):
    """Another quote this one translates or varies."""

    quote = QuoteLink()

    class Meta:
        model = QuoteRelation
        fields = ["relation", "quote"]


class CorrectionSerializer(serializers.Serializer[Any]):
    """What was corrected after the public could read it, and why."""

    at = serializers.DateTimeField()
    note = serializers.CharField(help_text="The desk's own words.")
    changed = serializers.ListField(
        child=serializers.CharField(), help_text="The fields it changed: text, speaker, citations …"
    )


class QuoteSerializer(Addresses, serializers.ModelSerializer[Quote]):
    """Words attributed to a person or an organization, and every claim's way to its source."""

    is_translation = serializers.BooleanField(
        help_text="Known to be in another language than the one spoken."
    )
    speaker = PersonLink(allow_null=True)
    organization = OrganizationLink(allow_null=True)
    role = RoleLink(allow_null=True)
    speech = SpeechLink(allow_null=True)
    said = PartialDateSerializer(allow_null=True)
    topics = TopicLink(many=True)
    status = serializers.ChoiceField(STATUSES)
    citations = CitationSerializer(many=True)
    relations = RelationSerializer(many=True)
    corrections = CorrectionSerializer(
        many=True, help_text="Each correction since it was first published, oldest first."
    )
    highlights = SegmentSerializer(
        many=True,
        allow_null=True,
        help_text="With ``q`` only: the text in segments, matches marked; null otherwise. Of a "
        "text of more than 600 characters, the passage around the first match.",
    )
    highlights_left_out = LeftOutSerializer(
        allow_null=True, help_text="null where the highlights, if any, add up to the whole text."
    )

    class Meta:
        model = Quote
        fields = [
            "id", "url", "web_url", "text", "highlights", "highlights_left_out", "language",
            "spoken_language",
            "is_translation", "kind", "speaker", "organization", "role", "as_credited",
            "unattributed", "speech", "said", "topics", "status", "standing", "public_note",
            "corrections", "citations", "relations", "updated_at",
        ]  # fmt: skip
