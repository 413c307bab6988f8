"""What the API builds by plain functions is what its serializers describe, key by key."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from rest_framework import serializers as drf

from quotes.api.v1 import serializers
from quotes.api.v1.building import Building
from quotes.api.v1.shaping import WHOLE
from quotes.models import Citation, Quote, QuoteRelation


def differences(data, field, path=""):
    """Where the data and its description differ: keys, their order, lists, nulls."""
    if isinstance(field, serializers.OriginsField):
        field = serializers.OriginSerializer(many=True)
    if data is None:
        return [] if field.allow_null else [f"{path} is null"]
    if isinstance(field, drf.ListSerializer):
        inner = [differences(one, field.child, f"{path}[]") for one in data]
        return [each for found in inner for each in found]
    if not isinstance(field, drf.Serializer):
        return [] if not isinstance(data, dict | list) else [f"{path} is not plain"]
    if list(data) != list(field.fields):
        return [f"{path} has {list(data)}, described as {list(field.fields)}"]
    inner = [differences(data[key], field.fields[key], f"{path}.{key}") for key in data]
    return [each for found in inner for each in found]


@pytest.fixture
def everything(quote, misattributed, article, post):
    """Something of every shape: an anchor, a relation, a chain, a role with its source."""
    post.texts.create(text="价格", language="zh")
    text = article.texts.create(text="“We will not grow at any price,” said Alice.", language="en")
    Citation.objects.filter(quote=quote).update(
        source_text=text, text_length=text.length, exact="We will", start=1, end=8
    )
    QuoteRelation.objects.create(quote=quote, other=misattributed, relation="variant_of")
    quote.role.source = article
    quote.role.save()
    return quote


@pytest.mark.parametrize("kind", WHOLE)
def test_a_record_is_built_as_it_is_described(everything, kind):
    described = WHOLE[kind]
    keys = list(described.Meta.model.objects.values_list("pk", flat=True))
    built = Building("http://testserver").of(kind, keys)
    assert list(built) == keys
    for data in built.values():
        assert differences(data, described()) == []


def test_every_shape_is_among_what_is_compared(everything):
    [data] = Building("").of("quote", [everything.pk]).values()
    [citation] = data["citations"]
    assert citation["anchor"]["exact"] == "We will"
    assert citation["source"]["derived_from"][0]["source"]["publisher"]["id"] == "acme"
    assert data["relations"][0]["quote"]["id"] == "a-choice"


def test_a_difference_would_be_seen(everything):
    [data] = Building("").of("quote", [everything.pk]).values()
    data["citations"][0]["source"].pop("kind_display")
    assert "citations[].source has" in differences(data, serializers.QuoteSerializer())[0]


def test_what_has_gone_since_it_was_found_is_left_out(quote, misattributed):
    type(quote).objects.filter(pk=quote.pk).update(status="removed")
    built = Building("").of("quote", [quote.pk, misattributed.pk])
    assert list(built) == [misattributed.pk]


@pytest.mark.parametrize("fraction", [0, 1, 500_000, 999_999])
def test_a_time_is_in_utc_to_the_microsecond(quote, fraction):
    when = datetime(2021, 1, 1, 0, 30, 5, fraction, timezone(timedelta(hours=2)))
    Quote.objects.filter(pk=quote.pk).update(updated_at=when)
    (built,) = Building("http://testserver").of("quote", [quote.pk]).values()
    assert built["updated_at"] == when.astimezone(UTC).isoformat().replace("+00:00", "Z")
