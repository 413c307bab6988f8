"""The page that checks: what is pasted comes back with its verdict, and is kept nowhere."""

import html
import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes.models import Quote

pytestmark = pytest.mark.django_db

PRICE = "We will not grow at any price"
ARTICLE = """A meeting was held.

“We will grow at any price,” said Alice Ångström.
“We will not grow at any price,” said Jack Ma.
"""


@pytest.fixture
def paste(client):
    """Paste into the page; what a reader then sees."""

    def paste(text, status=200, **more):
        answer = client.post("/check/", {"text": text, **more})
        assert answer.status_code == status, answer.content.decode()
        shown = re.sub(r"<[^>]*>", "", answer.content.decode())
        return " ".join(html.unescape(shown).split())

    return paste


def test_the_page_says_what_to_do_and_that_nothing_is_kept(read):
    page = read("/check/")
    assert "Paste a sentence, or a whole article" in page
    assert "neither stored nor logged" in page


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_it_is_found_from_every_page(client, quote, address):
    assert 'href="/check/"' in client.get(address).content.decode()


def test_a_sentence_gets_its_verdict_and_the_difference(client, quote):
    answer = client.post("/check/", {"text": "We will grow at any price"}).content.decode()
    assert '<span class="label">Altered</span>' in answer
    assert "a negation, “not” left out" in answer
    assert re.search(r"<del><span[^>]*>\[in the archive: </span>not ", answer)
    assert 'href="/quotes/any-price/"' in answer


@pytest.mark.parametrize(
    "form",
    [
        "{words} — {name}", "{words} - {name}.", "{words}—{name}", "{name}: {words}",
        "{words}, said {name}.", "{words}, {name} told.", "“{words}” — {name}",
    ],
)  # fmt: skip
def test_a_name_beside_the_words_is_who_said_them(paste, quote, bob, form):
    """As it stands under a quotation in a post or on a slide; it was called a name put in."""
    page = paste(form.format(words=PRICE, name="Alice Ångström"))
    assert "The archive has these words" in page
    assert "In the text it is said by “Alice Ångström”." in page
    assert "not from the one named" in paste(form.format(words=PRICE, name="Bob"))
    changed = paste(form.format(words="We will grow at any price", name="Alice Ångström"))
    assert "a negation, “not” left out" in changed
    assert "put in" not in changed


@pytest.mark.parametrize(
    ("date", "agrees"), [("March 2019", True), ("2019年3月", True), ("April 2020", False)]
)
def test_a_date_is_taken_in_plain_words(paste, quote, date, agrees):
    assert ("The archive dates it March 2019" in paste(PRICE, date=date)) == (not agrees)
    assert "is not a date" in paste(PRICE, status=400, date="1/2/2019"), "which may be two days"


@pytest.mark.parametrize("text", [f"{PRICE} — Zebedee", f"Note: {PRICE}", f"{PRICE}, said nobody"])
def test_what_names_nobody_known_stays_part_of_the_words(paste, quote, text):
    assert "put in" in paste(text)


def test_who_is_said_to_speak_is_no_part_of_the_words(paste, quote):
    page = paste("“We will grow at any price,” said Alice.")
    assert "a negation, “not” left out" in page
    assert "put in" not in page


def test_an_article_comes_back_whole_with_its_quotations_marked(client, quote):
    answer = client.post("/check/", {"text": ARTICLE}).content.decode()
    pasted = re.search(r'<div class="pasted" dir="auto">(.*?)</div>', answer, re.DOTALL)[1]
    bare = re.sub(r'<span class="verdict">.*?</span>', "", pasted)
    assert html.unescape(re.sub(r"<[^>]*>", "", bare)) == ARTICLE.replace("\n", "\r\n") or (
        html.unescape(re.sub(r"<[^>]*>", "", bare)) == ARTICLE
    )
    assert re.findall(r'<span class="verdict">(.*?)</span>', pasted) == [
        "1 Altered",
        "2 Exact words, other speaker",
    ]
    for number in (1, 2):
        assert f'href="#found-{number}"' in answer
        assert f'id="found-{number}"' in answer


