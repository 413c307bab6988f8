"""For a speaker and a date the desk proposes the role held then, and says what disagrees."""

import pytest
from django.urls import reverse

from quotes.admin.advice import advice, held_then
from quotes.entering.credits import disagree, offices
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


# While entering


@pytest.fixture
def ask(admin_client):
    """What the form is told of what is filled in so far."""

    def ask(**filled):
        sent = {name: getattr(value, "pk", value) for name, value in filled.items()}
        return admin_client.get(reverse("admin:quotes_quote_roles"), sent).json()

    return ask


def test_a_form_filled_in_is_told_the_roles_held_then(ask, alice):
    told = ask(speaker=alice, said="2022")
    assert [one["told"] for one in told["held"]] == ["Chair, Acme (in or after 2015)"]
    assert (told["none"], told["sentences"]) == ("", [])


def test_the_speech_dates_a_quote_without_a_date_of_its_own(ask, alice, speech):
    assert len(ask(speaker=alice, speech=speech)["held"]) == 2
    assert len(ask(speaker=alice, speech=speech, said="2022")["held"]) == 1


def test_roles_at_the_organization_chosen_come_first(ask, alice, daily):
    alice.roles.create(organization=daily, title="Columnist", period="2019/..")
    held = ask(speaker=alice, said="2022", organization=daily)["held"]
    assert [one["told"].split(",")[0] for one in held] == ["Columnist", "Chair"]


def test_why_none_is_proposed(ask, alice):
    assert ask()["none"] == "Proposed once the speaker is chosen."
    assert ask(speaker=alice)["none"] == "Proposed once the date is chosen."
    assert ask(speaker=alice, said="2010")["none"] == (
        "No role of the speaker is known for that date."
    )


def test_what_disagrees_is_said_before_it_is_saved(ask, alice, bob):
    ceo = alice.roles.get(ref="alice-ceo")
    late = ask(speaker=alice, role=ceo, said="2022")["sentences"]
    assert "was not held then" in " ".join(late)
    printed = ask(speaker=alice, role=ceo, said="2019", as_credited=["", "chairwoman Alice"])
    assert "Printed is “chairwoman Alice”" in " ".join(printed["sentences"])
    assert "not the speaker's" in " ".join(ask(speaker=bob, role=ceo)["sentences"])


@pytest.mark.parametrize(
    "filled",
    [
        {"said": "last spring"},
        {"said": "\0"},
        {"speaker": "9" * 30},
        {"speech": "x"},
        {"role": "\0"},
        {"organization": "-1"},
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_answered(ask, alice, filled):
    told = ask(**{"speaker": alice, **filled})
    assert told["sentences"]


def test_only_the_desk_may_ask(client, make_user):
    address = reverse("admin:quotes_quote_roles")
    assert client.get(address).status_code == 302
    client.force_login(make_user("nobody"))
    assert client.get(address).status_code == 403
    client.force_login(make_user("connie", "Contributor"))
    assert client.get(address).status_code == 200
