"""A quote's way to the public and back."""

import pghistory
import pytest
from django.core.exceptions import PermissionDenied

from archive.models import Organization, Person, Role, Source, Speech
from quotes import workflow
from quotes.models import Quote, Topic

NOUNS = [Person, Organization, Role, Source, Speech, Topic]


STEPS = {
    "submit": ("draft", "in_review"),
    "withdraw": ("in_review", "draft"),
    "send_back": ("in_review", "draft"),
    "publish": ("in_review", "published"),
    "retract": ("published", "retracted"),
    "restore": ("retracted", "published"),
    "remove": ("published", "removed"),
}
WITH_A_REASON = ["send_back", "retract", "restore", "remove"]
MAY = {
    "Contributor": {"submit", "withdraw"},
    "Editor": {*STEPS} - {"remove"},
    "Administrator": {*STEPS},
}


def take(step, quote, by):
    return getattr(workflow, step)(quote, by, *(["Why not."] if step in WITH_A_REASON else []))


@pytest.fixture
def author(make_user):
    return make_user("author", "Editor")


@pytest.fixture
def reviewer(make_user):
    return make_user("reviewer", "Administrator")


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
        take(step, draft, reviewer)
    assert Quote.objects.get().status == "draft"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("group", MAY)
def test_a_step_is_open_to_those_whose_group_may(quote, make_user, group, step):
    start, goal = STEPS[step]
    by = make_user("someone", group)
    own = by if step in ("submit", "withdraw") else None
    Quote.objects.update(status=start, public_note="Note.", author=own)
    quote.refresh_from_db()

    if step in MAY[group]:
        assert take(step, quote, by).status == goal
    else:
        with pytest.raises(workflow.NotPermittedError, match="You may not"):
            take(step, quote, by)
        assert Quote.objects.get().status == start


@pytest.mark.parametrize("step", STEPS)
def test_without_a_group_no_step_is_open(quote, make_user, step):
    Quote.objects.update(status=STEPS[step][0], public_note="Note.")
    with pytest.raises(PermissionDenied):
        take(step, Quote.objects.get(), make_user("visitor"))


@pytest.mark.parametrize("step", ["submit", "withdraw"])
def test_a_contributor_does_not_submit_for_others(quote, make_user, author, step):
    Quote.objects.update(status=STEPS[step][0], author=author)
    with pytest.raises(workflow.NotPermittedError):
        take(step, Quote.objects.get(), make_user("contributor", "Contributor"))


@pytest.mark.parametrize("step", WITH_A_REASON)
def test_a_step_back_says_why(quote, reviewer, step):
    Quote.objects.update(status=STEPS[step][0], public_note="Note.")
    with pytest.raises(workflow.WorkflowError, match="needs a"):
        getattr(workflow, step)(Quote.objects.get(), reviewer, " ")
    assert Quote.objects.get().status == STEPS[step][0]


def test_a_retraction_says_why_and_can_be_taken_back(quote, reviewer):
    retracted = workflow.retract(quote, reviewer, "The Daily withdrew it.")
    assert (retracted.status, retracted.public_note) == ("retracted", "The Daily withdrew it.")
    assert workflow.restore(retracted, reviewer, "It did not.").status == "published"


def test_a_removed_quote_stays_removed(quote, reviewer):
    removed = workflow.remove(quote, reviewer, "A court order.")
    with pytest.raises(workflow.WorkflowError):
        workflow.restore(removed, reviewer, "Never mind.")


def test_the_history_says_who_took_which_step(quote, reviewer):
    workflow.retract(quote, reviewer, "The Daily withdrew it.")
    event = Quote.pgh_event_model.objects.filter(pgh_obj_id=quote.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == reviewer.pk
    assert event.pgh_context.metadata["step"] == "published → retracted"
    assert event.pgh_context.metadata["reason"] == "The Daily withdrew it."


def test_two_steps_of_one_request_are_logged_each_for_itself(make_quote, acme, reviewer):
    one, two = (make_quote(words, organization=acme) for words in ("One", "Two"))
    with pghistory.context(url="/admin/"):
        workflow.retract(one, reviewer, "Never said.")
        workflow.remove(two, reviewer, "A court order.")

    said = [quote.events.latest("pgh_id").pgh_context.metadata for quote in (one, two)]
    assert [(one["reason"], one["url"]) for one in said] == [
        ("Never said.", "/admin/"), ("A court order.", "/admin/"),
    ]  # fmt: skip


def test_only_the_first_of_two_editors_at_once_takes_the_step(quote, reviewer):
    stale = Quote.objects.get()
    workflow.retract(quote, reviewer, "The Daily withdrew it.")
    with pytest.raises(workflow.WorkflowError, match="retracted, not published"):
        workflow.retract(stale, reviewer, "Again.")
