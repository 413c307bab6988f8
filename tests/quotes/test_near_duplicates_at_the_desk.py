"""Editors look through what is not yet public for quotes that the archive nearly has already."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from archive.merging import undo
from archive.models import Merge, SourceText
from quotes import merging
from quotes.admin import near
from quotes.models import Distinction, Quote, QuoteRelation
from tests.desk import address, said

pytestmark = pytest.mark.django_db

WORDS = "Every ladder we sell is mended by us within {} days, in any shop"


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


def judge(client, act, quote, other):
    sent = {act: "", "quote": quote.pk, "other": other.pk}
    return client.post(address(Quote, "near"), sent, follow=True)


def test_a_pair_judged_to_be_two_is_not_met_again(editor, held, draft):
    page = judge(editor, "apart", draft, held)
    assert said(page)[0].startswith("Kept apart:")
    assert pairs(editor) == []
    [judged] = page.context["judged"]
    assert {judged.quote, judged.other, judged.by} == {draft, held, editor.user}
    assert "Judged to be no duplicates: 1" in page.content.decode()


def test_the_judgement_is_taken_back_and_the_history_has_both(editor, held, draft):
    judge(editor, "apart", draft, held)
    judge(editor, "apart", held, draft)  # the other way round is the same pair
    assert Distinction.objects.count() == 1
    judge(editor, "again", held, draft)
    assert pairs(editor) == [(draft, held)]
    events = Distinction.pgh_event_models["insert"].objects.order_by("pgh_id")
    assert [one.pgh_label for one in events] == ["insert", "delete"]
    assert {one.pgh_context.metadata["user"] for one in events} == {editor.user.pk}


def test_home_and_the_form_do_not_meet_it_either(editor, make_quote, held):
    again = make_quote(held.text, status="draft")
    asked = {"text": held.text, "but": again.pk}
    assert len(editor.get(address(Quote, "alike"), asked).json()["alike"]) == 1
    judge(editor, "apart", again, held)
    assert editor.get(address(Quote, "alike"), asked).json()["alike"] == []
    found = {one.title: one.count for one in editor.get("/admin/").context["sections"]}
    assert found["Possible duplicates"] == 0


def test_a_contributor_judges_their_own_alone(client, make_user, held, draft, make_quote):
    carol = make_user("carol", "Contributor")
    client.force_login(carol)
    assert said(judge(client, "apart", draft, held)) == ["One of the two is not there any more."]
    mine = make_quote(WORDS.format("thirty"), status="draft", author=carol)
    judge(client, "apart", mine, held)
    assert [(one.quote, one.by) for one in Distinction.objects.all()] == [(mine, carol)]


def test_who_only_reads_judges_nothing(client, make_user, held, make_quote, bob):
    other = make_quote(WORDS.format("twelve"), speaker=bob)
    reader = make_user("rita")
    reader.user_permissions.add(Permission.objects.get(codename="view_quote"))
    client.force_login(reader)
    assert judge(client, "apart", held, other).status_code == 403


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "²"])
def test_what_is_no_key_is_refused(editor, held, key):
    sent = {"apart": "", "quote": key, "other": held.pk}
    assert editor.post(address(Quote, "near"), sent).status_code == 400


def test_merging_takes_a_judgement_along_and_undo_brings_it_back(editor, held, draft, make_quote):
    third = make_quote(WORDS.format("thirty"), status="draft")
    judge(editor, "apart", draft, third)
    judge(editor, "apart", draft, held)
    merging.merge(held, draft, "The same", editor.user)
    [left] = Distinction.objects.all()
    assert {left.quote, left.other} == {held, third}
    undo(Merge.objects.get(), "No", editor.user)
    assert Distinction.objects.count() == 2
