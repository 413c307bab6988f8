"""What each resource looks like; every one carries id, url, web_url and updated_at."""

from functools import cache
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from archive.dates import parse, show
from archive.models import Organization, Person, Role, Source, Speech
from archive.models.people import PersonName
from archive.provenance import Origin
from quotes.models import SHOWN, Citation, Quote, QuoteRelation, Topic


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


@extend_schema_field(PartialDateSerializer(allow_null=True))
class PartialDateField(serializers.Field[Any, Any, Any, Any]):
    """An EDTF text as an object; null when unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: str) -> dict[str, Any] | None:
        """``2020-11`` as itself, its bounds and in words."""
        if not value:
            return None
        when = parse(value)
        return {
            "edtf": value,
            "earliest": None if when.open_start else when.earliest,
            "latest": None if when.open_end else when.latest,
            "text": show(value),
        }


@cache
def _folder(name: str) -> str:
    """The path of a route up to the ref, which needs no escaping (``RefField``).

    Resolving each of the 250 addresses of a page anew took half of the time it took to answer.
    """
    return reverse(name, args=["ref"]).removesuffix("ref/")


class Addresses(serializers.Serializer[Any]):
    """Mixin: the permanent name and the two addresses of a record."""

    id = serializers.CharField(source="ref", read_only=True, help_text="Permanent name.")
    url = serializers.SerializerMethodField(help_text="This resource in the API.")
    web_url = serializers.SerializerMethodField(help_text="Its page for readers.")

    def get_url(self, record: Any) -> str:
        """Absolute address in the API."""
        return self._absolute(f"v1:{record._meta.model_name}-detail", record)

    def get_web_url(self, record: Any) -> str:
        """Absolute address of the page."""
        return self._absolute(f"web:{record._meta.model_name}", record)

    def _absolute(self, name: str, record: Any) -> str:
        return f"{self._site()}{_folder(name)}{record.ref}/"

    def _site(self) -> str:
        """Scheme and host of the request, worked out once an answer."""
        if "site" not in self.context:
            request = self.context.get("request")
            site = request.build_absolute_uri("/")[:-1] if request else ""
            self.context["site"] = site  # type: ignore[index]  # the view's own dictionary
        return str(self.context["site"])


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

    kind_display = serializers.CharField(source="get_kind_display", read_only=True)
    publisher = OrganizationLink(allow_null=True)
    published = PartialDateField()

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
    period = PartialDateField()
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


class OriginSerializer(serializers.Serializer[Any]):
    """A link of the provenance chain; each origin carries its own."""

    relation = serializers.CharField(help_text="reports, translates, reprints or excerpts")
    source = SourceLink()  # type: ignore[assignment]  # a field of that name
    derived_from = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Origin"}})
    def get_derived_from(self, origin: Origin) -> Any:
        """What the origin derives from in turn."""
        return OriginSerializer(list(origin.origins), many=True, context=self.context).data


class ChainedSource(SourceLink):
    """A source with its chain of origins, to the start."""

    source_url = serializers.CharField(source="url", help_text="Where it was published.")
    archived_url = serializers.CharField()
    derived_from = serializers.SerializerMethodField()

    class Meta(SourceLink.Meta):
        fields = [*SourceLink.Meta.fields, "source_url", "archived_url", "derived_from"]

    def to_representation(self, source: Source) -> dict[str, Any]:
        """The source as data, made once an answer: quotes of a page often share theirs."""
        shown: dict[Any, dict[str, Any]] = self.context["shown"]
        key = (type(self), source.pk)
        if key not in shown:
            shown[key] = super().to_representation(source)
        return shown[key]

    @extend_schema_field(OriginSerializer(many=True))
    def get_derived_from(self, source: Source) -> Any:
        """What this source reports, translates or reprints."""
        chain = self.context["chains"].of(source.pk)
        return OriginSerializer(list(chain), many=True, context=self.context).data


class SourceSerializer(ChainedSource):
    """A document that carries words; its text only where rights allow."""

    text = serializers.SerializerMethodField()

    class Meta(ChainedSource.Meta):
        fields = [*ChainedSource.Meta.fields, "rights", "note", "text", "updated_at"]

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "properties": {
                "edition": {"type": "integer"},
                "sha256": {"type": "string"},
                "language": {"type": "string"},
                "text": {"type": "string", "nullable": True},
            },
        }
    )
    def get_text(self, source: Source) -> dict[str, Any] | None:
        """The newest captured edition; its words only when the rights are public."""
        editions = source.texts.all()
        if not editions:
            return None
        newest = max(editions, key=lambda text: text.edition)
        return {
            "edition": newest.edition,
            "sha256": newest.sha256,
            "language": newest.language,
            "text": newest.text if source.rights == "public" else None,
        }


class SpeakerSerializer(serializers.Serializer[Any]):
    """Who spoke: as credited, and as concluded."""

    person = PersonLink(allow_null=True)
    organization = OrganizationLink(allow_null=True)
    role = RoleLink(allow_null=True)
    as_credited = serializers.CharField()


class SpeechSerializer(Addresses, serializers.ModelSerializer[Speech]):
    """An occasion on which something was said, and the sources that record it."""

    delivered = PartialDateField()
    speakers = SpeakerSerializer(many=True)
    sources = serializers.SerializerMethodField()

    class Meta:
        model = Speech
        fields = [
            "id", "url", "web_url", "title", "occasion", "place", "language", "delivered",
            "speakers", "sources", "note", "updated_at",
        ]  # fmt: skip

    @extend_schema_field(ChainedSource(many=True))
    def get_sources(self, speech: Speech) -> Any:
        """The public sources that record the speech, each with its chain."""
        sources = [record.source for record in speech.records.all() if record.source.is_public]
        return ChainedSource(sources, many=True, context=self.context).data


class AnchorSerializer(serializers.Serializer[Citation]):
    """Where in the captured text: W3C TextQuoteSelector and TextPositionSelector."""

    edition = serializers.IntegerField(source="source_text.edition")
    sha256 = serializers.CharField(source="source_text.sha256")
    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    start = serializers.IntegerField(help_text="First character, from 0.")
    end = serializers.IntegerField(help_text="After the last character.")


class CitationSerializer(serializers.ModelSerializer[Citation]):
    """The quote in one source: as printed there, and the chain that source stands on."""

    source = ChainedSource()  # type: ignore[assignment]  # a field of that name
    anchor = serializers.SerializerMethodField()

    class Meta:
        model = Citation
        fields = ["source", "wording", "as_credited", "locator", "anchor"]

    @extend_schema_field(AnchorSerializer(allow_null=True))
    def get_anchor(self, citation: Citation) -> Any:
        """The place in the captured edition; null when none is marked."""
        if citation.start is None:
            return None
        return AnchorSerializer(citation, context=self.context).data


class RelationSerializer(serializers.ModelSerializer[QuoteRelation]):
    """Another quote this one translates or varies."""

    quote = QuoteLink(source="other")

    class Meta:
        model = QuoteRelation
        fields = ["relation", "quote"]


class SegmentSerializer(serializers.Serializer[Any]):
    """A piece of the text; the pieces of a quote add up to it."""

    text = serializers.CharField()
    match = serializers.BooleanField()


class QuoteSerializer(Addresses, serializers.ModelSerializer[Quote]):
    """Words attributed to a person or an organization, and every claim's way to its source."""

    is_translation = serializers.BooleanField(
        help_text="Known to be in another language than the one spoken."
    )
    speaker = PersonLink(allow_null=True)
    organization = OrganizationLink(allow_null=True)
    role = RoleLink(allow_null=True)
    speech = SpeechLink(allow_null=True)
    said = PartialDateField(source="said_or_delivered")
    topics = TopicLink(many=True)
    citations = CitationSerializer(many=True)
    relations = serializers.SerializerMethodField()
    highlights = serializers.SerializerMethodField(
        help_text="With ``q`` only: the text in segments, matches marked; null otherwise."
    )

    class Meta:
        model = Quote
        fields = [
            "id", "url", "web_url", "text", "highlights", "language", "spoken_language",
            "is_translation", "kind", "speaker", "organization", "role", "as_credited",
            "unattributed", "speech", "said", "topics", "status", "standing", "public_note",
            "citations", "relations", "updated_at",
        ]  # fmt: skip

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, quote: Quote) -> Any:
        """Relations to quotes the public may read."""
        shown = [one for one in quote.relations.all() if one.other.status in SHOWN]
        return RelationSerializer(shown, many=True, context=self.context).data

    @extend_schema_field(SegmentSerializer(many=True, allow_null=True))
    def get_highlights(self, quote: Quote) -> list[dict[str, Any]] | None:
        """The segments the view prepared for the page."""
        return self.context.get("highlights", {}).get(quote.pk)
