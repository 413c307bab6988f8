"""The picture of a quote that is shown where somebody links to it."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from quotes.models import Quote
from quotes.web import drawing
from quotes.web.card import card_of
from quotes.web.drawing import Card
from quotes.web.lines import QuoteLine

CARD = "/quotes/any-price/card.png"
RED = (155, 28, 28)


def picture(client):
    answer = client.get(CARD)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(BytesIO(answer.content)).convert("RGB")


def card(**fields):
    told = {"words": "“Yes”", "language": "en", "who": "Alice", "about": "2019", "stamp": ""}
    return Card(**{**told, "name": "Archive", **fields})


def test_a_quote_has_a_picture_of_the_size_networks_show(client, quote):
    assert picture(client).size == (1200, 630)


def test_the_page_names_its_picture(client, quote):
    page = client.get("/quotes/any-price/").content.decode()
    assert f'<meta property="og:image" content="http://testserver{CARD}">' in page
    assert '<meta property="og:image:alt" content="We will not grow at any price">' in page


def test_the_card_says_what_the_page_says(quote):
    made = card_of(QuoteLine(quote, []))
    assert made.words == "“We will not grow at any price”"
    assert made.who == "Alice Ångström, Chief executive, Acme"
    assert made.about == "March 2019 · Direct quote · translated from Chinese"
    assert made.stamp == ""


@pytest.mark.parametrize(
    ("fields", "stamp"),
    [
        ({"status": "retracted", "public_note": "Why."}, "Retracted"),
        ({"standing": "misattributed"}, "Misattributed"),
        ({"standing": "disputed"}, "Disputed"),
    ],
)
def test_doubt_and_retraction_are_stamped_on_it_at_once(client, quote, fields, stamp):
    before = client.get(CARD)
    assert RED not in {color for _, color in picture(client).getcolors(100_000)}
    Quote.objects.update(**fields)
    assert card_of(QuoteLine(Quote.objects.get(), [])).stamp == stamp
    assert RED in {color for _, color in picture(client).getcolors(100_000)}
    assert client.get(CARD, headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_a_paraphrase_stands_without_quotation_marks(quote):
    quote.kind = "indirect"
    assert card_of(QuoteLine(quote, [])).words == "We will not grow at any price"


def test_a_removed_quote_has_no_picture(client, quote):
    Quote.objects.update(status="removed")
    answer = client.get(CARD)
    assert (answer.status_code, answer.content) == (410, b"")


def test_what_is_not_public_has_no_picture(client, quote):
    Quote.objects.update(status="draft")
    assert client.get(CARD).status_code == 404


def test_who_has_the_picture_is_not_sent_it_again(client, quote):
    first = client.get(CARD)
    assert "no-cache" in first["Cache-Control"]
    again = client.get(CARD, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_same_card_is_the_same_picture():
    drawing.draw.cache_clear()
    first = drawing.draw(card())
    drawing.draw.cache_clear()
    assert drawing.draw(card()) == first


@pytest.mark.parametrize(
    "text", ["Grüße", "Привет, мир", "我们没有无穷的钱", "日本語", "한국어", "Ελληνικά"]
)
def test_latin_greek_cyrillic_and_east_asian_letters_can_be_drawn(text):
    assert drawing.can_write(text)


def test_words_that_cannot_be_drawn_are_announced_not_boxed(make_quote):
    quote = make_quote("لن ننمو بأي ثمن", language="ar", unattributed=True)
    assert card_of(QuoteLine(quote, [])).words == "Words in Arabic: read them on the page."


def test_a_long_quote_says_that_it_goes_on(make_quote):
    quote = make_quote("Whoever decides must have stood under a cloud. " * 40, unattributed=True)
    assert card_of(QuoteLine(quote, [])).words.endswith("…”")


def test_what_does_not_fit_is_cut_between_words():
    text = "Whoever decides must have stood under a cloud. " * 40
    size, lines = drawing._fitted(text, "en", 350)
    assert size == drawing.SIZES[-1]
    assert lines[-1].endswith("…")
    assert set(lines[-1].removesuffix("…").split()) <= set(text.split())


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=400), language=st.sampled_from(["", "en", "zh", "zh-Hant", "ja"]))
def test_no_words_break_the_drawing_or_leave_the_picture(words, language):
    size, lines = drawing._fitted(drawing.drawable(words), language, 350)
    assert len(lines) * size * drawing.LEADING <= 350
    assert all(drawing._width(line, language, size) <= drawing.ROOM for line in lines)
    drawing.draw(card(words=words, language=language, who=words))
