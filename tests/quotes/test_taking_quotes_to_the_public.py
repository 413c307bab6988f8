"""Editors submit, review, publish, retract, restore and remove quotes from their list."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from quotes.models import Quote, Status
from tests.desk import address, choose, on_the_page, said

STEPS = {
    "submit": ("draft", "in_review", "submit_quote"),
    "withdraw": ("in_review", "draft", "submit_quote"),
    "send_back": ("in_review", "draft", "review_quote"),
    "publish": ("in_review", "published", "review_quote"),
    "retract": ("published", "retracted", "retract_quote"),
    "restore": ("retracted", "published", "retract_quote"),
    "remove": ("published", "removed", "remove_quote"),
}
ANSWERS = {"answered": "yes", "note": "Never said.", "reason": "A mistake."}


@pytest.fixture
def desk_of(django_user_model):
    """A desk where only what is named is permitted, beside seeing everyone's quotes."""

    def sign_in(*permissions):
        user = django_user_model.objects.create_user("dave", is_staff=True)
        codes = ["view_quote", "edit_others_quote", *permissions]
        user.user_permissions.set(Permission.objects.filter(codename__in=codes))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in


@pytest.fixture
def quote_at(make_quote, acme):
    return lambda status, **fields: make_quote(
        "unlimited cash", status=status, organization=acme, public_note="Note.", **fields
    )


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_with_its_permission(desk_of, quote_at, step):
    start, goal, permission = STEPS[step]
    quote = quote_at(start)

    answer = choose(desk_of(permission), Quote, step, [quote], **ANSWERS)

    quote.refresh_from_db()
    assert quote.status == goal
    assert said(answer)[0].startswith("1 quote ")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_not_taken_with_every_other_permission(desk_of, quote_at, step):
    start, _, permission = STEPS[step]
    quote = quote_at(start)
    others = {other for _, _, other in STEPS.values()} - {permission}

    choose(desk_of(*others), Quote, step, [quote], **ANSWERS)

    quote.refresh_from_db()
    assert quote.status == start


@pytest.mark.parametrize("step", STEPS)
def test_a_step_from_elsewhere_is_refused_with_a_sentence(desk_of, quote_at, step):
    start, _, permission = STEPS[step]
    elsewhere = next(status for status in Status.values if status not in (start, "retracted"))
    quote = quote_at(elsewhere)

    answer = choose(desk_of(permission), Quote, step, [quote], **ANSWERS)

    quote.refresh_from_db()
    assert quote.status == elsewhere
    assert f"This quote is {quote.get_status_display()}, not" in said(answer)[0]


def test_good_ones_land_and_refused_ones_are_named_with_the_reason(desk_of, quote_at):
    desk = desk_of("review_quote")
    theirs, own = quote_at("in_review"), quote_at("in_review", author=desk.user)

    answer = choose(desk, Quote, "publish", [theirs, own])

    assert said(answer) == [
        "1 quote published.",
        "1 quote not published: You wrote this quote: someone else must review and publish it."
        " (unlimited cash)",
    ]


def test_a_quote_without_attribution_is_not_published(desk_of, make_quote):
    quote = make_quote("unlimited cash", status="in_review")

    answer = choose(desk_of("review_quote"), Quote, "publish", [quote])

    assert "A published quote needs a speaker" in said(answer)[0]


def test_retracting_asks_for_the_note_first(desk_of, quote_at):
    desk, quote = desk_of("retract_quote"), quote_at("published")

    asked = choose(desk, Quote, "retract", [quote])
    unanswered = choose(desk, Quote, "retract", [quote], answered="yes", note=" ")

    quote.refresh_from_db()
    assert quote.status == Status.PUBLISHED
    assert "Its note now: Note." in asked.content.decode()
    assert "This field is required." in unanswered.content.decode()


def test_the_note_is_the_public_one(desk_of, quote_at):
    quote = quote_at("published")

    choose(desk_of("retract_quote"), Quote, "retract", [quote], **ANSWERS)

    quote.refresh_from_db()
    assert quote.public_note == "Never said."


def test_removing_asks_for_the_reason_first(desk_of, quote_at):
    quote = quote_at("published")
    desk = desk_of("remove_quote")

    asked = choose(desk, Quote, "remove", [quote])
    choose(desk, Quote, "remove", [quote], answered="yes", reason="")

    quote.refresh_from_db()
    assert quote.status == Status.PUBLISHED
    assert "Remove for legal reasons" in asked.content.decode()


def test_one_action_takes_on_a_bounded_number(desk_of, quote_at, monkeypatch):
    monkeypatch.setattr("quotes.admin.steps.MOST", 1)
    quotes = [quote_at("draft"), quote_at("draft")]

    answer = choose(desk_of("submit_quote"), Quote, "submit", quotes)

    assert said(answer) == ["At most 1 quotes at once. Nothing was changed."]
    assert Quote.objects.filter(status="draft").count() == 2


def test_the_form_cannot_set_status_author_or_reviewer(admin_client, quote_at, admin_user):
    quote = quote_at("draft")
    url = address(Quote, "change", quote.pk)
    sent = on_the_page(admin_client.get(url))
    forged = {"status": "published", "author": admin_user.pk, "reviewer": admin_user.pk}

    admin_client.post(url, sent | forged)

    quote.refresh_from_db()
    assert (quote.status, quote.author, quote.reviewer) == ("draft", None, None)


@pytest.mark.parametrize("status", ["published", "retracted", "removed"])
def test_what_was_public_is_changed_only_by_those_who_correct(desk_of, quote_at, status):
    quote = quote_at(status)
    url = address(Quote, "change", quote.pk)

    assert desk_of("change_quote").post(url, {"text": "Other words"}).status_code == 403


@pytest.mark.parametrize("status", ["published", "retracted", "removed"])
def test_what_was_public_cannot_be_deleted(admin_client, quote_at, status):
    quote = quote_at(status)

    answer = admin_client.post(address(Quote, "delete", quote.pk), {"post": "yes"})

    assert answer.status_code == 403
    assert Quote.objects.filter(pk=quote.pk).exists()


def test_not_even_from_the_list(admin_client, quote_at):
    published, draft = quote_at("published"), quote_at("draft")

    choose(admin_client, Quote, "delete_selected", [published, draft], post="yes")

    assert Quote.objects.count() == 2


def test_a_draft_can_be_deleted(admin_client, quote_at):
    quote = quote_at("draft")

    admin_client.post(address(Quote, "delete", quote.pk), {"post": "yes"})

    assert not Quote.objects.exists()
