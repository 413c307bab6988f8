"""A form of the desk comes back refused: the keyboard is where the first mistake is."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_admin_in_chromium import Editor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carol(open_page):
    return Editor(open_page(), "carol")


def send(carol, button="input[name=_save]"):
    with carol.page.expect_navigation():
        carol.page.click(button)


def test_of_a_new_quote_the_first_refused_field_has_the_keyboard(carol, complaints):
    carol.start("quotes/quote")
    carol.fill(text="We are pleased", said="some day")
    send(carol)
    # Nothing else of the page takes it: a field that is right, and comes first, has it not.
    expect(carol.page.locator("[name=kind]")).to_be_focused()
    assert carol.page.locator("script[src*=change_form]").count() == 0
    assert complaints == []


def test_a_new_record_begins_in_its_first_field(carol):
    carol.start("archive/person")
    expect(carol.page.locator("[name=name]")).to_be_focused()


def test_in_a_row_far_down_the_box_of_a_choice_has_it_in_sight(carol, alice):
    carol.page.goto(f"/admin/archive/person/{alice.pk}/change/")
    carol.add_row("roles")
    titles = carol.page.locator("[name^=roles-][name$=-title]:visible")
    titles.last.fill("Treasurer")
    send(carol)
    box = carol.page.locator("select[name^=roles-][aria-invalid=true] + .select2 [role=combobox]")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()


def test_who_is_asked_for_a_second_record_answers_at_once(carol, alice):
    carol.start("archive/person")
    carol.fill(name=alice.name)
    send(carol)
    expect(carol.page.locator("[name=_another]")).to_be_focused()


def test_on_the_screen_for_a_pasted_text_too(carol, complaints):
    carol.page.goto("/admin/quotes/quote/enter/")
    carol.select(**{"new-kind": "article"})
    send(carol, "input[value^=Keep]")
    expect(carol.page.locator("[name=new-title]")).to_be_focused()
    assert complaints == []
