"""Every page fits its reader: a narrow screen, the dark, a slow line, a screen reader (axe)."""

import re
import time

import pytest

from tests.browser.reading import PAGES, REFUSED

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_page_is_wider_than_the_screen(reader):
    for address in PAGES:
        reader.goto(address)
        for width in (320, 360, 768, 1280):
            reader.set_viewport_size({"width": width, "height": 800})
            assert reader.evaluate("document.documentElement.scrollWidth") <= width, address


def test_dark_is_dark_and_light_is_light(reader):
    reader.goto("/quotes/cash/")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    shades = {}
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        shades[scheme] = sum(map(int, re.findall(r"\d+", reader.evaluate(background))[:3]))
    assert shades["light"] > 700
    assert shades["dark"] < 100


def test_nothing_moves_while_a_page_loads(reader):
    def late(route):
        time.sleep(0.2)  # a slow line or a busy machine: the page is painted before its scripts
        route.continue_()

    reader.route("**/*.js", late)
    reader.add_init_script("""
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    for width, height in [(1280, 900), (360, 740)]:
        reader.set_viewport_size({"width": width, "height": height})
        for address in PAGES:
            reader.goto(address)
            reader.wait_for_timeout(100)
            assert reader.evaluate("window.shift") < 0.01, (width, address)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(open_page, seed, violations, scheme, width):
    page = open_page()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for address in [*PAGES, *REFUSED]:
        page.goto(address)
        assert violations(page) == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(reader, violations, scheme):
    reader.emulate_media(color_scheme=scheme)
    reader.goto("/search/?q=cash")
    reader.get_by_text("Narrow by who, when, where").click()
    reader.get_by_text("When it was said, as a table").click()
    reader.get_by_label("Topic", exact=True).fill("clo")
    reader.get_by_role("option").first.wait_for()
    reader.keyboard.press("ArrowDown")
    assert violations(reader) == []
    reader.goto("/quotes/cash/")
    reader.get_by_text("In the style of APA").click()
    assert violations(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_empty_archive_says_what_to_do_and_axe_finds_nothing(open_page, db, violations, scheme):
    page = open_page()
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    assert page.get_by_text("This archive is empty").is_visible()
    assert violations(page) == []


def test_axe_would_find_something(open_page, seed, violations):
    page = open_page()
    page.goto("/")
    page.evaluate("document.querySelector('[type=search]').labels[0].remove()")
    page.evaluate("document.querySelector('[type=search]').removeAttribute('placeholder')")
    assert any(one.startswith("label") for one in violations(page))
