"""Searching on the page: the same questions and refusals as the API, with ways out."""

import html
import re
from urllib.parse import quote_plus

import pytest

from quotes.filters import QuoteFilter
from quotes.models import Quote
from quotes.search.highlight import Segment
from quotes.templatetags.reading import marked
from quotes.too_slow import too_slow
from quotes.web.form import LABELS
from quotes.web.lines import listed_lines
from quotes.web.listed import listed


def refs(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.findall(
        r'<blockquote [^>]*><p[^>]*><a href="/quotes/([^/]+)/"', answer.content.decode()
    )


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("", ["a-choice", "any-price"]),
        ("ordering=oldest", ["any-price", "a-choice"]),
        ("speaker=alice", ["any-price"]),
        ("speaker=%E7%88%B1%E4%B8%BD%E4%B8%9D&said=2019", ["any-price"]),
        ("standing=misattributed", ["a-choice"]),
        ("publisher=The+Daily&after=2019-04", ["a-choice"]),
    ],
)
def test_the_page_finds_what_the_api_finds(client, quote, misattributed, parameters, found):
    assert refs(client, f"/search/?{parameters}") == found
    answer = client.get(f"/api/v1/quotes/?{parameters}").json()
    assert [one["id"] for one in answer["results"]] == found


@pytest.mark.parametrize(
    "parameters",
    ["speaker=nobody", "said=2020-13", "kind=rumour", "language=english+please", "said=1&said=2"],
)
def test_the_page_refuses_with_the_sentence_of_the_api(client, read, quote, parameters):
    sentences = client.get(f"/api/v1/quotes/?{parameters}").json()
    page = read(f"/search/?{parameters}", status=400)
    for found in sentences.values():
        assert all(sentence in page for sentence in found)


def test_an_unknown_parameter_is_named_and_can_be_taken_away(client, read, quote):
    page = client.get("/search/?speeker=alice&said=2019")
    assert page.status_code == 400
    assert "There is no parameter “speeker”" in page.content.decode()
    assert 'href="/search/?said=2019"' in page.content.decode()


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ("ordering=loudest", "Order by one of: "),
        ("cursor=made-up", "not one of ours"),
        ("speaker=%00", "Null characters"),
        ("q=" + "x" * 1001, "at most 1000"),
    ],
)
def test_what_is_not_understood_is_refused(read, quote, parameters, sentence):
    assert sentence in read(f"/search/?{parameters}", status=400)


def test_what_was_typed_stays_in_the_form(client, quote):
    page = client.get("/search/?said=2020-13&speaker=爱丽丝").content.decode()
    assert 'name="said" value="2020-13"' in page
    assert 'name="speaker" value="爱丽丝"' in page
    assert 'aria-invalid="true" aria-describedby="f-said-error"' in page


def test_empty_inputs_leave_the_address(client, quote):
    answer = client.get("/search/?q=&speaker=alice&said=&kind=")
    assert (answer.status_code, answer["Location"]) == (302, "/search/?speaker=alice")


def test_conditions_are_said_in_words_and_each_can_be_taken_away(client, read, quote):
    address = "/search/?speaker=alice&said=2019-03&spoken_language=zh&kind=direct"
    page = read(address)
    for words in (
        "Speaker: Alice Ångström",
        "Said in: March 2019",
        "Language spoken: Chinese",
        "Kind: Direct quote",
    ):
        assert words in page
    links = html.unescape(client.get(address).content.decode())
    assert 'href="/search/?speaker=alice&said=2019-03&spoken_language=zh"' in links


def test_a_search_that_finds_nothing_offers_to_ask_less(client, read, quote):
    page = read("/search/?speaker=alice&said=1990")
    assert "Nothing found" in page
    assert "Without Said in: 1990" in page


