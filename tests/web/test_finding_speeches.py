"""Searching speeches on the page, with the passages that hold the words."""

import html
import re

import pytest

from archive.models import Source, SourceText, Speech
from quotes.passages.keeping import keep_passages


@pytest.fixture
def spoken(speech, post):
    """What was said at the spring meeting, which the public may read."""
    Source.objects.update(rights="public")
    SourceText.objects.create(source=post, text="We will <b>not</b> grow at any price.")
    keep_passages()
    return speech


def test_a_speech_is_found_by_what_was_said_and_leads_to_the_place(client, read, spoken):
    page = read("/search/speeches/?q=price")
    assert "1 speech " in page
    assert "Spring meeting" in page
    assert "We will <b>not</b> grow at any price." in page
    source = client.get("/search/speeches/?q=price").content.decode()
    assert "<mark>price</mark>" in source
    assert 'href="/speeches/speech/"' in source
    assert 'href="/sources/post/?from=0#text"' in source


def test_the_title_is_marked(client, spoken):
    assert (
        "Spring <mark>meeting</mark>" in client.get("/search/speeches/?q=meetings").content.decode()
    )


def test_the_page_says_whom_the_words_name(read, spoken):
    page = read("/search/speeches/?q=爱丽丝+meeting")
    assert "Also read as: speeches by Alice Ångström about meeting." in page


def test_quotes_and_speeches_lead_to_each_other(client, quote, spoken):
    there = html.unescape(client.get("/search/?q=price").content.decode())
    assert 'href="/search/speeches/?q=price"' in there
    back = html.unescape(client.get("/search/speeches/?q=price").content.decode())
    assert 'href="/search/?q=price"' in back


def test_nothing_found_offers_the_quotes(read, spoken):
    assert "Search the quotes instead" in read("/search/speeches/?q=zzzz")


def test_a_misspelt_word_leads_to_the_search_that_was_meant(client, read, spoken):
    page = client.get("/search/speeches/?q=sprinh&language=zh").content.decode()
    [meant] = re.findall(r'Did you mean <a href="([^"]+)">spring</a>', page)
    assert "Spring meeting" in read(html.unescape(meant))


def test_what_is_not_understood_is_refused_and_can_be_taken_away(client, read, spoken):
    page = read("/search/speeches/?delivered=soon&q=price", status=400)
    assert "“soon” is not a date" in page or '"soon" is not a date' in page
    links = html.unescape(client.get("/search/speeches/?delivered=soon&q=price").content.decode())
    assert 'href="/search/speeches/?q=price"' in links
    assert 'name="delivered" value="soon"' in links


@pytest.mark.parametrize(
    ("asked", "called"),
    [("q=(price", "Words"), ("delivered=soon", "Delivered in"), ("ordering=best", "Order"),
     ("cursor=made-up", "Page"), ("colour=red", "colour")],
)  # fmt: skip
def test_a_refusal_calls_what_it_refuses_as_the_form_does(read, spoken, asked, called):
    page = read(f"/search/speeches/?{asked}", status=400)
    assert f"{called}: " in page
    assert f"Search without “{called}”" in page


def test_empty_inputs_leave_the_address(client, spoken):
    answer = client.get("/search/speeches/?q=&speaker=alice&delivered=")
    assert (answer.status_code, answer["Location"]) == (302, "/search/speeches/?speaker=alice")


def test_pages_follow_each_other_and_lead_back(client, db):
    for day in range(25):
        Speech.objects.create(ref=f"day-{day:02}", title=f"Day {day:02} of cloud", is_public=True)
    first = client.get("/search/speeches/?q=cloud").content.decode()
    [onwards] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get("/search/speeches/" + html.unescape(onwards)).content.decode()
    refs = re.findall(r'href="/speeches/([^/]+)/"', first + second)
    assert sorted(refs) == [f"day-{day:02}" for day in range(25)]


def test_an_empty_archive_says_so(read, db):
    assert "0 speeches" in read("/search/speeches/")
