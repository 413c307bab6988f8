"""Two editors enter, review and publish a quote of the seed in a real browser."""

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from archive.models import Organization, Person, Source, Speech
from quotes.models import Citation, Quote, Status

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery staple"
COPY = "A first line.\n\nFor it lacks ‘unlimited cash’, cautioned Ren.\n"


class Editor:
    """Someone at a browser, doing what an editor does."""

    def __init__(self, page, name, *groups):
        """Of these groups; without any, someone who may do everything."""
        make = get_user_model().objects
        if groups:
            user = make.create_user(name, password=PASSWORD, is_staff=True)
            user.groups.set(Group.objects.filter(name__in=groups))
        else:
            make.create_superuser(name, password=PASSWORD)
        self.page = page
        page.goto("/admin/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")
        page.wait_for_selector("#user-tools")

    def start(self, noun):
        self.page.goto(f"/admin/{noun}/add/")

    def fill(self, **values):
        for name, value in values.items():
            self.page.fill(f"[name='{name}']", value)

    def select(self, **values):
        for name, value in values.items():
            self.page.select_option(f"[name='{name}']", value)

    def choose(self, name, typed, offered=None):
        """Type into an autocomplete field and take what it offers."""
        field = self.page.locator(f"select[name='{name}'] + .select2")
        field.click()
        # The list of everything, asked for on opening, must not be taken for the answer.
        with self.page.expect_response(lambda answer: f"term={quote(typed)}" in answer.url):
            self.page.locator(".select2-container--open .select2-search__field").fill(typed)
        expect(self.page.locator(".select2-results .loading-results")).to_have_count(0)
        options = self.page.locator(".select2-results__option[aria-selected]")
        options.filter(has_text=offered or typed).first.click()
        expect(field).to_contain_text(offered or typed)

    def add_in_popup(self, name, /, **values):
        """Enter a related record in the window that “+” opens."""
        with self.page.expect_popup() as opened:
            self.page.click(f"#add_id_{name}")
        for field, value in values.items():
            opened.value.fill(f"[name='{field}']", value)
        with opened.value.expect_event("close"):
            opened.value.click("input[name=_save]")

    def add_row(self, prefix):
        self.page.click(f"#{prefix}-group .add-row a")

    def save(self):
        self.succeed("input[name=_save]")

    def succeed(self, button):
        """Press what leads to another page, which says that it was done."""
        with self.page.expect_navigation():
            self.page.click(button)
        expect(self.page.locator(".messagelist .success").first).to_be_visible()

    def act(self, action):
        """Tick every quote of the list and take an action."""
        self.page.goto("/admin/quotes/quote/")
        self.page.check("#action-toggle")
        self.page.select_option("select[name=action]", action)
        with self.page.expect_navigation():
            self.page.click("button[name=index]")

    def messages(self):
        return self.page.locator(".messagelist li").all_inner_texts()

    def look(self, name):
        """A picture for whoever wants one: SCREENSHOTS=/tmp/desk pytest tests/browser."""
        if folder := os.environ.get("SCREENSHOTS"):
            self.page.wait_for_load_state()
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.fixture
def carol(open_page):
    return Editor(open_page(), "carol")


@pytest.fixture
def dave(open_page):
    return Editor(open_page(), "dave")


def test_two_editors_take_a_quote_of_the_seed_to_the_public(carol, dave, complaints):
    enter_huawei(carol)
    enter_ren(carol)
    enter_sources(carol)
    enter_speech(carol)
    enter_quote(carol)
    publish(carol, dave)
    look_back(carol)

    assert complaints == []


def enter_huawei(carol):
    carol.start("archive/organization")
    carol.fill(name="Huawei", language="en")
    carol.save()

    assert Organization.objects.get().name == "Huawei"


def enter_ren(carol):
    carol.start("archive/person")
    carol.fill(name="Ren Zhengfei", language="en")
    carol.add_row("names")
    carol.fill(**{"names-0-name": "任正非", "names-0-language": "zh"})
    carol.select(**{"names-0-kind": "native"})
    carol.add_row("roles")
    carol.choose("roles-0-organization", "huaw", "Huawei")
    carol.fill(**{"roles-0-title": "Founder and CEO"})
    carol.look("person")
    carol.save()
    carol.look("people")

    assert Person.objects.named("任正非").get().roles.count() == 1


