"""Editors give many quotes a topic or a standing at once."""

import pytest
from django.test import Client

from quotes.classifying import add_topic, set_standing
from quotes.models import Quote, Topic
from quotes.workflow import NotPermittedError, WorkflowError
from tests.desk import choose, revise, said


@pytest.fixture
def erin(make_user):
    return make_user("erin", "Editor")


@pytest.fixture
def desk(erin):
    client = Client()
    client.force_login(erin)
    return client


def test_a_topic_is_added_to_those_that_lack_it(desk, make_quote, acme):
    topic = Topic.objects.create(ref="cloud", name="Cloud")
    quotes = [make_quote("One", organization=acme), make_quote("Two", organization=acme)]
    quotes[0].topics.add(topic)
    answer = choose(desk, Quote, "add_topic", quotes, answered="yes", topic=topic.pk)
    told = said(answer)
    assert told[0] == "1 quote given the topic."
    assert told[1].startswith("1 quote not given the topic: It has this topic already.")
    assert topic.quotes.count() == 2
    topic.refresh_from_db()
    assert topic.is_public  # a public quote leads to it now


def test_a_standing_comes_with_its_note(desk, quote, erin):
    choose(
        desk, Quote, "set_standing", [quote], answered="yes", standing="disputed",
        note="Acme denies it.",
    )  # fmt: skip
    quote.refresh_from_db()
    assert (quote.standing, quote.public_note) == ("disputed", "Acme denies it.")
    event = Quote.pgh_event_model.objects.filter(pgh_obj_id=quote.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == erin.pk


def test_who_disputes_owes_readers_a_reason(desk, quote, erin):
    page = choose(desk, Quote, "set_standing", [quote], answered="yes", standing="disputed")
    assert "Say why, for the public" in page.content.decode()
    with pytest.raises(WorkflowError, match="needs a public note"):
        set_standing(quote, erin, "misattributed", " ")
    quote.refresh_from_db()
    assert quote.standing == "unverified"


def test_a_contributor_classifies_own_drafts_alone(make_user, make_quote, quote, growth):
    carol = make_user("carol", "Contributor")
    own = make_quote("Mine", status="draft", author=carol)
    assert add_topic(own, carol, growth).topics.count() == 1
    for step in (
        lambda: add_topic(quote, carol, growth),
        lambda: set_standing(quote, carol, "confirmed"),
    ):
        with pytest.raises(NotPermittedError, match="You may not change this quote"):
            step()


def test_a_public_standing_is_a_step_of_the_quotes_way(quote, erin):
    set_standing(quote, erin, "disputed", "Acme denies it.")
    set_standing(quote, erin, "disputed", "Acme denies it in a letter.")
    step = quote.transitions.get()
    assert (step.step, step.note, step.by) == ("standing", "Acme denies it.", erin)
    assert step.changed == ["standing"]


def test_a_drafts_standing_is_none(make_quote, erin):
    draft = make_quote("Not yet", status="draft")
    set_standing(draft, erin, "disputed", "Acme denies it.")
    assert not draft.transitions.exists()


def test_the_form_asks_for_the_note_and_leaves_the_same_step(desk, quote, erin):
    refused = revise(desk, quote, standing="disputed")
    assert "needs a public note that says why" in refused.content.decode()
    revise(desk, quote, standing="disputed", public_note="Acme denies it.")
    quote.refresh_from_db()
    assert (quote.standing, quote.public_note) == ("disputed", "Acme denies it.")
    step = quote.transitions.get()
    assert (step.step, step.note, step.by) == ("standing", "Acme denies it.", erin)