def test_of_one_condition_nothing_is_to_be_taken_away(client, read, quote):
    page = read("/search/?q=zebra")
    assert "No published quote has this." in page
    assert "Without" not in page
    assert (
        '<li><a href="/search/">All quotes</a></li>'
        in client.get("/search/?q=zebra").content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("price zebra", [("zebra", "price")]),
        ("zebra", []),  # the way out of a single word is the one of its chip
        ("price lang:de", [("lang:de", "price")]),
        ("zebra okapi", []),  # neither alone finds anything
        ('"a price" -any zebra', []),
        ("alice ångström zebra", [("zebra", "alice ångström")]),
        ("zebra okapi lang:en", []),
    ],
)
def test_a_question_that_finds_nothing_offers_itself_less_what_is_in_the_way(
    client, quote, typed, offered
):
    answer = client.get("/search/", {"q": typed})
    assert answer.context["count"] == 0
    assert [(one.part, one.address) for one in answer.context["less"]] == [
        (part, f"/search/?q={quote_plus(rest)}") for part, rest in offered
    ]
    page = html.unescape(answer.content.decode())
    assert all(f">Without {part}<" in page for part, _rest in offered)


def test_a_sentence_that_finds_nothing_is_offered_as_any_of_its_words(client, quote):
    answer = client.get("/search/", {"q": "what did zebras say of the price"})
    [either] = answer.context["less"]
    assert "Any of these words" in answer.content.decode()
    assert refs(client, either.address) == ["any-price"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("“at any price,” cautioned Alice", '"at any price,"'),
        ('"we will … any price" she told investors', '"we will" "any price"'),
        ("“at any price,” cautioned Alice said:2019", '"at any price," said:2019'),
        ('"zebras" cautioned Alice', None),
    ],
)
def test_of_a_quotation_pasted_with_who_said_it_the_quotation_is_offered(
    client, quote, typed, kept
):
    answer = client.get("/search/", {"q": typed})
    assert answer.context["count"] == 0
    offered = [one for one in answer.context["less"] if one.kept]
    assert [one.kept for one in offered] == ([kept] if kept else [])
    for one in offered:
        assert f">Only {html.escape(kept)}<".replace("&#x27;", "&#39;") in answer.content.decode()
        assert refs(client, one.address) == ["any-price"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("“we will grow,” cautioned Alice", True),
        ("zebras never grow at any price", True),
        ("zebras “will never", True),  # refused: the mark has no partner
        ("zebras " * 39 + "zebras", True),  # refused: too many words
        ("zebras never grow", False),
        ("“zebras”", False),
        ("“zebras never grow” speaker:alice", False),
        ("we will not grow at any price", False),  # found
    ],
)
def test_what_may_be_a_quotation_is_compared_by_a_button(client, quote, typed, offered):
    page = html.unescape(client.get("/search/", {"q": typed}).content.decode())
    value = re.findall(r'method="post">\s*<p>.*<button name="text" value="(.*?)" class', page)
    assert value == ([typed] if offered else [])
    for one in value:
        assert 'id="answer"' in client.post("/check/", {"text": one}).content.decode()


def test_whose_something_is_may_be_a_name(client, quote):
    answer = client.get("/api/v1/quotes/", {"q": "Alice Ångström’s price"}).json()
    assert [one["name"] for one in answer["query"]["names"]] == ["Alice Ångström"]
    assert [one["id"] for one in answer["results"]] == ["any-price"]


@pytest.mark.parametrize("address", ["/search/", "/search/speeches/"])
def test_a_search_that_is_not_understood_is_mended_by_a_link(client, quote, speech, address):
    answer = client.get(f'{address}?q=meeting -"any luck&speaker=alice')
    assert answer.status_code == 400
    page = html.unescape(answer.content.decode())
    [link] = re.findall(r'<a href="([^"]+)">Search for meeting -"any luck"</a>', page)
    assert "speaker=alice" in link
    assert client.get(link).status_code == 200


