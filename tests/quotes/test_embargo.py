"""A quote approved for a time is published when it comes, and not a moment before."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone
from psycopg_pool import PoolTimeout

from quotes import embargo, workflow
from quotes.embargo import EmbargoMiddleware, publish_due
from quotes.models import Quote, Step, Topic, Transition


@pytest.fixture
def author(make_user):
    return make_user("author", "Contributor")


@pytest.fixture
def reviewer(make_user):
    return make_user("reviewer", "Editor")


@pytest.fixture
def in_review(quote, author):
    Quote.objects.update(status="in_review", author=author)
    Topic.objects.update(is_public=False)
    return Quote.objects.get()


def soon():
    return timezone.now() + timedelta(hours=1)


def time_comes():
    """As if the hour were over."""
    Quote.objects.update(publish_at=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def scheduled(in_review, reviewer):
    return workflow.schedule(in_review, reviewer, soon())


def test_before_its_time_it_is_in_review_like_any_other(scheduled, client):
    assert publish_due() == 0
    assert Quote.objects.get().status == "in_review"
    for path in ("/quotes/any-price/", "/api/v1/quotes/any-price/"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/quotes/").json()["results"] == []
    assert b"at any price" not in client.get("/").content
    assert not Topic.objects.get().is_public


def test_when_its_time_has_come_it_is_published_as_its_reviewer_approved(scheduled, reviewer):
    time_comes()
    assert publish_due() == 1

    quote = Quote.objects.get()
    assert (quote.status, quote.reviewer, quote.publish_at) == ("published", reviewer, None)
    assert quote.published_at is not None
    assert Topic.objects.get().is_public
    assert Transition.objects.latest("pk").by == reviewer


def test_the_first_visitor_after_its_time_sees_it(scheduled, client, monkeypatch):
    monkeypatch.setattr(embargo, "SECONDS", 0.0)
    assert client.get("/api/v1/quotes/any-price/").status_code == 404
    time_comes()
    assert client.get("/api/v1/quotes/any-price/").status_code == 200


def test_the_history_says_for_which_time_it_was_approved(scheduled):
    time_comes()
    publish_due()
    event = Quote.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_context.metadata["step"] == "in_review → published"
    assert event.pgh_context.metadata["reason"].startswith("Approved for 20")


def test_what_cannot_be_published_any_more_goes_back_with_the_reason(scheduled):
    Quote.objects.update(speaker=None, organization=None, role=None)
    time_comes()
    assert publish_due() == 0

    quote = Quote.objects.get()
    assert (quote.status, quote.publish_at, quote.reviewer) == ("draft", None, None)
    reason = Transition.objects.get(step=Step.SENT_BACK).reason
    assert "could not be published" in reason
    assert "needs a speaker" in reason


def test_what_its_reviewer_can_no_longer_answer_for_goes_back(scheduled, reviewer):
    reviewer.delete()
    time_comes()
    assert publish_due() == 0
    assert "account of its reviewer is gone" in Transition.objects.latest("pk").reason


def test_a_bad_one_does_not_keep_the_others(scheduled, make_quote, acme, reviewer):
    other = make_quote("Another", organization=acme, status="in_review")
    workflow.schedule(other, reviewer, soon())
    Quote.objects.filter(pk=scheduled.pk).update(speaker=None, organization=None, role=None)
    time_comes()
    assert publish_due() == 1
    assert Quote.objects.get(pk=other.pk).status == "published"


def test_it_can_be_cancelled_with_a_reason(scheduled, reviewer):
    with pytest.raises(workflow.WorkflowError, match="needs a reason"):
        workflow.unschedule(scheduled, reviewer, "")
    back = workflow.unschedule(scheduled, reviewer, "The event was called off.")
    assert (back.status, back.publish_at, back.reviewer) == ("in_review", None, None)
    assert publish_due() == 0


@pytest.mark.parametrize("step", [workflow.withdraw, workflow.publish])
def test_any_other_step_ends_the_waiting(scheduled, reviewer, step):
    assert step(scheduled, reviewer).publish_at is None


def test_the_past_is_refused(in_review, reviewer):
    with pytest.raises(workflow.WorkflowError, match="That time has passed"):
        workflow.schedule(in_review, reviewer, timezone.now() - timedelta(minutes=1))


def test_an_author_does_not_approve_their_own(in_review, reviewer):
    Quote.objects.update(author=reviewer)
    with pytest.raises(workflow.WorkflowError, match="someone else"):
        workflow.schedule(Quote.objects.get(), reviewer, soon())


def test_a_contributor_approves_nothing(in_review, make_user):
    with pytest.raises(workflow.NotPermittedError):
        workflow.schedule(in_review, make_user("carol", "Contributor"), soon())


def test_what_could_not_be_published_today_is_not_approved_for_tomorrow(in_review, reviewer):
    Quote.objects.update(speaker=None, organization=None, role=None)
    with pytest.raises(Exception, match="needs a speaker"):
        workflow.schedule(Quote.objects.get(), reviewer, soon())


def test_what_is_approved_stays_as_it_was_approved(scheduled, reviewer, client):
    client.force_login(reviewer)
    answer = client.post(f"/admin/quotes/quote/{scheduled.pk}/change/", {"text": "Other"})
    assert answer.status_code == 403


def test_cron_can_do_it_too(scheduled, capsys):
    time_comes()
    call_command("publish_due")
    assert capsys.readouterr().out == "1 published.\n"


def test_with_nothing_due_the_door_asks_one_question_of_a_small_index(
    scheduled, django_assert_num_queries
):
    with django_assert_num_queries(1):
        publish_due()
    # A desk's worth of quotes in review, which another index holds: of one row either is as good.
    Quote.objects.bulk_create(
        Quote(ref=f"waiting-{n}", text="To be read.", kind="direct", status="in_review")
        for n in range(500)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quotes_quote")
    due = Quote.objects.scheduled().filter(publish_at__lte=timezone.now())
    assert "quote_scheduled" in due.order_by().explain()


def test_the_door_asks_once_a_second(monkeypatch):
    asked, now = [], [100.0]
    monkeypatch.setattr(embargo, "publish_due", lambda: asked.append(1))
    monkeypatch.setattr(embargo.time, "monotonic", lambda: now[0])
    door = EmbargoMiddleware(lambda request: "answer")
    assert [door(None), door(None), len(asked)] == ["answer", "answer", 1]
    now[0] += embargo.SECONDS
    door(None)
    assert len(asked) == 2


def test_a_failure_is_logged_and_never_the_visitors(monkeypatch, caplog):
    def fail():
        raise DatabaseError("down")

    monkeypatch.setattr(embargo, "publish_due", fail)
    assert EmbargoMiddleware(lambda request: "answer")(None) == "answer"
    assert "could not be published" in caplog.text


def test_who_waited_for_a_connection_in_vain_does_not_wait_again_for_the_answer(monkeypatch):
    def wait():
        raise OperationalError from PoolTimeout()

    monkeypatch.setattr(embargo, "publish_due", wait)
    with pytest.raises(OperationalError):  # which is answered with 503
        EmbargoMiddleware(lambda request: "answer, after as long again")(None)


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_publish_each_quote_once(make_user, make_quote, acme):
    reviewer = make_user("reviewer", "Editor")
    for n in range(6):
        quote = make_quote(f"Words {n}", organization=acme, status="in_review")
        workflow.schedule(quote, reviewer, soon())
    time_comes()
    start, published = Barrier(3), []

    def visit():
        try:
            start.wait()
            published.append(publish_due())
        finally:
            connection.close()

    visitors = [Thread(target=visit) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()

    assert sum(published) == 6
    assert Transition.objects.filter(step=Step.PUBLISHED).count() == 6