def test_the_speaker_is_checked_too(paste, quote, bob):
    assert "Exact words, other speaker" in paste(PRICE, speaker="Bob")
    assert "from Alice Ångström, not from the one named" in paste(PRICE, speaker="Jack Ma")


def test_a_paragraph_with_a_word_in_marks_is_a_sentence(paste, quote):
    assert "What the archive has" in paste("We will not “grow” at any price")


def test_nothing_found_never_says_fake(paste, quote):
    page = paste("Nobody ever heard such words in the mountains")
    assert "Nothing found" in page
    assert "they may still have been said" in page
    assert "fake" not in page.lower()


def test_a_text_without_quotations_says_so(paste, quote):
    assert "No quotation was found" in paste("A meeting was held.\n\nNobody said a word.")


def test_a_retraction_is_said_first(paste, quote):
    Quote.objects.update(status="retracted", public_note="She never said so.")
    page = paste(PRICE)
    assert "The archive has retracted this quote. She never said so." in page


def test_what_was_removed_never_shows(paste, quote):
    Quote.objects.update(status="removed")
    page = paste("We will grow at any price")
    assert "any-price" not in page
    assert "not grow" not in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Give the words to check."),
        ("growth", "too short"),
        ("?!", "no words"),
        ("\u202e\u200b", "no words"),
        ("a" * 200_001, "at most 200 KB"),
        ("\x01\x02\x03\x04 we will", "not look like text"),
    ],
)
def test_what_cannot_be_checked_is_told_why(paste, text, sentence):
    assert sentence in paste(text, status=400)


def test_a_wrong_date_is_told(paste, quote):
    assert "30 December" in paste(PRICE, status=400, date="30 December")


def test_ten_megabytes_are_refused_with_a_sentence(paste):
    assert "at most 200 KB" in paste("a" * 10_000_000, status=413)


def test_hostile_words_are_shown_and_not_run(client, quote):
    hostile = "<script>alert('x')</script> {{ 7|add:7 }} will not grow at any price"
    answer = client.post("/check/", {"text": hostile, "speaker": hostile}).content.decode()
    assert "<script>alert" not in answer
    assert "{{ 7|add:7 }}" in html.unescape(answer)


def test_nothing_pasted_is_stored_logged_or_cached(client, quote, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/check/", {"text": "zebras will not grow at any price"})
    statements = [one["sql"] for one in asked.captured_queries]
    assert not any(re.match("INSERT|UPDATE", sql.lstrip()) for sql in statements)
    lines = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not any("zebra" in record.getMessage() for record in lines)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_it_is_sent_from_a_page_without_a_cookie(quote):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/check/", {"text": PRICE}).status_code == 200
    assert not strict.get("/check/").cookies


def test_an_article_costs_no_statement_for_a_quotation_more_than_its_search(client, quote):
    """Four for all: speakers, words, and the quotes; one for each passage."""

    def questions(text):
        with CaptureQueriesContext(connection) as captured:
            client.post("/check/", {"text": text})
        return len(captured)

    client.post("/check/", {"text": ARTICLE})  # the planner's statistics are asked once a minute
    more = ARTICLE + "“We will not grow at any price,” said Bob.\n"
    assert questions(more) == questions(ARTICLE) + 1


def test_an_address_that_checks_too_much_is_told_how_long_to_wait(client, settings, paste):
    settings.API_LIMIT = 3
    for _ in range(3):
        paste(PRICE)
    told = paste(PRICE, status=429)
    assert "Much was checked from your address just now. Wait 20 seconds" in told
    answer = client.post("/check/", {"text": PRICE})
    assert 1 <= int(answer["Retry-After"]) <= 20
    assert f"\n{PRICE}</textarea>" in answer.content.decode()
    assert client.get("/check/").status_code == 200


def test_a_long_article_counts_for_more_and_the_api_counts_with_it(client, settings, paste):
    settings.API_LIMIT = 6
    answer = client.post("/check/", {"text": "They met again today.\n" * 2_000})
    assert answer["RateLimit"].startswith('"anonymous";r=3;')
    assert client.get("/api/v1/quotes/")["RateLimit"].startswith('"anonymous";r=2;')
    paste("They met again today.\n" * 2_000, status=429)
