"""A journalist in a real browser: finds the words, follows their chain, takes the citation away."""

import re

import pytest
from playwright.sync_api import expect

from tests.atom import problems
from tests.browser.reading import CASH, shows

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_quote_is_found_by_its_words_by_its_speaker_and_by_walking(reader):
    reader.goto("/")
    reader.locator("[data-search]").fill('"unlimited cash"')
    reader.get_by_role("button", name="Search").click()
    reader.locator(".line a", has_text="unlimited cash").click()
    shows(reader, CASH)

    reader.goto("/search/?speaker=任正非&said=2020-11")
    reader.get_by_role("link", name=re.compile("unlimited cash")).click()
    shows(reader, CASH)

    reader.goto("/")
    reader.get_by_role("link", name="Speech at a company event").first.click()
    reader.get_by_role("link", name=re.compile("unlimited cash")).click()
    shows(reader, CASH)


def test_a_chinese_quote_is_found_by_its_chinese_words(reader):
    reader.goto("/search/?q=云服务")
    reader.locator(".line blockquote a").first.click()
    shows(reader, "云服务")
    assert reader.locator("blockquote.words p").get_attribute("lang") == "zh"


def test_the_chain_leads_from_the_article_to_the_post_to_the_speech(reader):
    reader.goto("/quotes/cash/")
    assert reader.get_by_role("link", name="The original").is_visible()
    chain = reader.locator(".citation .chain").first
    chain.get_by_role("link", name="Huawei Must Scale Back Businesses").click()
    shows(reader, "on or after 30 December 2020", ".facts")
    reader.locator(".chain .chain").get_by_role("link", name="Internal forum post").click()
    shows(reader, "30 December 2020", ".facts")
    reader.get_by_role("link", name="Speech at a company event").first.click()
    shows(reader, "November 2020", ".facts")


def test_the_time_line_narrows_by_pointer_and_by_keyboard(reader):
    reader.goto("/search/?q=cash")
    bars = reader.locator(".years svg a")
    assert bars.count() > 1
    bars.first.click()
    reader.wait_for_url("**/search/?q=cash&said=2019-05")
    assert reader.locator(".line").count() == 1

    reader.goto("/search/?q=cash")
    reader.get_by_text("When it was said, as a table").focus()
    reader.keyboard.press("Enter")
    reader.get_by_role("link", name="May 2019").focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=cash&said=2019-05")


def test_a_search_is_followed_by_a_feed_that_any_reader_takes(reader):
    reader.goto("/search/?speaker=ren&q=cash")
    link = reader.get_by_role("link", name="Atom feed of this search")
    told = reader.locator("link[type='application/atom+xml']").get_attribute("href")
    assert link.get_attribute("href") == told
    feed = reader.request.get(told)
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert problems(feed.text()) == []
    assert CASH in feed.text()


def test_the_words_stand_in_their_text_and_the_text_leads_back(reader):
    reader.goto("/quotes/spoken/")
    reader.get_by_role("link", name="In the captured text").click()
    reader.wait_for_url("**/sources/post/#passage-*")
    mark = reader.locator(".captured span:target + mark")
    assert mark.inner_text() == "我们没有“无穷的钱”"
    assert mark.bounding_box()["y"] < 900
    mark.get_by_role("link").click()
    reader.wait_for_url("**/quotes/spoken/")


@pytest.mark.parametrize(
    ("button", "copied"),
    [
        ("Copy the words", CASH),
        ("Copy the link", "/quotes/cash/"),
        ("Copy as APA", "(2020, November)"),
        ("Copy as BibTeX", "@misc{cash,"),
        ("Copy the code", "/embed/quotes/cash/"),
    ],
)
def test_words_link_and_reference_are_copied(reader, button, copied):
    reader.goto("/quotes/cash/")
    reader.get_by_text("In the style of APA").click()
    reader.get_by_text("Embed it in a page").click()
    reader.get_by_role("button", name=button).click()
    reader.get_by_text("Copied.", exact=True).wait_for()
    assert copied in reader.evaluate("navigator.clipboard.readText()")


def test_the_button_copies_the_citation(reader):
    reader.goto("/quotes/cash/")
    reader.get_by_role("button", name="Copy the citation").click()
    reader.get_by_text("Citation copied.").wait_for()
    assert "para 6" in reader.evaluate("navigator.clipboard.readText()")


def test_machines_read_the_quotation_although_nothing_inline_may_run(reader):
    reader.goto("/quotes/cash/")
    data = reader.locator("script[type='application/ld+json']").text_content()
    assert '"Quotation"' in data  # and the policy did not complain: see the fixture


def test_a_retraction_is_the_first_thing_seen(reader):
    reader.goto("/quotes/retracted/")
    alarm = reader.get_by_role("heading", name="This quote is retracted").bounding_box()
    assert alarm["y"] < reader.locator("blockquote.words").bounding_box()["y"]


def test_every_page_works_without_scripts(chromium, live_server, seed):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("[data-search]").fill("cash")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("Narrow by who, when, where").click()
    page.get_by_label("Speaker", exact=True).fill("Ren Zhengfei")
    page.get_by_label("Said in", exact=True).fill("2020-11")
    page.locator("details").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Remove Said in: November 2020").click()
    page.get_by_role("link", name=re.compile("unlimited cash")).click()
    shows(page, CASH)
    assert "Ren Zhengfei (founder and CEO, Huawei)" in page.locator("[data-citation]").inner_text()
    assert page.get_by_role("button", name=re.compile("Copy")).count() == 0
    page.get_by_text("In the style of APA").click()
    assert "(2020, November)" in page.locator("#cited-apa").inner_text()
    page.locator(".chain .chain").get_by_role("link", name="Internal forum post").first.click()
    expect(page.locator(".captured mark")).to_have_count(1)
    page.goto("/search/?q=cash")
    page.get_by_text("When it was said, as a table").click()
    page.get_by_role("link", name="May 2019").click()
    expect(page.locator(".line")).to_have_count(1)
    assert not page.get_by_text("Turn the keys off").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/api/v1/docs/", "/api/v1/quotes/"),
        ("/api/v1/redoc/", "The record's permanent name"),
        ("/api/v1/", "v1"),
        ("/api/v1/quotes/", "unlimited cash"),
        ("/api/v1/quotes/cash/", "unlimited cash"),
        ("/developers/", "The API"),
        ("/developers/checking/", "verdict"),
    ],
)
def test_the_developers_pages_ask_nobody_else_and_complain_of_nothing(reader, address, shown):
    reader.goto(address)
    reader.get_by_text(shown).first.wait_for()  # at the end the reader asks for complaints
