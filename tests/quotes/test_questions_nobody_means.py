"""A question that can find nothing is refused with what to ask instead, on pages and by the API."""

import html

import pytest

from archive.models import Organization, Person
from tests.web.test_choosing_whom_a_name_means import offered
from tests.web.test_searching import refs

BACKWARD = "It ends (2020) before it begins (2021): exchange the two dates."


def refused(client, address):
    """The sentences of a 400."""
    answer = client.get(address)
    assert answer.status_code == 400
    return answer.json()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("quotes/?after=2021&before=2020", "before"),
        ("quotes/?published_after=2021&published_before=2020", "published_before"),
        ("quotes/?q=after:2021+before:2020", "q"),
        ("quotes/?q=after:2021&before=2020", "before"),
        ("quotes/?q=before:2020&after=2021", "after"),
        ("sources/?published_after=2021&published_before=2020", "published_before"),
        ("speeches/?delivered_after=2021&delivered_before=2020", "delivered_before"),
        ("speeches/?q=after:2021+before:2020", "q"),
    ],
)
def test_a_period_that_ends_before_it_begins(client, quote, asked, field):
    assert refused(client, f"/api/v1/{asked}") == {field: [BACKWARD]}


@pytest.mark.parametrize("asked", ["after=2020&before=2020", "after=2020-06&before=2020"])
def test_a_period_of_one_date_is_one(client, quote, asked):
    assert client.get(f"/api/v1/quotes/?{asked}").status_code == 200


def test_a_date_that_is_none_is_all_that_is_said_of_it(client, quote):
    answer = refused(client, "/api/v1/quotes/?after=2021&before=soon")
    assert list(answer) == ["before"]
    assert "exchange" not in answer["before"][0]


@pytest.mark.parametrize(
    "page", ["search/?after=2021&before=2020", "search/speeches/?q=after:2021+before:2020"]
)
def test_a_reader_is_told_so_too(client, quote, page):
    answer = client.get(f"/{page}")
    assert answer.status_code == 400
    assert BACKWARD in html.unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        (
            "quotes/?speaker=acme",
            "speaker",
            "“acme” is an organization, not a person. Ask for organization=acme instead.",
        ),
        (
            "quotes/?organization=爱丽丝",
            "organization",
            "“爱丽丝” is a person, not an organization. Ask for speaker=alice instead.",
        ),
        (
            "quotes/?q=speaker:acme",
            "q",
            "speaker: “acme” is an organization, not a person. Try: org:acme (“speaker:acme”, "
            "character 1)",
        ),
        (
            "quotes/?q=price+org:alice",
            "q",
            "org: “alice” is a person, not an organization. Try: speaker:alice (“org:alice”, "
            "character 7)",
        ),
        (
            "roles/?organization=alice",
            "organization",
            "“alice” is a person, not an organization. Ask for person=alice instead.",
        ),
        ("sources/?publisher=alice", "publisher", "“alice” is a person, not an organization."),
    ],
)
def test_an_organization_is_no_person_nor_the_other_way_round(
    client, quote, asked, field, sentence
):
    assert refused(client, f"/api/v1/{asked}") == {field: [sentence]}


@pytest.mark.parametrize("asked", ["speaker=Acme&kind=direct", "q=speaker:Acme+kind:direct"])
def test_on_a_page_it_is_asked_for_by_a_link(client, quote, asked):
    [(name, _about)], [link] = offered(client, f"/search/?{asked}")
    assert name == "Acme"
    assert "speaker" not in link
    assert "kind" in link
    assert refs(client, link) == ["any-price"]


def test_what_the_public_does_not_see_is_not_told_of(client, db):
    Organization.objects.create(ref="secret", name="Secret", is_public=False)
    answer = refused(client, "/api/v1/quotes/?speaker=secret")
    assert answer == {"speaker": ["No person here is known as “secret”."]}


def test_where_several_organizations_bear_the_name_each_is_a_link(client, db):
    Person.objects.create(ref="li-wei", name="Li Wei", is_public=True)
    for ref in ("delta-air", "delta-oil"):
        Organization.objects.create(ref=ref, name="Delta", is_public=True)
    _said, links = offered(client, "/search/?speaker=Delta")
    assert links == ["/search/?organization=delta-air", "/search/?organization=delta-oil"]
    [told] = refused(client, "/api/v1/quotes/?speaker=Delta")["speaker"]
    asked = "Ask for organization=Delta instead."
    assert told.endswith(asked), "which then asks which of them is meant"
    [told] = refused(client, "/api/v1/quotes/?q=speaker:Delta")["q"]
    assert "Try: org:Delta (" in told


@pytest.mark.parametrize("asked", ["cite=apa&format=json", "cite=apa&format=rumour"])
def test_a_reference_has_one_format(client, quote, asked):
    answer = refused(client, f"/api/v1/quotes/any-price/?{asked}")
    sentence = "A reference has the format of its style: give “cite” or “format”, not both."
    assert answer == {"format": [sentence]}
