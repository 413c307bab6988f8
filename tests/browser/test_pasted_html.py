"""Pasted HTML is words: nothing of it runs at the desk, whichever page shows it."""

import pytest
from django.conf import settings
from django.test import Client

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
