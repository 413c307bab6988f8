"""The buttons of a quote: one step of what is on the screen, as it is on the screen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from quotes.models import Quote, Transition
from tests.desk import address, on_the_page, revise, said


@pytest.fixture
def dave(sign_in):
    return sign_in("dave", "Editor")


@pytest.fixture
def in_review(quote):
    Quote.objects.update(status="in_review")
    return Quote.objects.get()


def buttons(client, quote):
    page = client.get(address(Quote, "change", quote.pk))
    return {button.name: obstacle for button, obstacle, _ in page.context["steps"]}


def press(client, quote, step, opened=None, **answers):
    """Press a button of the page as it was opened, and answer what it asks."""
    page = opened or on_the_page(client.get(address(Quote, "change", quote.pk)))
    url = address(Quote, "step", quote.pk, step)
    if answers:
        page = {"answered": "yes", "_seen": page.get("_seen", ""), **answers}
    return client.post(url, page, follow=True)


def test_a_quote_in_review_offers_what_an_editor_may_do(dave, in_review):
    assert [*buttons(dave, in_review)] == ["publish", "schedule", "withdraw", "send_back"]


def test_its_author_is_told_why_they_cannot_publish_it(dave, in_review):
    Quote.objects.update(author=dave.user)
    assert buttons(dave, in_review)["publish"].startswith("You wrote this quote")


def test_a_contributor_may_submit_and_take_back(sign_in, in_review):
    carol = sign_in("carol", "Contributor")
    Quote.objects.update(author=carol.user)
    assert [*buttons(carol, in_review)] == ["withdraw"]
    press(carol, in_review, "withdraw")
    assert [*buttons(carol, in_review)] == ["submit"]
    answer = press(carol, in_review, "submit")
    assert said(answer) == ["1 quote submitted for review."]


def test_one_press_publishes(dave, in_review):
    answer = press(dave, in_review, "publish")
    assert said(answer) == ["1 quote published.", "Nothing else waits for your review."]
    assert Quote.objects.get().reviewer == dave.user


def test_a_review_leads_on_to_the_next_one_then_to_what_was_passed_over(
    dave, in_review, make_quote, acme
):
    passed = make_quote("Passed over", status="in_review", organization=acme)
    now, following = (
        make_quote(words, status="in_review", organization=acme) for words in ("Now", "Following")
    )
    own = make_quote("Own", status="in_review", author=dave.user)  # somebody else's to review
    in_review.delete()

    assert lead(press(dave, now, "publish")) == following
    assert lead(press(dave, following, "send_back", reason="Who said it?")) == passed
    assert said(press(dave, passed, "publish"))[-1] == "Nothing else waits for your review."
    assert Quote.objects.get(pk=own.pk).status == "in_review"


def test_a_step_that_is_refused_leads_nowhere(dave, in_review, make_quote):
    Quote.objects.update(author=dave.user)
    make_quote("Another", status="in_review")
    assert len(said(press(dave, in_review, "publish"))) == 1


def lead(answer):
    """The quote that the last message leads to."""
    [key] = re.findall(r"Next to review: <a href=\"/admin/quotes/quote/(\d+)/", said(answer)[-1])
    return Quote.objects.get(pk=key)


def test_what_asks_for_a_reason_gets_it(dave, in_review):
    asked = press(dave, in_review, "send_back")
    assert "For the desk: kept in the history" in asked.content.decode()
    press(dave, in_review, "send_back", reason="Who said it?")
    assert Quote.objects.get().status == "draft"
    assert Transition.objects.get().reason == "Who said it?"


def test_without_it_nothing_happens(dave, in_review):
    answer = press(dave, in_review, "send_back", reason="")
    assert "This field is required." in answer.content.decode()
    assert Quote.objects.get().status == "in_review"


def test_who_restores_is_told_that_the_note_of_the_retraction_stays(dave, quote):
    Quote.objects.filter(pk=quote.pk).update(status="retracted", public_note="It was never said.")
    page = press(dave, quote, "restore").content.decode()
    assert "It was never said." in page
    assert "The public note stays on the quote’s page" in page


def test_it_is_approved_for_a_time_and_cancelled(dave, in_review):
    at = timezone.now() + timedelta(days=1)
    press(dave, in_review, "schedule", at_0=f"{at:%Y-%m-%d}", at_1=f"{at:%H:%M}")

    page = dave.get(address(Quote, "change", in_review.pk)).content.decode()
    assert "approved by dave to be published on" in page
    assert [*buttons(dave, in_review)] == ["unschedule", "withdraw", "send_back"]

    press(dave, in_review, "unschedule", reason="Called off.")
    assert Quote.objects.get().publish_at is None


def test_a_time_that_has_passed_is_told_where_another_can_be_typed(dave, in_review):
    answer = press(dave, in_review, "schedule", at_0="2020-01-01", at_1="10:00")
    assert "That time has passed" in answer.content.decode()
    assert 'name="at_0" value="2020-01-01"' in answer.content.decode()
    assert Quote.objects.get().publish_at is None


def test_nobody_publishes_words_they_have_not_seen(dave, sign_in, in_review):
    opened = on_the_page(dave.get(address(Quote, "change", in_review.pk)))
    revise(sign_in("erin", "Editor"), in_review, text="Quite other words")

    answer = press(dave, in_review, "publish", opened)

    assert "Somebody saved this since you opened it" in answer.content.decode()
    assert Quote.objects.get().status == "in_review"


def test_what_was_typed_is_neither_lost_nor_left_behind(dave, in_review):
    opened = on_the_page(dave.get(address(Quote, "change", in_review.pk)))

    answer = press(dave, in_review, "publish", opened | {"text": "Better words"})

    page = answer.content.decode()
    assert "You have changes that are not saved" in page
    assert "Better words" in page
    assert Quote.objects.get().status == "in_review"
    assert Quote.objects.get().text == in_review.text


@pytest.mark.parametrize("step", ["publish", "retract", "remove"])
def test_a_step_is_refused_to_those_whose_group_may_not(sign_in, quote, step):
    carol = sign_in("carol", "Contributor")
    assert press(carol, quote, step, {}, reason="x", note="x").status_code == 403
    assert Quote.objects.get().status == "published"


def test_a_step_that_does_not_exist_is_not_found(dave, quote):
    assert press(dave, quote, "burn", {}).status_code == 404


def test_looking_at_a_steps_address_takes_no_step(dave, in_review):
    answer = dave.get(address(Quote, "step", in_review.pk, "publish"), follow=True)
    assert answer.status_code == 200
    assert Quote.objects.get().status == "in_review"


def test_when_it_is_out_of_sight_the_list_is_shown(sign_in, quote):
    erin = sign_in("erin", "Administrator")
    answer = press(erin, quote, "remove", reason="A court order.")
    assert answer.status_code == 200
    assert Quote.objects.get().status == "removed"
