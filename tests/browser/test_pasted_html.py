"""Pasted HTML is words: nothing of it runs at the desk, whichever page shows it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from archive.models import Source, SourceText
from quotes.models import Quote
from tests.desk import address

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = (
    '<script>window.ran = true</script><img src="x" onerror="window.ran = true">'
    '<a href="javascript:window.ran=true" id="planted">click</a>'
)


@pytest.fixture
def page(open_page, live_server, make_user):
    client = Client()
    client.force_login(make_user("erin", "Editor"))
    page = open_page()
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


def harmless(page):
    """The words are on the page as words, and none of them came to life."""
    page.wait_for_load_state()
    assert "<script>window.ran" in page.content().replace("&lt;", "<").replace("&gt;", ">")
    assert page.locator("#planted").count() == 0
    assert page.evaluate("window.ran") is None


def test_in_a_preview_and_after_it(page, complaints, tmp_path):
    sheet = tmp_path / "quotes.csv"
    cell = HOSTILE.replace('"', '""')
    sheet.write_text(f'ref,text,kind,speaker,language\nq,"{cell}",direct,"{cell}",x<b>\n')
    page.goto(address(Quote, "import"))
    page.set_input_files("input[type=file]", sheet)
    page.get_by_text("Show what it would change").click()
    page.get_by_text("Rows that are not taken").wait_for()

    sheet.write_text(f'ref,text,kind,speaker\nq,"{cell}",direct,"Ann {cell}"\n')
    page.goto(address(Quote, "import"))
    page.set_input_files("input[type=file]", sheet)
    page.get_by_text("Show what it would change").click()
    page.get_by_text("Differences").wait_for()
    harmless(page)

    page.get_by_role("button", name="Import").click()
    page.get_by_text("quote: 1 added").wait_for()
    harmless(page)

    quote = Quote.objects.get()
    assert quote.text == HOSTILE
    page.goto(address(Quote, "change", quote.pk))
    harmless(page)
    page.goto(address(Quote, "history", quote.pk))
    harmless(page)
    assert complaints == []


def test_in_a_text_that_is_pasted_marked_and_made_quotes_of(page, complaints):
    pasted = (
        f"{HOSTILE}\n\n“{HOSTILE.replace(chr(34), chr(39))},” said Ann Planted.\n\n"
        '</textarea><svg onload="window.ran = true"></svg>\n'
    )
    page.goto(reverse("admin:quotes_quote_enter"))
    page.select_option("[name=new-kind]", "article")
    page.fill("[name=new-title]", HOSTILE)
    page.fill("[name=new-author_line]", HOSTILE)
    page.fill("[name=text]", pasted)
    page.fill("[name=note]", HOSTILE)
    page.fill("[name=new-url]", "javascript:window.ran=true")
    page.click("text=Keep the text")
    page.locator(".errorlist").first.wait_for()
    assert page.input_value("[name=text]") == pasted
    assert page.evaluate("window.ran") is None

    page.fill("[name=new-url]", "")
    page.click("text=Keep the text")
    row = page.locator(".passage").first
    row.locator("textarea").wait_for()
    harmless(page)
    assert SourceText.objects.get().text == pasted

    row.locator("[name$=-speaker]").fill(f"Ann {HOSTILE}")
    row.locator("[name$=-as_credited]").fill(HOSTILE)
    row.locator("[name$=-add]").select_option("person")
    row.get_by_role("button", name="Make this a quote").click()
    page.get_by_text("1 draft made").wait_for()
    harmless(page)

    quote = Quote.objects.get()
    assert quote.speaker.name == f"Ann {HOSTILE}"
    # What is held already is shown by a script, from an answer; it too is words.
    page.goto(address(Quote, "add"))
    page.fill("[name=text]", quote.text)
    page.locator("[data-held] a").wait_for()
    harmless(page)
    for shown in (("quotes_quote_change", quote), ("archive_source_change", Source.objects.get())):
        page.goto(reverse(f"admin:{shown[0]}", args=[shown[1].pk]))
        harmless(page)
    assert complaints == []
