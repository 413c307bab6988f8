"""An editor finds people and organizations by any name, in lists and while choosing."""

import pytest
from django.urls import reverse

from archive.models import Organization, Person, Role
from tests.desk import address


def listed(client, model, typed):
    page = client.get(address(model, "changelist"), {"q": typed})
    return [str(record) for record in page.context["cl"].result_list]


def offered(client, model, field, typed):
    asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
    answer = client.get(
        reverse("admin:autocomplete"), {**asked, "field_name": field, "term": typed}
    )
    return [choice["text"] for choice in answer.json()["results"]]


@pytest.mark.parametrize("typed", ["Ångström", "angstrom", "ALICE", "爱丽", "丝", "ngström alice"])
def test_a_person_is_found_by_part_of_any_name(admin_client, alice, bob, typed):
    assert listed(admin_client, Person, typed) == ["Alice Ångström"]


def test_every_typed_word_must_be_in_some_name(admin_client, alice):
    assert listed(admin_client, Person, "Alice 爱丽丝") == ["Alice Ångström"]
    assert listed(admin_client, Person, "Alice Smith") == []


def test_signs_that_sql_treats_as_wildcards_are_just_signs(admin_client, alice):
    assert listed(admin_client, Person, "100\\%_x") == []


def test_an_organization_is_found_by_its_other_name_and_shown_once(admin_client, acme):
    acme.names.create(name="顶点有限公司")

    assert listed(admin_client, Organization, "顶点") == ["Acme"]


def test_a_role_is_found_by_title_person_or_organization(admin_client, alice):
    chief = "Alice Ångström, Chief executive, Acme"

    assert listed(admin_client, Role, "executive") == [chief]
    assert listed(admin_client, Role, "爱丽丝 chief") == [chief]
    assert len(listed(admin_client, Role, "顶点")) == 2


def test_choosing_a_person_offers_those_of_that_name(admin_client, alice, bob):
    assert offered(admin_client, Role, "person", "爱丽丝") == ["Alice Ångström"]
    assert offered(admin_client, Role, "person", "") == ["Alice Ångström", "Bob"]
