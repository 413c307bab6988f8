"""A fact-checker in a real browser: pastes an article, walks its findings, with any device."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

ARTICLE = """A meeting was held.

“We will grow at any price,” said Alice Ångström. “We will not grow at any price,” said Jack Ma.

“Whatever was never said stands here for contrast,” said Bob.
"""


@pytest.fixture
def checker(open_page, quote, misattributed, complaints):
    page = open_page()
    page.goto("/check/")
    yield page
    assert complaints == []


def paste(page, text):
    page.get_by_label("Sentence or article").fill(text)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".checked").wait_for()


def test_an_article_is_walked_by_keyboard_from_its_marks_to_the_archive(checker):
    paste(checker, ARTICLE)
    checker.locator("#passage-1").focus()
    checker.keyboard.press("Enter")
    checker.wait_for_url("**/check/#found-1")
    checker.keyboard.press("Tab")
    assert checker.evaluate("document.activeElement.className") == "back"
    checker.keyboard.press("Tab")
    checker.keyboard.press("Enter")
    checker.wait_for_url("**/quotes/any-price/")


def test_it_works_without_scripts(chromium, live_server, quote):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Did they really say that?").click()
    paste(page, "We will grow at any price")
    expect(page.get_by_role("heading", name="Altered")).to_be_visible()
    context.close()


@pytest.mark.parametrize("text", [ARTICLE, "We will grow at any price", "Growth is a choice"])
def test_no_answer_is_wider_than_the_screen(checker, text):
    paste(checker, text)
    for width in (320, 360, 768, 1280):
        checker.set_viewport_size({"width": width, "height": 800})
        assert checker.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(checker, violations, scheme, width):
    checker.emulate_media(color_scheme=scheme)
    checker.set_viewport_size({"width": width, "height": 800})
    assert violations(checker) == []
    for text in (ARTICLE, "We will not grow", "Growth is a choice"):
        paste(checker, text)
        assert violations(checker) == [], text
        checker.goto("/check/")
