"""What ``POST /api/v1/check/`` is asked with and what it answers: read by it, and the contract."""

from typing import Any, cast

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from archive.dates import DateError, parse
from archive.translating import translated
from quotes.api.v1.serializers import STATUSES, PartialDateSerializer
from quotes.matching.pasted import MOST_AT_ONCE
from quotes.matching.verdicts import Caution, Verdict
from quotes.models import Kind, Standing
from quotes.quotations import Certainty
from quotes.wordings.aligning import How
from quotes.wordings.changes import ChangeKind
from quotes.wordings.typography import Typography

Data = dict[str, Any]

VERDICTS = [one.value for one in Verdict]
CAUTIONS = [one.value for one in Caution]
COMPARED = [one.value for one in How]
DIFFERENCES = [one.value for one in ChangeKind]
TYPOGRAPHY = [one.value for one in Typography]
CERTAINTIES = [one.value for one in Certainty]


class TextField(serializers.CharField):
    """Text, and nothing that could be made one: a number was never said."""

    default_error_messages = {"invalid": "Give text: a JSON string."}

    def to_internal_value(self, data: Any) -> str:
        """The text as it was sent."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ClaimSerializer(serializers.Serializer[Any]):
    """Words claimed to have been said; by whom and when, if that is told."""

    default_error_messages = {"invalid": 'Give an object, such as {{"sentence": "…"}}.'}

    sentence = TextField(
        trim_whitespace=False, allow_blank=True, help_text="The words, at most 5,000 characters."
    )
    speaker = TextField(
        required=False, allow_blank=True, max_length=300, default="", help_text="Any known name."
    )
    date = TextField(
        required=False, allow_blank=True, max_length=40, default="", help_text="EDTF: 2020-11."
    )

    def to_internal_value(self, data: Any) -> Data:
        """Nothing that is not understood."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            known = ", ".join(self.fields)
            raise serializers.ValidationError(
                {name: [f"There is no field “{name}”. Known: {known}."] for name in unknown}
            )
        return cast(Data, super().to_internal_value(data))

    def validate_date(self, date: str) -> str:
        """A date as the archive writes them, if one is given."""
        try:
            parse(date) if date else None
        except DateError as error:
            raise serializers.ValidationError(translated(error.message)) from error
        return date


class CheckSerializer(ClaimSerializer):
    """One sentence, several, or a text: exactly one of them."""

    sentence = TextField(
        required=False, trim_whitespace=False, allow_blank=True, help_text="One sentence."
    )
    sentences = ClaimSerializer(
        many=True, required=False, allow_empty=False, help_text=f"At most {MOST_AT_ONCE} sentences."
    )
    text = TextField(
        required=False,
        trim_whitespace=False,
        allow_blank=True,
        help_text="A whole text, at most 200 KB: its quotations are found.",
    )

    def validate(self, attrs: Data) -> Data:
        """Exactly one thing to check."""
        given = [name for name in ("sentence", "sentences", "text") if name in attrs]
        if len(given) != 1:
            sentence = "Give one of “sentence”, “sentences” and “text”."
            raise serializers.ValidationError({given[1] if given else "sentence": [sentence]})
        beside = [name for name in ("speaker", "date") if attrs.get(name) and given != ["sentence"]]
        if beside:
            sentence = (
                "This goes with “sentence”; a text and each of several sentences has its own."
            )
            raise serializers.ValidationError({name: [sentence] for name in beside})
        return attrs


class CheckSentencesSerializer(serializers.Serializer[Any]):
    """Several sentences to check."""

    sentences = serializers.ListField(
        child=ClaimSerializer(), min_length=1, max_length=MOST_AT_ONCE, help_text="At most 50."
    )


class CheckTextSerializer(serializers.Serializer[Any]):
    """A text whose quotations are checked."""

    text = TextField(help_text="At most 200 KB: its quotations are found.")


ASKED = PolymorphicProxySerializer(
    "Check",
    [ClaimSerializer, CheckSentencesSerializer, CheckTextSerializer],
    resource_type_field_name=None,
)
"""What is sent is one of the three: the contract says it in three shapes, ``CheckSerializer`` in
sentences to whoever mixes them."""


