"""The roles held then appear while a quote is entered, and are chosen with a key."""

import pytest
from playwright.sync_api import expect

from quotes.models import Quote
from tests.browser.test_admin_in_chromium import Editor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carol(open_page):
    return Editor(open_page(), "carol")


def test_a_role_is_proposed_chosen_and_questioned_before_saving(carol, alice, complaints):
    page = carol.page
    carol.start("quotes/quote")
    told = page.locator(".field-roles_held_then .readonly")
    expect(told).to_have_text("Proposed once the speaker is chosen.")

    carol.choose("speaker", "alice", "Alice Ångström")
    expect(told).to_contain_text("Proposed once the date is chosen.")
    carol.fill(said="2019")
    expect(told.get_by_role("button")).to_have_count(2)
    carol.fill(said="2022")
    expect(told.get_by_role("button")).to_have_text(["Chair, Acme (in or after 2015)"])

    told.get_by_role("button").press("Enter")
    expect(page.locator(".field-role .select2")).to_contain_text("Chair")
    expect(told.get_by_role("button", pressed=True)).to_be_focused()
    carol.add_row("citations")
    carol.fill(**{"citations-0-as_credited": "the founder, Alice Ångström"})
    expect(told).to_contain_text("Printed is “the founder, Alice Ångström”")
    carol.look("role-proposed")

    carol.fill(text="We mend what we sell", language="en")
    carol.fill(**{"citations-0-as_credited": "chairwoman Alice Ångström"})
    expect(told).not_to_contain_text("Printed is")
    page.select_option("[name=kind]", "direct")
    page.click("#citations-group .inline-deletelink")
    carol.save()
    assert Quote.objects.get().role.title == "Chair"
    assert complaints == []
