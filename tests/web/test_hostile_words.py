"""Words that would be code: every text of the record is shown, none is run."""

import pytest
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat

from archive.models import (
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSpeaker,
)
from quotes.models import Citation, Quote, Topic

HOSTILE = """<script>alert('x')</script>"'&{{ 7|add:7 }}</title>"""

PAGES = [
    "/", "/search/", "/quotes/any-price/", "/speeches/speech/", "/sources/article/",
    "/sources/post/", "/people/alice/", "/organizations/acme/", "/roles/alice-ceo/",
    "/topics/growth/", "/search/feed/",
]  # fmt: skip

CHECKED_BY_THE_DATABASE = {
    "ref", "language", "spoken_language", "kind", "status", "standing", "rights", "url",
    "archived_url", "published", "delivered", "said", "period", "speech_delivered",
}  # fmt: skip
"""Columns whose constraints refuse markup."""

ANCHORS = {"exact", "prefix", "suffix"}
"""Not printed; ``exact`` must be as long as its place in the text."""


def texts(model):
    """The columns of a model that hold free text."""
    return [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.generated
        and field.name not in CHECKED_BY_THE_DATABASE | ANCHORS
    ]


@pytest.fixture
def hostile(quote, article):
    """The cast with markup in every free text it has."""
    SourceText.objects.create(source=article, text=HOSTILE)
    Source.objects.update(rights="public")
    everything = [
        Person, PersonName, Organization, OrganizationName, Source, Speech, SpeechSpeaker,
        Quote, Citation, Topic,
    ]  # fmt: skip
    for model in everything:
        model.objects.update(**dict.fromkeys(texts(model), HOSTILE))
    assert texts(Role) == ["title"]
    Role.objects.update(title=Concat(Value(HOSTILE), "ref"))  # no one holds a title twice at once


@pytest.mark.parametrize("address", PAGES)
def test_markup_in_any_text_is_shown_as_text(client, hostile, address):
    page = client.get(address).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page or "\\u003cscript\\u003ealert" in page
    assert "7|add:7" in page


@pytest.mark.parametrize("name", ["q", "speaker", "said", "ordering", "cursor", "<b>x"])
def test_markup_in_the_address_is_shown_as_text(client, db, name):
    page = client.get("/search/", {name: HOSTILE}).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page


def test_pages_may_run_nothing_that_is_not_ours(client, quote):
    answer = client.get("/quotes/any-price/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert 'style="' not in page
    assert "<style" not in page
    assert " on" + "click" not in page