def enter_sources(carol):
    carol.start("archive/source")
    carol.select(kind="internal_post")
    carol.fill(title="Forum post", published="2020-12-30")
    carol.save()

    carol.start("archive/source")
    carol.select(kind="article")
    carol.fill(title="Huawei Must Scale Back Businesses", published="2020-12-30/..", language="en")
    carol.add_row("derived_from")
    carol.select(**{"derived_from-0-relation": "reports"})
    carol.choose("derived_from-0-origin", "forum", "Forum post")
    carol.add_row("texts")
    carol.fill(**{"texts-0-text": COPY})
    carol.look("source")
    carol.save()
    carol.look("sources")

    article = Source.objects.get(kind="article")
    assert [origin.title for origin in article.origins.all()] == ["Forum post"]
    assert article.texts.get().text == COPY


def enter_speech(carol):
    carol.start("archive/speech")
    carol.fill(title="Speech at a company event", delivered="2020-11", language="zh")
    carol.add_row("speakers")
    carol.fill(**{"speakers-0-as_credited": "founder and CEO Ren Zhengfei"})
    carol.choose("speakers-0-person", "任正", "Ren Zhengfei")
    carol.choose("speakers-0-organization", "Huawei")
    carol.choose("speakers-0-role", "founder", "Founder and CEO")
    carol.add_row("records")
    carol.choose("records-0-source", "forum", "Forum post")
    carol.look("speech")
    carol.save()
    carol.look("speeches")

    assert str(Speech.objects.get().speakers.get()) == "Ren Zhengfei"


def enter_quote(carol):
    carol.start("quotes/quote")
    carol.fill(text="unlimited cash", language="en", spoken_language="zh", as_credited="Ren")
    carol.select(kind="partial")
    carol.choose("speaker", "任正非", "Ren Zhengfei")
    carol.choose("organization", "Huawei")
    carol.choose("role", "founder", "Founder and CEO")
    carol.choose("speech", "company", "Speech at a company event")
    carol.add_in_popup("topics", name="cloud")
    carol.add_row("citations")
    carol.choose("citations-0-source", "scale back", "Huawei Must")
    carol.page.get_by_text("Place in the captured text").first.click()
    carol.choose("citations-0-source_text", "scale back", "edition 1")
    carol.fill(**{"citations-0-exact": "Unlimited cash"})
    carol.page.click("input[name=_save]")
    assert "not in the captured text" in carol.page.locator(".errorlist").first.inner_text()
    carol.look("quote-refused")
    carol.fill(**{"citations-0-exact": "unlimited cash"})
    carol.save()
    carol.look("quotes")
    carol.page.click("text=unlimited cash >> nth=0")
    carol.look("quote")

    assert [topic.name for topic in Quote.objects.get().topics.all()] == ["cloud"]
    citation = Citation.objects.get()
    assert COPY[citation.start : citation.end] == "unlimited cash"


def publish(carol, dave):
    carol.act("submit")
    assert carol.messages() == ["1 quote submitted for review."]
    carol.act("publish")
    assert "someone else must review" in carol.messages()[0]
    carol.look("refused")

    dave.act("publish")
    assert dave.messages() == ["1 quote published."]
    assert Quote.objects.get().status == Status.PUBLISHED
    assert Person.objects.get().is_public

    dave.act("retract")
    dave.look("retract")
    dave.fill(note="Entered for a test.")
    dave.succeed("input[value^=Retract]")
    assert Quote.objects.get().public_note == "Entered for a test."


def look_back(carol):
    carol.page.goto(f"/admin/quotes/quote/{Quote.objects.get().pk}/change/")
    carol.page.click("text=History")
    carol.page.wait_for_selector("#change-history table")
    carol.look("history")
    carol.page.goto("/admin/")
    carol.look("home")

    assert Quote.objects.get().author.username == "carol"


def test_one_goes_on_typing_in_a_row_that_was_added(carol, complaints):
    page = carol.page
    carol.start("quotes/quote")
    carol.add_row("citations")
    expect(page.locator("#citations-0 .field-source .select2-selection")).to_be_focused()
    carol.start("archive/person")
    carol.add_row("names")
    page.keyboard.type("任正非")
    expect(page.locator("[name=names-0-name]")).to_have_value("任正非")
    assert complaints == []
