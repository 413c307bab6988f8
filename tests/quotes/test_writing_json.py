"""Answers are the JSON that DRF writes, written faster."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import renderers
from rest_framework.exceptions import ErrorDetail
from rest_framework.utils.serializer_helpers import ReturnDict

from quotes.api.rendering import JSONRenderer
from quotes.models import Status
from quotes.search.highlight import Segment

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.none() | st.booleans() | WORDS | st.integers(-(2**53), 2**53)
PLAIN |= st.floats(allow_nan=False, allow_infinity=False)
ANYTHING = st.recursive(
    PLAIN, lambda some: st.lists(some) | st.dictionaries(WORDS | st.integers(0, 9), some)
)


def both(data):
    return [renderer.render(data) for renderer in (JSONRenderer(), renderers.JSONRenderer())]


@given(ANYTHING)
def test_it_reads_as_what_drf_writes(data):
    ours, theirs = both(data)
    assert json.loads(ours or "null") == json.loads(theirs or "null")


@pytest.mark.parametrize(
    "data",
    [
        None,
        {"words": "“价格”, è — 😀"},
        datetime(2021, 1, 1, 12, 30, 0, 123_456, UTC),
        {"day": date(2021, 1, 1), "share": Decimal("0.5"), "key": UUID(int=7)},
        {"said": gettext_lazy("quote"), "status": Status.PUBLISHED},
        {"q": [ErrorDetail("No.", "invalid")]},
        ReturnDict({"id": "x"}, serializer=None),
        [Segment("words", True), ("a", 1)],
        {"counts": {1: 2, None: 3}},
    ],
)
def test_it_is_byte_for_byte_what_drf_writes(data):
    ours, theirs = both(data)
    assert ours == theirs


def test_indents_are_written_where_they_are_asked_for(client, quote):
    address = f"/api/v1/quotes/{quote.ref}/"
    told = client.get(address, headers={"Accept": "application/json; indent=4"}).content.decode()
    assert told.startswith('{\n    "id": ')
    assert json.loads(told) == client.get(address).json()
