"""An earlier version of any noun comes back as a new change, checked like any other."""

import pytest

from archive.models import Organization, Person, Role, Source, Speech
from quotes.models import Quote, Step, Topic, Transition
from tests.desk import address, revise, said

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dave(sign_in):
    return sign_in("dave", "Editor")


def first(record):
    return type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk).earliest("pgh_id").pk


def restore(client, record, event, reason="It was right."):
    url = address(type(record), "restore", record.pk, event)
    return client.post(url, {"reason": reason}, follow=True)


NOUNS = {
    Person: ("bob", "name"),
    Organization: ("acme", "name"),
    Source: ("article", "title"),
    Speech: ("speech", "title"),
    Topic: ("growth", "name"),
}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_can_go_back(dave, request, noun):
    fixture, field = NOUNS[noun]
    record = request.getfixturevalue(fixture)
    before = getattr(record, field)
    noun.objects.filter(pk=record.pk).update(**{field: "Wrong"})

    answer = restore(dave, record, first(record))

    assert said(answer) == ["The earlier version was restored."]
    assert getattr(noun.objects.get(pk=record.pk), field) == before
    newest = noun.pgh_event_model.objects.filter(pgh_obj_id=record.pk).latest("pgh_id")
    assert newest.pgh_context.metadata["reason"] == "It was right."


def test_the_page_shows_what_would_change(dave, bob):
    Person.objects.update(name="Robert", description="Of Acme")
    page = dave.get(address(Person, "restore", bob.pk, first(bob))).content.decode()
    assert "Robert → Bob" in page
    assert Person.objects.get().name == "Robert"


def test_a_role_goes_back_to_its_organization(dave, alice, daily):
    role = alice.roles.get(ref="alice-chair")
    event = first(role)
    Role.objects.filter(pk=role.pk).update(organization=daily)
    page = dave.get(address(Role, "restore", role.pk, event)).content.decode()
    assert "The Daily → Acme" in page
    restore(dave, role, event)
    assert Role.objects.get(pk=role.pk).organization.name == "Acme"


def test_without_a_reason_nothing_goes_back(dave, bob):
    Person.objects.update(name="Robert")
    assert "This field is required." in restore(dave, bob, first(bob), " ").content.decode()
    assert Person.objects.get().name == "Robert"


def test_what_no_longer_fits_is_refused_with_a_sentence(dave, alice):
    role = alice.roles.get(ref="alice-chair")
    event = first(role)
    Role.objects.filter(pk=role.pk).update(title="Chairwoman")
    Role.objects.create(
        person=alice, organization=role.organization, title="Chair", period="2016/.."
    )
    answer = restore(dave, role, event)
    assert "already has this title there in that period" in answer.content.decode()
    assert Role.objects.get(pk=role.pk).title == "Chairwoman"


def test_a_public_quote_goes_back_by_a_public_correction(dave, quote):
    words = quote.text
    Quote.objects.update(text="We will not grow", editor_note="Ask.")
    restore(dave, quote, first(quote), "The Daily was right.")

    stored = Quote.objects.get()
    assert (stored.text, stored.editor_note, stored.status) == (words, "", "published")
    assert Transition.objects.get(step=Step.CORRECTED).note == "The Daily was right."


def test_an_earlier_standing_of_a_public_quote_is_a_step_of_its_way(dave, quote):
    revise(dave, quote, standing="disputed", public_note="Acme denies it.")
    restore(dave, quote, first(quote), "Acme denies no more.")
    stored = Quote.objects.get()
    assert (stored.standing, stored.public_note) == ("unverified", "")
    steps = Transition.objects.values_list("step", "note", "reason")
    assert [*steps] == [
        ("standing", "Acme denies it.", ""),
        ("standing", "", "Acme denies no more."),
    ]


def test_a_public_quote_that_is_as_it_was_has_nothing_to_restore(dave, quote):
    answer = restore(dave, quote, first(quote))
    assert "there is nothing to restore" in answer.content.decode()
    assert not Transition.objects.exists()


def test_restoring_never_publishes_or_retracts(dave, quote):
    event = first(quote)
    Quote.objects.update(status="retracted", public_note="Never said.", text="Other")
    restore(dave, quote, event)
    assert Quote.objects.get().status == "retracted"


def test_a_contributor_restores_nothing_of_others(sign_in, quote):
    carol = sign_in("carol", "Contributor")
    assert restore(carol, quote, first(quote)).status_code == 403


def test_another_records_version_is_not_found(dave, alice, bob):
    assert restore(dave, bob, first(alice)).status_code == 404


def test_history_marks_the_changed_words_and_offers_the_way_back(dave, quote):
    revise(dave, quote, text="We shall not grow at any price", correction_note="Misheard.")
    page = dave.get(address(Quote, "history", quote.pk)).content.decode()
    assert "We <del>will</del><ins>shall</ins> not grow" in page
    assert "“Misheard.”" in page
    assert "Restore this version" in page


def test_history_names_records_and_choices(dave, quote, bob):
    Quote.objects.update(speaker=bob, role=None, standing="disputed")
    page = dave.get(address(Quote, "history", quote.pk)).content.decode()
    assert "Alice Ångström → Bob" in page
    assert "unverified → disputed" in page


def test_the_page_says_what_is_not_restored_and_what_of_that_changed_since(dave, quote):
    page = dave.get(address(Quote, "restore", quote.pk, first(quote))).content.decode()
    text = " ".join(page.split())
    assert "Not restored, and as they are now: citations" in text
    assert "related quotes" in text
    quote.citations.update(locator="para 2")
    page = dave.get(address(Quote, "restore", quote.pk, first(quote))).content.decode()
    assert "citations (<strong>changed since then</strong>" in " ".join(page.split())
