"""Every claim leads to its source, and no source is shown that is not public."""

import json

import pytest
from django.db import connection
from following import Follower
from imported import QUOTE, accept

from archive.models import Role, Source
from archive.restoring import restore
from tests.desk import revise

HIDDEN = "Never to be shown"
NOTE = "A second source."

SHOWN_AT = [
    "/api/v1/quotes/any-price/",
    "/api/v1/quotes/any-price/?expand=citations.source",
    "/api/v1/quotes/any-price/?format=jsonld",
    "/api/v1/quotes/any-price/?cite=apa",
    "/api/v1/quotes/any-price/?cite=csl-json",
    "/api/v1/quotes/",
    "/api/v1/quotes/?q=grow",
    "/api/v1/quotes/?format=jsonl",
    "/api/v1/quotes/?format=csv",
    "/api/v1/speeches/speech/",
    "/api/v1/roles/alice-ceo/",
    "/quotes/any-price/",
    "/search/?q=grow",
    "/speeches/speech/",
    "/people/alice/",
    "/organizations/acme/",
    "/roles/alice-ceo/",
    "/embed/quotes/any-price/",
]
"""Wherever a quote, its speech or its speaker's role shows sources."""


@pytest.fixture
def hide(quote, alice, article, post, speech):
    """Hides a source that all of them would show, as only raw SQL does."""
    speech.records.create(source=article, position=2)
    alice.roles.update(source=article)
    Source.objects.filter(pk=article.pk).update(title=HIDDEN)

    def hide(public=False):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE archive_source SET is_public = %s WHERE ref = 'article'", [public]
            )

    return hide


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


@pytest.mark.parametrize("address", SHOWN_AT)
def test_a_source_that_is_not_public_is_shown_nowhere(client, hide, address):
    hide()
    text = words(client, address)
    assert HIDDEN not in text
    assert "sources/article" not in text


def test_a_quote_still_shows_its_other_sources(client, hide, quote, post):
    quote.citations.create(source=post, position=2)
    hide()
    shown = client.get("/api/v1/quotes/any-price/").json()
    assert [one["source"]["id"] for one in shown["citations"]] == ["post"]
    assert client.get("/api/v1/roles/alice-ceo/").json()["source"] is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("public", [False, True])
def test_who_follows_the_changes_is_told_of_all_that_shows_it(client, hide, public):
    hide(not public)
    follower = Follower(client).poll()
    hide(public)
    follower.poll()
    kept = json.dumps(list(follower.kept.values()))
    assert (HIDDEN in kept) is public


def test_a_citation_added_at_the_desk_opens_its_source(admin_client, client, quote):
    source = Source.objects.create(ref="late", kind="article", title="Late")
    origin = Source.objects.create(ref="first", kind="transcript", title="First")
    source.derived_from.create(origin=origin, relation="reports")
    revise(admin_client, quote, [("citations", {"source": source})], correction_note=NOTE)
    cited = client.get("/api/v1/quotes/any-price/").json()["citations"]
    assert [one["source"]["id"] for one in cited] == ["article", "late"]
    assert cited[1]["source"]["derived_from"][0]["source"]["id"] == "first"
    assert "Late" in words(client, "/quotes/any-price/")


def test_a_citation_added_by_a_file_opens_its_source(client, db):
    public = {**QUOTE, "unattributed": True, "status": "published"}
    first, late = ({"type": "source", "ref": ref, "kind": "article", "title": ref.title()}
                   for ref in ("first", "late"))  # fmt: skip
    accept(first, {**public, "citations": [{"source": "first"}]})
    accept(late)
    assert not Source.objects.get(ref="late").is_public
    accept({**public, "citations": [{"source": "first"}, {"source": "late"}]}, reason=NOTE)
    cited = client.get("/api/v1/quotes/q/").json()["citations"]
    assert [one["source"]["id"] for one in cited] == ["first", "late"]


def test_what_an_earlier_version_leads_to_opens_with_it(quote, alice, make_user):
    role = alice.roles.get(ref="alice-ceo")
    evidence = Source.objects.create(ref="filing", kind="filing", title="Filing")
    restore(role, {"source_id": evidence.pk}, make_user("dave", "Editor"), "It was right.")
    assert Role.objects.get(pk=role.pk).source == evidence
    evidence.refresh_from_db()
    assert evidence.is_public
