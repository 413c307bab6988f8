"""A contributor sees and changes only quotes of their own among what is not public."""

import pytest
from django.test import Client

from archive.models import Person
from quotes.models import Quote
from tests.desk import address, enter, revise


@pytest.fixture
def carol(sign_in):
    """A contributor at her desk."""
    return sign_in("carol", "Contributor")


@pytest.fixture
def draft_of(make_quote, acme):
    return lambda author, status="draft": make_quote(
        "unlimited cash", status=status, author=author, organization=acme, public_note="Note."
    )


def test_she_enters_a_quote_and_it_is_hers(carol):
    enter(carol, Quote, text="unlimited cash", kind="partial")
    assert Quote.objects.get().author == carol.user


def test_she_enters_everything_a_quote_leads_to(carol):
    enter(carol, Person, [("names", {"name": "任正非", "kind": "native"})], name="Ren Zhengfei")
    assert Person.objects.named("任正非").count() == 1


def test_she_changes_her_draft(carol, draft_of):
    quote = draft_of(carol.user)
    revise(carol, quote, text="unlimited money")
    quote.refresh_from_db()
    assert quote.text == "unlimited money"


@pytest.mark.parametrize("status", ["draft", "in_review", "removed"])
def test_she_does_not_see_what_others_work_on(carol, draft_of, make_user, status):
    theirs = draft_of(make_user("dave", "Editor"), status)

    listed = carol.get(address(Quote, "changelist")).context["cl"]

    assert listed.result_count == 0
    assert carol.get(address(Quote, "change", theirs.pk)).status_code == 302  # not there for her
    assert carol.get(address(Quote, "history", theirs.pk)).status_code == 302


@pytest.mark.parametrize("status", ["published", "retracted"])
def test_what_anyone_may_read_she_reads_too(carol, draft_of, make_user, status):
    theirs = draft_of(make_user("dave", "Editor"), status)
    page = carol.get(address(Quote, "change", theirs.pk))

    assert page.status_code == 200
    assert carol.post(address(Quote, "change", theirs.pk), {"text": "Other"}).status_code == 403


@pytest.mark.parametrize("status", ["in_review", "published", "retracted", "removed"])
def test_once_submitted_her_own_is_out_of_her_hands(carol, draft_of, status):
    quote = draft_of(carol.user, status)
    assert carol.post(address(Quote, "change", quote.pk), {"text": "Other"}).status_code == 403
    assert carol.post(address(Quote, "delete", quote.pk), {"post": "yes"}).status_code == 403


def test_she_deletes_her_draft_and_nobody_elses(carol, draft_of, make_user):
    own, theirs = draft_of(carol.user), draft_of(make_user("dave", "Editor"))
    for quote in (own, theirs):
        carol.post(address(Quote, "delete", quote.pk), {"post": "yes"})
    assert list(Quote.objects.all()) == [theirs]


def test_she_changes_no_record_the_public_sees(carol, bob):
    assert carol.post(address(Person, "change", bob.pk), {"name": "Rob"}).status_code == 403
    Person.objects.update(is_public=False)
    revise(carol, bob, name="Rob")
    assert Person.objects.get().name == "Rob"


def test_an_editor_works_on_everyones(draft_of, make_user, carol):
    editor, quote = Client(), draft_of(carol.user, "in_review")
    editor.force_login(make_user("dave", "Editor"))
    revise(editor, quote, text="unlimited money")
    assert Quote.objects.get().text == "unlimited money"


@pytest.mark.parametrize(("group", "status"), [("Administrator", 200), ("Editor", 403)])
def test_an_administrator_keeps_the_keys_of_the_api(sign_in, group, status):
    client = sign_in("erin", group)
    assert client.get("/admin/api/apikey/add/").status_code == status
