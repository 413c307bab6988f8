"""An editor marks passages of a pasted text in a real browser, with keys, and without scripts."""

import pytest
from playwright.sync_api import expect

from archive.models import Person, SourceText
from quotes.models import Quote
from tests.browser.test_admin_in_chromium import Editor

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "Bob’s fair 🎪\n\n"
    "As chair Alice Ångström told the fair: “We mend what we sell.”\n\n"
    "Ladders are the oldest thing we make. Nobody has made them better,” Ångström said.\n\n"
    "She admitted that paint is not what Acme is known for.\n"
)

SELECT = """(words) => {
    const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + words.length); return; }
    }
}"""


@pytest.fixture
def carol(open_page):
    return Editor(open_page(), "carol")


def paste(page):
    page.goto("/admin/quotes/quote/")
    page.click("text=Enter from a text")
    page.select_option("[name=new-kind]", "article")
    page.fill("[name=new-title]", "Bob’s fair")
    page.fill("[name=new-language]", "en")
    page.fill("[name=text]", TEXT)
    with page.expect_navigation():  # until its scripts are there, no key marks anything
        page.click("text=Keep the text")


def test_suggested_quotes_are_accepted_and_a_selection_made_one_with_a_key(carol, complaints):
    page = carol.page
    paste(page)
    expect(page.locator(".passage")).to_have_count(2)
    expect(page.locator(".passage").nth(1)).to_contain_text("no opening quotation mark")

    # The text reads as it was pasted: a mark does not break its line.
    expect(page.locator("#text mark").first).to_have_css("display", "inline")

    page.evaluate(SELECT, "paint is not what Acme is known for")
    page.keyboard.press("m")
    marked = page.locator(".passage").first
    expect(marked.locator("textarea")).to_be_focused()
    expect(marked.locator("textarea")).to_have_value("paint is not what Acme is known for")
    carol.look("entering-marked")

    page.click("[data-all]")
    for row in page.locator(".passage").all():
        row.locator("[name$=-add]").select_option("person")
    page.click("text=Make quotes of the ticked")
    expect(page.locator(".messagelist")).to_contain_text("3 drafts made")
    carol.look("entering-done")

    text = SourceText.objects.get()
    assert text.text == TEXT
    kinds = {quote.text: quote.kind for quote in Quote.objects.all()}
    assert kinds == {
        "We mend what we sell.": "direct",
        "Ladders are the oldest thing we make. Nobody has made them better": "direct",
        "paint is not what Acme is known for": "indirect",
    }
    assert {str(quote.speaker) for quote in Quote.objects.all()} == {"Alice Ångström"}
    assert Person.objects.count() == 1
    for citation in text.citations.all():
        assert TEXT[citation.start : citation.end] == citation.quote.text  # the emoji is one
    assert complaints == []


def test_words_the_archive_has_are_shown_while_they_are_typed(carol, complaints):
    Quote.objects.create(text="Ladders never lie", kind="direct", language="en")
    page = carol.page
    paste(page)

    row = page.locator(".passage").first
    row.locator("textarea").fill("ladders never lie!")

    expect(row.locator("[data-held]")).to_contain_text("In the archive: Ladders never lie")
    expect(row.locator("[data-held]")).to_contain_text("the same words")
    assert complaints == []


def test_everything_can_be_done_without_scripts(chromium, live_server, carol):
    state = carol.page.context.storage_state()
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=state
    )
    page = context.new_page()
    paste(page)

    page.fill("[name=words]", "paint is not what Acme is known for")
    page.click(".mark-form button")
    page.locator(".passage").first.locator("[name$=-add]").select_option("person")
    page.locator(".passage").first.locator("text=Make this a quote").click()
    page.locator(".passage").first.locator("text=Dismiss").click()

    expect(page.locator(".messagelist")).to_contain_text("1 passage dismissed")
    assert Quote.objects.get().text == "paint is not what Acme is known for"
    context.close()
