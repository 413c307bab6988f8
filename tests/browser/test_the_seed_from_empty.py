"""An editor plays the seed from an empty archive, and the API shows each step at once.

Carol, a contributor, pastes a text, accepts the quotes found in it and mends one speaker; Dave, an
editor, reviews and publishes, corrects and retracts.
"""

import pytest
from playwright.sync_api import expect

from quotes.models import Quote
from tests.browser.test_admin_in_chromium import Editor

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """A note on a speech in November 2020.

“But we don’t have access to ‘unlimited cash’ from the stock market,” cautioned Ren Zhengfei.

The company is under “tremendous pressure”, it said in a statement.
"""
CASH = "But we don’t have access to ‘unlimited cash’ from the stock market"


@pytest.fixture
def carol(open_page, groups):
    return Editor(open_page(), "carol", "Contributor")


@pytest.fixture
def dave(open_page, groups):
    return Editor(open_page(), "dave", "Editor")


def api(editor, path=""):
    """What the API says now, to anyone."""
    answer = editor.page.request.get(f"/api/v1/quotes/{path}")
    return answer.json() if answer.ok else answer.status


def test_the_seed_from_empty(carol, dave, complaints):
    paste(carol)
    accept(carol)
    submit(carol)
    assert api(carol)["results"] == []

    publish(dave)
    ref = Quote.objects.get(kind="direct").ref
    assert api(dave, f"{ref}/")["text"] == CASH
    assert len(api(dave)["results"]) == 2

    correct(dave)
    assert api(dave, f"{ref}/")["text"] == f"{CASH} there"
    assert "Misheard: “there” was left out." in page_of(dave, ref)

    retract(dave)
    assert api(dave, f"{ref}/")["status"] == "retracted"
    assert [quote["kind"] for quote in api(dave)["results"]] == ["partial"]
    assert "Never said like this." in page_of(dave, ref)
    assert complaints == []


def paste(carol):
    carol.page.goto("/admin/quotes/quote/enter/")
    carol.select(**{"new-kind": "article"})
    carol.fill(**{"new-title": "A note on a speech", "new-language": "en", "text": TEXT})
    carol.look("seed-paste")
    carol.page.click("input[value^=Keep]")
    expect(carol.page.locator("li.passage")).to_have_count(2)


def accept(carol):
    ren, statement = (carol.page.locator("li.passage").nth(n) for n in range(2))
    expect(ren.locator("[name$=speaker]")).to_have_value("Ren Zhengfei")
    ren.locator("[name$=add]").select_option("person")
    statement.locator("[name$=speaker]").fill("Huawei")  # “it” is nobody’s name: mended by hand
    statement.locator("[name$=add]").select_option("organization")
    for row in (ren, statement):
        row.locator("[name=take]").check()
    carol.look("seed-passages")
    carol.page.click("button[value=draft]")
    expect(carol.page.get_by_role("heading", name="Entered from this text")).to_be_visible()
    assert {str(quote.speaker or quote.organization) for quote in Quote.objects.all()} == {
        "Ren Zhengfei", "Huawei",
    }  # fmt: skip


def submit(carol):
    carol.page.goto("/admin/")
    carol.look("seed-home-contributor")
    with carol.page.expect_navigation():  # until its scripts are there, the box chooses nothing
        carol.page.get_by_role("link", name="My drafts: 2").click()
    carol.page.check("#action-toggle")
    carol.page.select_option("select[name=action]", "submit")
    carol.succeed("button[name=index]")
    assert carol.messages() == ["2 quotes submitted for review."]


def publish(dave):
    for _ in range(2):
        dave.page.goto("/admin/")
        queue = dave.page.locator("section", has_text="To review, oldest first")
        dave.look("seed-home-editor")
        queue.locator("li a").first.click()
        dave.look("seed-review")
        dave.page.get_by_role("button", name="Publish", exact=True).click()
        dave.page.wait_for_selector(".messagelist .success")
        assert dave.messages()[0] == "1 quote published."


def correct(dave):
    dave.page.goto(f"/admin/quotes/quote/{Quote.objects.get(kind='direct').pk}/change/")
    dave.fill(text=f"{CASH} there")
    dave.page.click("input[name=_continue]")
    expect(dave.page.locator(".errorlist").first).to_contain_text("This quote is public")
    dave.look("seed-correction-refused")
    dave.fill(correction_note="Misheard: “there” was left out.")
    dave.succeed("input[name=_continue]")
    dave.look("seed-corrected")


def retract(dave):
    dave.page.get_by_role("button", name="Retract").click()
    dave.look("seed-retract")
    dave.fill(note="Never said like this.")
    dave.succeed("input[value^=Retract]")
    dave.look("seed-retracted")


def page_of(editor, ref):
    return editor.page.request.get(f"/quotes/{ref}/").text()


def test_two_at_once_see_both_versions(dave, open_page, groups, complaints):
    erin = Editor(open_page(), "erin", "Editor")
    dave.start("archive/person")
    dave.fill(name="Ren Zhengfei", language="en")
    dave.succeed("input[name=_continue]")
    erin.page.goto(dave.page.url)
    dave.fill(description="Founder of Huawei")
    dave.succeed("input[name=_continue]")

    erin.fill(description="Founder", language="en-GB")
    erin.page.click("input[name=_continue]")
    erin.look("conflict")
    conflict = erin.page.locator(".conflict")
    expect(conflict).to_contain_text("Founder of Huawei")
    expect(conflict).to_contain_text("Last by dave")
    erin.succeed("input[name=_continue]")
    erin.page.goto("/admin/archive/person/")
    erin.look("people-list")
    assert complaints == []
