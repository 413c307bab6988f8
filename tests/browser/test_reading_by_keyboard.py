"""A journalist at the keyboard: every page is walked, searched and cited without a pointer."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def tab_to(page, target):
    """Press Tab until the target has the focus: what cannot be reached so is not for keyboards."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("Tab never came there")


def test_everything_works_by_keyboard(reader):
    reader.goto("/people/ren/")
    reader.keyboard.press("/")
    reader.keyboard.type("cash")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=cash")
    reader.keyboard.press("j")
    first = reader.evaluate("document.activeElement.href")
    reader.keyboard.press("j")
    assert reader.evaluate("document.activeElement.href") != first
    reader.keyboard.press("k")
    assert reader.evaluate("document.activeElement.href") == first
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/quotes/**")
    reader.keyboard.press("c")
    reader.get_by_text("Citation copied.").wait_for()
    assert reader.url in reader.evaluate("navigator.clipboard.readText()")


def test_the_whole_way_on_a_phone_in_the_dark_by_keyboard_alone(reader):
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.emulate_media(color_scheme="dark")
    reader.goto("/")
    reader.keyboard.press("/")
    reader.keyboard.type('"unlimited cash" said:2020-11 kind:direct')
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=*")
    for _ in range(20):
        reader.keyboard.press("j")
        if "exactly" in reader.evaluate("document.activeElement.textContent"):
            break
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/quotes/*/")
    reader.keyboard.press("c")
    reader.get_by_text("Citation copied.").wait_for()
    assert "unlimited cash" in reader.evaluate("navigator.clipboard.readText()")
    post = reader.locator(".chain .chain").get_by_role("link", name="Internal forum post").first
    tab_to(reader, post)
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/sources/post/")
    assert reader.get_by_text("30 December 2020").first.is_visible()


def test_what_is_copied_second_is_told_as_long_as_the_first(reader):
    reader.clock.install(time=0)
    reader.goto("/quotes/cash/")
    reader.clock.pause_at(60_000)  # from here on time goes by as the test says, however slow it is
    said = reader.locator("[data-said]")
    for message in ("Copied.", "Citation copied."):
        reader.evaluate("message => say(message)", message)
        reader.clock.run_for(3_000)
        expect(said).to_have_text(message)
    reader.clock.run_for(900)  # the first message's four seconds are over
    expect(said).to_have_text("Citation copied.")
    reader.clock.run_for(200)
    expect(said).to_have_text("")


def test_a_citation_is_copied_from_a_list_too(reader):
    reader.goto("/search/?speaker=ren&kind=direct&ordering=oldest")
    line = reader.locator(".line", has_text="unlimited cash").locator("blockquote a")
    line.focus()
    reader.keyboard.press("c")
    reader.get_by_text("Citation copied.").wait_for()
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Ren Zhengfei (founder and CEO, Huawei): “But Huawei")
    assert copied.endswith("/quotes/cash/")


def test_the_keys_can_be_turned_off_and_leave_typing_alone(reader):
    reader.goto("/search/")
    reader.locator("[data-search]").fill("")
    reader.keyboard.type("jack/c")
    assert reader.locator("[data-search]").input_value() == "jack/c"
    reader.get_by_role("button", name="Turn the keys off").click()
    reader.goto("/people/ren/")
    reader.keyboard.press("/")
    assert reader.evaluate("document.activeElement.tagName") == "BODY"
    reader.get_by_role("button", name="Turn the keys on").click()
    reader.keyboard.press("/")
    assert reader.evaluate("document.activeElement.tagName") == "INPUT"


def test_the_first_tab_leads_past_the_top(reader):
    reader.goto("/quotes/cash/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "Skip to the content"
    reader.keyboard.press("Enter")
    expect(reader.locator("#main")).to_be_focused()


def test_a_name_is_suggested_while_typing_and_chosen_by_keyboard(reader):
    reader.goto("/")
    search = reader.locator("[data-search]")
    search.press_sequentially("任")  # one key, one answer: a second one would unmark the option
    option = reader.get_by_role("option", name="Ren Zhengfei")
    option.wait_for()
    assert search.get_attribute("aria-expanded") == "true"
    reader.keyboard.press("ArrowDown")
    assert search.get_attribute("aria-activedescendant") == option.get_attribute("id")
    reader.keyboard.press("Escape")
    assert search.get_attribute("aria-expanded") == "false"
    search.press_sequentially("正")
    option.wait_for()
    reader.keyboard.press("ArrowDown")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/people/ren/")


def test_a_suggestion_fills_an_input_of_the_form(reader):
    reader.goto("/search/")
    reader.get_by_text("Narrow by who, when, where").click()
    topic = reader.get_by_label("Topic", exact=True)
    topic.press_sequentially("clo")
    reader.get_by_role("option", name="Cloud computing").click()
    assert topic.input_value() == "Cloud computing"
    topic.press("Enter")
    reader.wait_for_url("**/search/?topic=Cloud+computing**")


def test_typing_on_and_enter_search_the_words_whatever_is_suggested(reader):
    reader.goto("/")
    reader.locator("[data-search]").press_sequentially("ren")
    reader.get_by_role("option", name="Ren Zhengfei").wait_for()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=ren")
