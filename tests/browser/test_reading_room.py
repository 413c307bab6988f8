"""A journalist in a real browser: finds the words, follows their chain, takes the citation away."""

import re
import time

import pytest
from playwright.sync_api import expect

from archive.models import (
    Derivation,
    Organization,
    Person,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from quotes.models import Citation, Quote, QuoteRelation, Topic
from tests.atom import problems

pytestmark = pytest.mark.django_db(transaction=True)

CASH = (
    "But Huawei cannot take exactly the same path as Alibaba and Amazon, since we don’t have "
    "access to ‘unlimited cash’ from the US stock market"
)

PAGES = [
    "/", "/search/", "/search/?speaker=ren&said=2020-11", "/search/?speaker=ren&said=1990",
    "/quotes/cash/", "/quotes/retracted/", "/quotes/never/", "/quotes/chinese/",
    "/people/ren/", "/organizations/huawei/", "/speeches/speech/", "/sources/article/",
    "/roles/ceo/", "/topics/cloud/", "/corrections/", "/search/speeches/", "/check/",
    "/quotes/long/", "/quotes/variant/", "/sources/post/", "/search/?q=cahs",
    "/search/?q=scale", "/embed/quotes/cash/", "/embed/speeches/speech/",
]  # fmt: skip
REFUSED = [
    "/search/?said=2020-13&speeker=x", "/quotes/nothing/", "/quotes/removed/",
    "/people/ren/?cursor=x",
]  # fmt: skip


@pytest.fixture
def seed(db):
    """The record the archive was born from, and a few hard cases around it."""
    ren = Person.objects.create(ref="ren", name="Ren Zhengfei", language="en", is_public=True)
    ren.names.create(name="任正非", language="zh", kind="native")
    huawei = Organization.objects.create(ref="huawei", name="Huawei", is_public=True)
    ceo = Role.objects.create(
        ref="ceo", person=ren, organization=huawei, title="founder and CEO", period="1987/..",
        is_public=True,
    )  # fmt: skip
    post = Source.objects.create(
        ref="post", kind="internal_post", title="Internal forum post", published="2020-12-30",
        is_public=True,
    )  # fmt: skip
    article = Source.objects.create(
        ref="article", kind="article", title="Huawei Must Scale Back Businesses", language="en",
        published="2020-12-30/..", is_public=True,
    )  # fmt: skip
    Derivation.objects.create(source=article, origin=post, relation="reports")
    speech = Speech.objects.create(
        ref="speech", title="Speech at a company event", language="zh", delivered="2020-11",
        is_public=True,
    )  # fmt: skip
    SpeechSpeaker.objects.create(speech=speech, person=ren, organization=huawei, role=ceo)
    SpeechSource.objects.create(speech=speech, source=post)
    cloud = Topic.objects.create(ref="cloud", name="Cloud computing", is_public=True)

    def quote(ref, text, **fields):
        told = {
            "speaker": ren, "organization": huawei, "role": ceo, "speech": speech,
            "language": "en", "spoken_language": "zh", "kind": "direct", "status": "published",
        }  # fmt: skip
        made = Quote.objects.create(ref=ref, text=text, **{**told, **fields})
        Citation.objects.create(quote=made, source=article, locator="para 6", wording=f"“{text},”")
        made.topics.add(cloud)
        return made

    quote("cash", CASH)
    quote("chinese", "我们没有“无穷的钱”，云服务不是我们的强项。", language="zh")
    quote("long", "Whoever decides about a cloud must first have stood under one. " * 60)
    quote("never", "Cash is a cloud", standing="misattributed", public_note="Printed in 1950.")
    quote("paraphrase", "the firm needs to scale back", kind="indirect")
    quote("retracted", "Wrong", status="retracted", public_note="The article was withdrawn.")
    quote("removed", "Secret", status="removed")
    quote("early", "There was no cash then either", said="2019-05", speech=None)
    spoken = quote("spoken", "我们没有“无穷的钱”", language="zh")
    variant = quote("variant", CASH.replace("cannot", "can").replace("unlimited", "endless"))
    cash = Quote.objects.get(ref="cash")
    QuoteRelation.objects.create(quote=cash, other=spoken, relation="translation_of")
    QuoteRelation.objects.create(quote=variant, other=cash, relation="variant_of")
    Source.objects.filter(pk=post.pk).update(rights="public")
    said = f"各位同事：{spoken.text}，所以要聚焦。"
    text = SourceText.objects.create(source=post, text=said, language="zh")
    Citation.objects.create(
        quote=spoken, source=post, position=2, source_text=text, exact=spoken.text, start=5,
        end=5 + len(spoken.text),
    )  # fmt: skip
    Quote.objects.filter(ref="early").update(public_note="The month was corrected.")


@pytest.fixture
def reader(open_page, seed, complaints):
    """A page in a browser; at the end nothing may have been complained about."""
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield page
    assert complaints == []


def shows(page, words, where="#words"):
    """What is asked for after a click may still be on its way."""
    expect(page.locator(where)).to_contain_text(words)


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


def tab_to(page, target):
    """Press Tab until the target has the focus: what cannot be reached so is not for keyboards."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("Tab never came there")


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


def test_a_citation_is_copied_from_a_list_too(reader):
    reader.goto("/search/?speaker=ren&kind=direct&ordering=oldest")
    line = reader.locator(".line", has_text="unlimited cash").locator("blockquote a")
    line.focus()
    reader.keyboard.press("c")
    reader.get_by_text("Citation copied.").wait_for()
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Ren Zhengfei (founder and CEO, Huawei): “But Huawei")
    assert copied.endswith("/quotes/cash/")


def test_the_button_copies_the_citation(reader):
    reader.goto("/quotes/cash/")
    reader.get_by_role("button", name="Copy the citation").click()
    reader.get_by_text("Citation copied.").wait_for()
    assert "para 6" in reader.evaluate("navigator.clipboard.readText()")


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


def test_no_page_is_wider_than_the_screen(reader):
    for address in PAGES:
        reader.goto(address)
        for width in (320, 360, 768, 1280):
            reader.set_viewport_size({"width": width, "height": 800})
            assert reader.evaluate("document.documentElement.scrollWidth") <= width, address


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
