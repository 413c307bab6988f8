"""What each group may do at the desk, action by action: a reviewed table, asked of the server."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from archive.models import Organization, Person, Role, Source, Speech
from quotes.models import Quote, Topic
from tests.desk import choose

GROUPS = ("Contributor", "Editor", "Administrator")

CONTRIBUTING = {"submit", "withdraw", "add_topic", "set_standing", "delete_selected"}
EDITING = CONTRIBUTING | {
    "publish", "schedule", "unschedule", "send_back", "retract", "restore", "merge_records",
}  # fmt: skip
ACTIONS = {
    "Contributor": CONTRIBUTING,
    "Editor": EDITING,
    "Administrator": EDITING | {"remove"},
}
"""Actions of the list of quotes that each group is offered."""


def offered(model, user):
    request = RequestFactory().get("/")
    request.user = user
    return set(admin.site.get_model_admin(model).get_actions(request))


@pytest.mark.parametrize("group", GROUPS)
def test_the_list_of_quotes_offers_what_the_group_may_do(make_user, group):
    assert offered(Quote, make_user("x", group)) == ACTIONS[group]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", sorted(EDITING | {"remove"}))
def test_an_action_that_is_not_offered_is_not_taken(client, make_user, quote, group, name):
    if name in ACTIONS[group]:
        return
    before = Quote.objects.values().get(pk=quote.pk)
    client.force_login(make_user("x", group))
    answers = {"answered": "yes", "note": "Note.", "reason": "Why.", "standing": "confirmed"}
    choose(client, Quote, name, [quote], **answers)
    assert Quote.objects.values().get(pk=quote.pk) == before


@pytest.mark.parametrize("name", ["submit", "withdraw", "add_topic", "set_standing"])
def test_a_contributor_takes_no_action_on_what_is_someone_elses(
    client, make_user, quote, growth, name
):
    before = Quote.objects.values().get(pk=quote.pk)
    topics = set(quote.topics.all())
    client.force_login(make_user("x", "Contributor"))
    answers = {"answered": "yes", "standing": "confirmed", "note": "N", "topic": growth.pk}
    choose(client, Quote, name, [quote], **answers)
    assert Quote.objects.values().get(pk=quote.pk) == before
    assert set(quote.topics.all()) == topics


@pytest.mark.parametrize("model", [Person, Organization, Role, Source, Speech, Topic])
def test_a_contributor_deletes_nothing_of_the_record(make_user, model):
    assert "delete_selected" not in offered(model, make_user("x", "Contributor"))


@pytest.mark.parametrize("group", GROUPS)
def test_only_administrators_manage_accounts(client, make_user, group):
    client.force_login(make_user("x", group))
    expected = 200 if group == "Administrator" else 403
    for page in ("/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/"):
        assert client.get(page).status_code == expected, page


def test_who_is_nobody_of_the_desk_sees_none_of_it(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader"))
    for model in (Quote, Person, Source):
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("field", ["url", "archived_url"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example"])
def test_the_form_takes_web_addresses_alone(client, make_user, article, field, address):
    form = admin.site.get_model_admin(Source).get_form(
        _request(make_user("erin", "Editor")), article
    )(data={field: address}, instance=article)
    assert form.errors[field]


def _request(user):
    request = RequestFactory().get("/")
    request.user = user
    return request
