"""What a list says beside its page, for the contract: how a question was read, and facets.

``asides`` makes the data.
"""

from typing import Any

from rest_framework import serializers

from quotes.paging import COUNT_FLOOR


class NamedInQuestionSerializer(serializers.Serializer[Any]):
    """A record that the words of a search name."""

    kind = serializers.CharField(help_text="person or organization")
    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField()


class AskingSerializer(serializers.Serializer[Any]):
    """Another question, and the address that asks it."""

    q = serializers.CharField()
    url = serializers.URLField()


class PointedAtSerializer(serializers.Serializer[Any]):
    """The record whose ref or address was searched."""

    kind = serializers.CharField(help_text="quote, speech, source, person, organization …")
    id = serializers.CharField()
    url = serializers.URLField()
    web_url = serializers.URLField()


class ReadingSerializer(serializers.Serializer[Any]):
    """How ``q`` was read."""

    understood = serializers.CharField(help_text="The question in the query language.")
    names = NamedInQuestionSerializer(many=True)
    about = serializers.CharField(help_text="What of the question is no name.")
    words_only = AskingSerializer(
        allow_null=True, help_text="To search its names as mere words; null when it names nobody."
    )
    did_you_mean = AskingSerializer(
        allow_null=True,
        help_text="With OR, where a small “or” was typed between two words; and where nothing was"
        " found, with a word of the archive that is near.",
    )
    record = PointedAtSerializer(
        allow_null=True,
        help_text="Where nothing was found: the record whose ref, or address here, `q` is.",
    )


class FacetValueSerializer(serializers.Serializer[Any]):
    """A value to filter by, and how many quotes it would leave."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    count = serializers.IntegerField()


EXACT = f"Whether all that was found was counted: false where it is more than {COUNT_FLOOR}."

AMONG = "How many were counted: all, or those of every second, fourth … part of the archive."


class FacetSerializer(serializers.Serializer[Any]):
    """The most frequent values, counted among all that was found or a fair part of it."""

    exact = serializers.BooleanField(help_text=EXACT)
    among = serializers.IntegerField(help_text=AMONG)
    values = FacetValueSerializer(many=True)


class BarSerializer(serializers.Serializer[Any]):
    """A month or a year: quotes surely said then, and quotes that may have been."""

    period = serializers.CharField()
    count = serializers.IntegerField()
    possible = serializers.IntegerField()


class TimelineSerializer(serializers.Serializer[Any]):
    """When the quotes were said, oldest first and without gaps."""

    exact = serializers.BooleanField(help_text=EXACT)
    among = serializers.IntegerField(help_text=AMONG)
    unit = serializers.CharField(help_text="month or year")
    bars = BarSerializer(many=True)
    undated = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer[Any]):
    """The facets asked for, and no other."""

    speaker = FacetSerializer(required=False)
    organization = FacetSerializer(required=False)
    kind = FacetSerializer(required=False)
    language = FacetSerializer(required=False)
    standing = FacetSerializer(required=False)
    topic = FacetSerializer(required=False)
    publisher = FacetSerializer(required=False)
    timeline = TimelineSerializer(required=False)
