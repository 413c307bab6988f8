"""For a speaker and a date the desk proposes the role held then, and says what disagrees."""

import pytest

from quotes.admin.advice import advice, held_then
from quotes.credits import disagree, offices
from quotes.models import Quote
from tests.desk import address, enter, said


def sentences(quote):
    return " ".join(advice(quote))


def test_both_roles_held_then_are_proposed(quote):
    assert [role.title for role in held_then(quote)] == ["Chair", "Chief executive"]


@pytest.mark.parametrize(("when", "titles"), [("2022", ["Chair"]), ("2010", []), ("", [])])
def test_only_what_was_held_then(make_quote, alice, when, titles):
    quote = make_quote("Words", speaker=alice, said=when)
    assert [role.title for role in held_then(quote)] == titles


def test_a_role_of_unknown_period_is_offered_last(make_quote, alice, acme):
    alice.roles.create(organization=acme, title="Adviser")
    quote = make_quote("Words", speaker=alice, said="2022")
    assert [role.title for role in held_then(quote)] == ["Chair", "Adviser"]


def test_saving_without_a_role_names_what_is_proposed(admin_client, alice):
    answer = enter(
        admin_client, Quote, text="Words", kind="direct", speaker=alice, said="2022",
    )  # fmt: skip
    assert any("may have spoken as: Chair, Acme" in sentence for sentence in said(answer))
    assert Quote.objects.get().role is None


def test_the_form_shows_them_with_their_period(admin_client, quote):
    page = admin_client.get(address(Quote, "change", quote.pk)).content.decode()
    assert "Chief executive, Acme (" in page


def test_a_role_not_held_then_is_said(quote):
    Quote.objects.update(said="2022")
    assert "was not held then" in sentences(Quote.objects.get())


def test_a_printed_title_that_disagrees_is_said_and_both_are_kept(quote):
    Quote.objects.update(as_credited="chairwoman Alice Ångström said")
    stored = Quote.objects.get()
    assert "Printed is “chairwoman Alice Ångström said”" in sentences(stored)
    assert (stored.role.title, stored.as_credited[:10]) == ("Chief executive", "chairwoman")


@pytest.mark.parametrize(
    ("credited", "title", "differ"),
    [
        ("said Alice", "Chief executive", False),
        ("CEO Alice", "Chief executive officer", False),
        ("founder and CEO Ren Zhengfei", "Founder", False),
        ("chairman Ren", "Founder and CEO", True),
        ("vice president Ren", "President", True),
        ("创始人任正非", "Founder", False),
        ("董事长任正非", "Founder", True),
        ("the head of cloud", "Founder", False),
        ("a presidential hopeful", "President", False),
    ],
)
def test_only_offices_that_are_understood_disagree(credited, title, differ):
    assert disagree(credited, title) == differ


def test_a_deputy_is_not_the_office():
    assert offices("Vice President and co-founder") == {"vice president", "founder"}
