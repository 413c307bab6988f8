"""Three people at a laptop, with the keyboard alone, from an empty archive to a retraction."""

import pytest
from playwright.sync_api import expect

from archive.models import SourceText
from quotes.fidelity import verifying
from quotes.models import Citation, Quote
from tests.browser.test_admin_in_chromium import Editor

pytestmark = pytest.mark.django_db(transaction=True)

LAPTOP = {"width": 1366, "height": 768}
WORDS = "Every ladder we sell is mended by us within ten days"
TEXT = f"A fair in May.\n\n“{WORDS},” said Ann Lee.\n"
FAR = 120
"""Presses of Tab within which everything of a page is reached."""


@pytest.fixture
def at_a_laptop(open_page, groups):
    def sit_down(name, group):
        page = open_page()
        page.set_viewport_size(LAPTOP)
        return Editor(page, name, group)

    return sit_down


@pytest.fixture
def accessible(violations, complaints):
    """axe finds no fault; it sets styles of its own, of which the page's policy complains."""

    def accessible(page):
        assert complaints == []
        assert violations(page) == []
        complaints.clear()

    return accessible


def go(page, selector, key=None):
    """Tab to what matches; its focus can be seen, and it is not hidden by anything."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            break
    else:
        pytest.fail(f"{selector} is not reached by Tab on {page.url}")
    for _ in range(100):  # it may still be scrolled into view
        if page.evaluate(SEEN):
            break
        page.wait_for_timeout(50)
    else:
        pytest.fail(f"{selector} is focused and hidden on {page.url}")
    if key:
        page.keyboard.press(key)


SEEN = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const middle = [box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2];
    const there = document.elementFromPoint(...middle);
    return there !== null && (focused.contains(there) || there.contains(focused)
        || [...(focused.labels ?? [])].some((label) => label.contains(there)));
}"""


def press(page, selector):
    """Tab to a button or a link and press Enter; wait for what it leads to."""
    go(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, selector, words):
    go(page, selector)
    page.keyboard.insert_text(words)


def pick(page, selector, value):
    """Tab to a list and take an entry by the arrow: typing its name must not pause a second."""
    go(page, selector)
    for _ in range(FAR):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{selector} does not come to {value} on {page.url}")


def told(page):
    expect(page.locator(".messagelist li").first).to_be_visible()
    return " ".join(page.locator(".messagelist li").all_inner_texts())


def test_from_an_empty_archive_to_a_retraction(at_a_laptop, accessible, complaints):
    carol = at_a_laptop("carol", "Contributor")
    enter(carol)
    submit(carol)
    dave = at_a_laptop("dave", "Editor")
    publish(dave)
    correct(dave)
    erin = at_a_laptop("erin", "Editor")
    move(erin, accessible)
    merge(erin, accessible)
    retract(erin)
    assert complaints == []


def enter(carol):
    page = carol.page
    page.goto("/admin/quotes/quote/enter/")
    pick(page, "[name=new-kind]", "article")
    type_in(page, "[name=new-title]", "Bob’s fair")
    type_in(page, "[name=new-language]", "en")
    type_in(page, "[name=new-url]", "https://example.org/fair")
    type_in(page, "[name=text]", TEXT)
    carol.look("keys-paste")
    press(page, "input[value^=Keep]")
    expect(page.locator("li.passage")).to_have_count(1)
    go(page, "[name=take]", "Space")
    pick(page, "[name$=-add]", "person")
    carol.look("keys-passage")
    press(page, "button[value^='draft:']")
    assert "1 draft made" in told(page)
    carol.look("keys-made")


def submit(carol):
    page = carol.page
    page.goto("/admin/")
    press(page, f"a[href='/admin/quotes/quote/{Quote.objects.get().pk}/change/']")
    press(page, "button[value=submit]")
    assert "1 quote submitted for review." in told(page)
    carol.look("keys-submitted")


def publish(dave):
    page = dave.page
    page.goto("/admin/")
    press(page, f"a[href='/admin/quotes/quote/{Quote.objects.get().pk}/change/']")
    press(page, "button[value=publish]")
    assert "1 quote published." in told(page)


def correct(dave):
    page = dave.page
    go(page, "[name=text]", "End")
    page.keyboard.type(", always")
    page.keyboard.press("Control+End")
    press(page, "[name=_continue]")
    expect(page.locator(".errorlist").first).to_contain_text("This quote is public")
    dave.look("keys-refused")
    type_in(page, "[name=correction_note]", "Misheard.")
    press(page, "[name=_continue]")
    assert "changed successfully" in told(page)


def move(erin, accessible):
    """The source is captured again, with a line before the passage."""
    page, citation = erin.page, Citation.objects.get()
    later = SourceText.objects.create(
        source=citation.source, edition=2, text=f"Updated.\n\n{TEXT}", language="en"
    )
    verifying.check([citation])
    page.goto(f"/admin/quotes/quote/{citation.quote_id}/change/")
    press(page, "a[href$='/place/']")
    expect(page.locator("[name=accept]")).to_be_focused()
    erin.look("keys-places")
    accessible(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "The passage is in edition 2 now." in told(page)
    assert Citation.objects.get().source_text == later


def merge(erin, accessible):
    """A second record of the saying is asked about; entered all the same, it is merged."""
    page = erin.page
    page.goto("/admin/quotes/quote/add/")
    type_in(page, "[name=text]", f"{WORDS}, as ever")
    expect(page.locator("[data-held] a")).to_be_visible()
    type_in(page, "[name=language]", "en")
    pick(page, "[name=kind]", "direct")
    erin.look("keys-alike")
    press(page, "[name=_save]")
    expect(page.get_by_role("heading", name="The archive may hold this already")).to_be_visible()
    erin.look("keys-asked")  # axe finds fault with Django's own select2 here
    go(page, "[name=_another]", "Space")
    press(page, "[name=_save]")
    assert "added successfully" in told(page)
    page.goto("/admin/")
    press(page, "a[href$='/near/']")
    erin.look("keys-near")
    accessible(page)
    press(page, ".near button")
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    erin.look("keys-merge")
    accessible(page)
    type_in(page, "[name=reason]", "One saying.")
    press(page, "[name=merge]")
    assert "1 merged into" in told(page)
    assert Quote.objects.count() == 1


def retract(erin):
    page = erin.page
    page.goto(f"/admin/quotes/quote/{Quote.objects.get().pk}/change/")
    press(page, "button[value=retract]")
    expect(page.locator("[name=note]")).to_be_focused()
    page.keyboard.type("Never said like this.")
    press(page, "input[value^=Retract]")
    assert "1 quote retracted." in told(page)
    answer = page.request.get(f"/api/v1/quotes/{Quote.objects.get().ref}/").json()
    assert answer["status"] == "retracted"