def test_how_a_small_or_was_read_is_said_beside_what_it_found(read, quote):
    page = read("/search/?q=price+or+any")
    assert "All of these words were looked for. Did you mean price OR any?" in page


def test_a_search_that_took_too_long_keeps_its_words_to_add_one(rf):
    assert (
        'value="&quot;grow&quot; price"'
        in too_slow(rf.get("/search/", {"q": '"grow" price'})).content.decode()
    )


def test_the_same_request_stands_there_for_the_api_and_the_feed(client, quote):
    page = html.unescape(client.get("/search/?speaker=alice&ordering=oldest").content.decode())
    assert 'href="http://testserver/api/v1/quotes/?speaker=alice&ordering=oldest"' in page
    assert client.get("/api/v1/quotes/?speaker=alice&ordering=oldest").status_code == 200
    assert 'href="/search/feed/?speaker=alice"' in page


def test_the_order_is_changed_by_a_link_beside_the_count(client, read, quote, misattributed):
    orders = client.get("/search/?q=grow").context["orders"]
    assert [(one.name, one.chosen) for one in orders] == [
        ("relevance", True),
        ("newest", False),
        ("oldest", False),
    ]
    assert [one.address for one in orders][1] == "/search/?q=grow&ordering=newest"
    found = read("/search/?ordering=oldest")
    assert "Newest first Oldest first" in found
    assert found.index("We will not grow") < found.index("Growth is a choice")


def test_words_that_find_nothing_are_corrected(client, read, quote):
    assert "Did you mean" in read("/search/?q=prise")
    assert client.get("/search/?q=prise").context["meant"].address == "/search/?q=price"
    assert "Did you mean" not in read("/search/?q=price")


def test_everything_found_can_be_taken_along(client, quote):
    page = html.unescape(client.get("/search/?speaker=alice").content.decode())
    for address in (
        "/api/v1/quotes/?speaker=alice&format=csv",
        "/api/v1/quotes/?speaker=alice&format=jsonl",
        "/search/citations/?speaker=alice&cite=bibtex",
        "/search/citations/?speaker=alice&cite=ris",
    ):
        assert f'href="{address}"' in page
        answer = client.get(address)
        taken = b"".join(answer) if answer.streaming else answer.content
        assert "We will not grow at any price" in taken.decode()


def test_unpublished_work_is_nowhere(client, quote):
    for status in ("draft", "in_review", "retracted", "removed"):
        Quote.objects.update(status=status, public_note="Why.")
        assert refs(client, "/search/") == []
    Quote.objects.update(status="retracted")
    assert refs(client, "/search/?status=retracted") == ["any-price"]


def test_pages_follow_each_other_and_lead_back(client, make_quote):
    for day in range(1, 26):
        make_quote(f"Day {day}", unattributed=True, said=f"2020-01-{day:02}", ref=f"day-{day}")
    first = client.get("/search/")
    [onwards] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = "/search/" + html.unescape(onwards)
    assert refs(client, second) == [f"day-{day}" for day in range(5, 0, -1)]
    [back] = re.findall(r'rel="prev" href="([^"]+)"', client.get(second).content.decode())
    assert refs(client, "/search/" + html.unescape(back)) == refs(client, "/search/")


def test_a_count_is_a_floor_beyond_ten_thousand(read, quote, misattributed, monkeypatch):
    assert "2 quotes" in read("/search/")
    monkeypatch.setattr("quotes.paging.COUNT_FLOOR", 1)
    assert "1+ quote" in read("/search/")


def test_every_filter_has_a_name_on_the_page():
    assert set(QuoteFilter.base_filters) <= set(LABELS)


def test_what_was_found_is_marked_within_the_exact_words(quote):
    segments = [Segment("We <will> not "), Segment("grow", match=True), Segment(" at any price")]
    [line] = listed_lines(listed([quote.pk]), {quote.pk: segments})
    assert marked(line.segments) == "We &lt;will&gt; not <mark>grow</mark> at any price"