class NamedSerializer(serializers.Serializer[Any]):
    """A person or organization, in short."""

    id = serializers.CharField()
    url = serializers.URLField()
    name = serializers.CharField()


class MatchedQuoteSerializer(serializers.Serializer[Any]):
    """The quote in short; ``url`` has everything."""

    id = serializers.CharField()
    url = serializers.URLField()
    web_url = serializers.URLField()
    text = serializers.CharField()
    language = serializers.CharField()
    spoken_language = serializers.CharField()
    is_translation = serializers.BooleanField()
    kind = serializers.ChoiceField(Kind.choices)
    speaker = NamedSerializer(allow_null=True)
    organization = NamedSerializer(allow_null=True)
    as_credited = serializers.CharField()
    said = PartialDateSerializer(allow_null=True)
    status = serializers.ChoiceField(STATUSES)
    standing = serializers.ChoiceField(Standing.choices)
    public_note = serializers.CharField()


class ComparedSegmentSerializer(serializers.Serializer[Any]):
    """A piece of the claim and of the record; all together are both texts, whole."""

    how = serializers.ChoiceField(COMPARED)
    claim = serializers.CharField()
    record = serializers.CharField()


class NamedDifferenceSerializer(serializers.Serializer[Any]):
    """One named difference."""

    kind = serializers.ChoiceField(DIFFERENCES)
    claim = serializers.CharField()
    record = serializers.CharField()


class CutSerializer(serializers.Serializer[Any]):
    """What an excerpt leaves of the record."""

    before = serializers.CharField()
    inside = serializers.ListField(child=serializers.CharField())
    after = serializers.CharField()
    qualifications = serializers.ListField(
        child=serializers.CharField(), help_text="Words in it that limit what was said."
    )


class PrintedSerializer(serializers.Serializer[Any]):
    """The source whose printed wording was compared, being nearer than the quote's text."""

    id = serializers.CharField()
    url = serializers.URLField()
    title = serializers.CharField()
    wording = serializers.CharField()


class MatchSerializer(serializers.Serializer[Any]):
    """A quote beside the claim."""

    quote = MatchedQuoteSerializer()
    verdict = serializers.ChoiceField(VERDICTS)
    cautions = serializers.ListField(child=serializers.ChoiceField(CAUTIONS))
    changes = NamedDifferenceSerializer(many=True)
    typography = serializers.ListField(child=serializers.ChoiceField(TYPOGRAPHY))
    cut = CutSerializer()
    segments = ComparedSegmentSerializer(many=True)
    printed_in = PrintedSerializer(allow_null=True)
    speaker_agrees = serializers.BooleanField(allow_null=True)
    date_agrees = serializers.BooleanField(allow_null=True)


class PartSerializer(serializers.Serializer[Any]):
    """A piece of a spliced claim: characters from 0, the end exclusive."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()
    quote = MatchedQuoteSerializer()


class AttributionSerializer(serializers.Serializer[Any]):
    """Who is said to speak, as the text prints it."""

    name = serializers.CharField()
    cue = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    certainty = serializers.ChoiceField(CERTAINTIES)
    refers_to = serializers.CharField()


class CheckedPassageSerializer(serializers.Serializer[Any]):
    """Where in the text it stands: characters (code points) from 0, the end exclusive."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    reported = serializers.BooleanField(help_text="Told in the text's own words, without marks.")
    opened = serializers.BooleanField(help_text="Whether it has its opening quotation mark.")
    closed = serializers.BooleanField()
    attribution = AttributionSerializer(allow_null=True)


class ResultSerializer(serializers.Serializer[Any]):
    """What the archive says of one claim."""

    claim = ClaimSerializer()
    verdict = serializers.ChoiceField(VERDICTS)
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    summary = serializers.CharField(help_text="In sentences, the standing of the quote first.")
    passage = CheckedPassageSerializer(allow_null=True)
    matches = MatchSerializer(many=True, help_text="Best first.")
    parts = PartSerializer(many=True, help_text="Of a spliced claim.")


class CheckedSerializer(serializers.Serializer[Any]):
    """One result for each sentence, or for each quotation found in the text."""

    results = ResultSerializer(many=True)
    unchecked = serializers.IntegerField(help_text="Passages beyond what one request checks.")
