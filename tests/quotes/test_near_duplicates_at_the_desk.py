"""Editors look through what is not yet public for quotes that the archive nearly has already."""

import pytest
from django.urls import reverse

from archive.models import SourceText
from quotes.admin import near
from quotes.models import Quote, QuoteRelation
from tests.desk import address, said

pytestmark = pytest.mark.django_db

WORDS = "Every ladder we sell is mended by us within {} days, in any shop"


@pytest.fixture
def editor(client, make_user):
    client.user = make_user("erin", "Editor")
    client.force_login(client.user)
    return client


@pytest.fixture
def held(make_quote, bob):
    return make_quote(WORDS.format("ten"), speaker=bob)


@pytest.fixture
def draft(make_quote):
    return make_quote(WORDS.format("twenty"), status="draft")


def pairs(client, query=""):
    shown = client.get(address(Quote, "near") + query).context["pairs"]
    return [(one.quote, one.match.quote) for one in shown]


def test_home_leads_there(editor, db):
    page = editor.get("/admin/").content.decode()
    assert f'<a href="{address(Quote, "near")}">Look for near ones, too</a>' in page


def test_a_near_one_is_shown_with_what_differs_and_can_be_merged(editor, held, draft):
    page = editor.get(address(Quote, "near"))
    assert [(one.quote, one.match.quote) for one in page.context["pairs"]] == [(draft, held)]
    shown = page.content.decode()
    assert "<h2" in shown
    assert [words in shown for words in (">twenty </del>", ">ten </ins>")] == [True, True]
    sent = {"action": "merge_records", "index": "0", "_selected_action": [held.pk, draft.pk]}
    merging = editor.post(address(Quote, "changelist"), sent).content.decode()
    assert "What would happen" in merging


def test_two_drafts_of_one_saying_are_one_pair(editor, draft, make_quote):
    make_quote(WORDS.format("twelve"), status="in_review")
    assert len(pairs(editor)) == 1


def test_what_is_related_already_is_not_told(editor, held, draft):
    QuoteRelation.objects.create(quote=draft, other=held, relation="variant_of")
    assert pairs(editor) == []
    assert "None of these is like another" in editor.get(address(Quote, "near")).content.decode()


def test_a_portion_at_a_time(editor, held, draft, make_quote, monkeypatch):
    monkeypatch.setattr(near, "PORTION", 2)
    for words in ("Paint is not what we are known for", "Ladders are old", "Nobody is better"):
        make_quote(words, status="draft")
    page = editor.get(address(Quote, "near"))
    assert (page.context["looked"], pairs(editor)) == (2, [])
    rest = f"?before={page.context['next']}"
    assert pairs(editor, rest) == [(draft, held)]
    assert editor.get(address(Quote, "near") + rest).context["next"] is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_what_is_no_key_is_the_beginning(editor, held, draft, before):
    assert pairs(editor, f"?before={before}") == [(draft, held)]


def test_a_contributor_sees_pairs_of_what_they_may_see(client, make_user, draft, make_quote, held):
    carol = make_user("carol", "Contributor")
    client.force_login(carol)
    assert pairs(client) == []
    mine = make_quote(WORDS.format("thirty"), status="draft", author=carol)
    assert pairs(client) == [(mine, held)]
    assert "Merge these two" not in client.get(address(Quote, "near")).content.decode()


def test_whoever_makes_a_near_one_of_a_passage_is_told(editor, held, article):
    words = WORDS.format("twenty")
    text = SourceText.objects.create(source=article, text=f"“{words},” said Bob.\n", language="en")
    place = f"1-{1 + len(words)}"
    passage = {f"{place}-words": words, f"{place}-kind": "direct", f"{place}-speaker": "Bob"}
    sent = {"act": f"draft:{place}", "row": place, "language": "en", **passage}
    answer = editor.post(reverse("admin:quotes_quote_mark", args=[text.pk]), sent, follow=True)
    [warning] = [one for one in said(answer) if "Perhaps held already" in one]
    assert f'<a href="{address(Quote, "change", held.pk)}">' in warning
    assert f'<a href="{address(Quote, "near")}">' in warning


def test_an_empty_desk_says_so(editor, db):
    assert "No quote waits to be published." in editor.get(address(Quote, "near")).content.decode()


def test_a_stranger_is_sent_to_the_login(client, make_user, db):
    assert client.get(address(Quote, "near")).status_code == 302
    client.force_login(make_user("eve"))
    assert client.get(address(Quote, "near")).status_code == 403
