"""A quote's way to the public and back."""

import pytest

from archive.models import Organization, Person, Role, Source, Speech
from quotes import workflow
from quotes.models import Quote, Topic

NOUNS = [Person, Organization, Role, Source, Speech, Topic]


@pytest.fixture
def author(django_user_model):
    return django_user_model.objects.create(username="author")


@pytest.fixture
def reviewer(django_user_model):
    return django_user_model.objects.create(username="reviewer")


@pytest.fixture
def draft(quote, author):
    """The cast's quote before anyone saw it; nothing is public."""
    Quote.objects.update(status="draft", author=author)
    for noun in NOUNS:
        noun.objects.update(is_public=False)
    return Quote.objects.get()


def test_a_draft_is_submitted_reviewed_and_published(draft, author, reviewer):
    submitted = workflow.submit(draft, author)
    assert submitted.status == "in_review"
    published = workflow.publish(submitted, reviewer)
    assert published.status == "published"
    assert published.reviewer == reviewer
    assert published.published_at is not None
    assert not published.self_reviewed


def test_publishing_opens_everything_the_quote_leads_to(draft, author, reviewer):
    workflow.publish(workflow.submit(draft, author), reviewer)
    hidden = [record for noun in NOUNS for record in noun.objects.filter(is_public=False)]
    # Alice's other role, chair, is not what she spoke as.
    assert [str(record) for record in hidden] == ["Alice Ångström, Chair, Acme"]


def test_an_author_does_not_publish_their_own(draft, author):
    submitted = workflow.submit(draft, author)
    with pytest.raises(workflow.WorkflowError, match="someone else"):
        workflow.publish(submitted, author)
    assert Quote.objects.get().status == "in_review"


def test_a_one_person_desk_may_and_the_record_says_so(draft, author, settings):
    settings.ONE_PERSON_DESK = True
    assert workflow.publish(workflow.submit(draft, author), author).self_reviewed


@pytest.mark.parametrize("step", ["publish", "restore", "remove", "send_back"])
def test_a_step_out_of_turn_is_refused_with_a_sentence(draft, reviewer, step):
    with pytest.raises(workflow.WorkflowError, match="This quote is draft, not"):
        getattr(workflow, step)(draft, reviewer)
    assert Quote.objects.get().status == "draft"


def test_a_retraction_says_why_and_can_be_taken_back(quote, reviewer):
    with pytest.raises(workflow.WorkflowError, match="needs a public note"):
        workflow.retract(quote, reviewer, " ")
    retracted = workflow.retract(quote, reviewer, "The Daily withdrew it.")
    assert (retracted.status, retracted.public_note) == ("retracted", "The Daily withdrew it.")
    assert workflow.restore(retracted, reviewer).status == "published"


def test_a_removed_quote_stays_removed(quote, reviewer):
    removed = workflow.remove(quote, reviewer)
    with pytest.raises(workflow.WorkflowError):
        workflow.restore(removed, reviewer)


def test_the_history_says_who_took_which_step(quote, reviewer):
    workflow.retract(quote, reviewer, "The Daily withdrew it.")
    event = Quote.pgh_event_model.objects.filter(pgh_obj_id=quote.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == reviewer.pk
    assert event.pgh_context.metadata["step"] == "published → retracted"


def test_only_the_first_of_two_editors_at_once_takes_the_step(quote, reviewer):
    stale = Quote.objects.get()
    workflow.retract(quote, reviewer, "The Daily withdrew it.")
    with pytest.raises(workflow.WorkflowError, match="retracted, not published"):
        workflow.retract(stale, reviewer, "Again.")
