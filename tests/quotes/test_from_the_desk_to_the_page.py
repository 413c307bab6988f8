"""From a record at the desk to its page: where readers meet it, and nowhere else."""

import pytest

from archive.models import Person
from quotes.models import Quote
from tests.desk import address


@pytest.fixture
def desk(client, make_user):
    client.force_login(make_user("erin", "Editor"))
    return client


def on_the_site(client, record):
    return client.get(address(type(record), "change", record.pk)).context["absolute_url"]


def test_what_readers_meet_leads_to_its_page(
    desk, client, quote, speech, article, alice, acme, growth
):
    chair = alice.roles.first()
    records = (speech, article, alice, acme, chair, growth)
    for record in records:
        type(record).objects.filter(pk=record.pk).update(is_public=True)
    for record in (quote, *records):
        page = on_the_site(desk, record)
        assert page is not None, record
        assert client.get(page).status_code == 200, record


@pytest.mark.parametrize(("status", "shown"), [("retracted", True), ("removed", False)])
def test_a_retracted_quote_has_a_page_and_a_removed_one_none(desk, quote, status, shown):
    Quote.objects.update(status=status, public_note="Why")
    assert bool(on_the_site(desk, quote)) is shown


def test_what_is_not_public_leads_nowhere(desk, make_quote, acme):
    draft = make_quote("Not yet", status="draft", organization=acme)
    nobody = Person.objects.create(name="Nobody yet")
    assert on_the_site(desk, draft) is None
    assert on_the_site(desk, nobody) is None
