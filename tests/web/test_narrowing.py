"""Narrowing a search by a click: facets, the time line, and how the words were read."""

import html
import re
from urllib.parse import quote_plus

import pytest

from quotes import paging, parts
from quotes.models import Quote
from quotes.search import facets
from quotes.web.narrowing import MOST_BARS


def links(client, address):
    page = client.get(address)
    assert page.status_code == 200
    aside = re.search(r"<aside.*?</aside>", page.content.decode(), re.DOTALL)
    return re.findall(r'href="([^"]+)"', html.unescape(aside[0])) if aside else []


def test_a_later_page_leads_to_the_ways_to_narrow(client, make_quote, alice):
    for number in range(21):
        make_quote(f"Any price, {number}", speaker=alice)
    address = "/search/?q=price&ordering=newest"
    first = client.get(address)
    assert first.context["narrowed_at"] == ""
    later = client.get(f"{address}&cursor={quote_plus(first.context['page'].next)}")
    [link] = re.findall(
        r'<a href="([^"]+)">Narrow these results</a>', html.unescape(later.content.decode())
    )
    assert link == f"{address}#narrow"
    assert 'id="narrow"' in client.get(link).content.decode()


def test_every_way_to_narrow_leads_to_as_many_quotes_as_it_says(
    client, quote, misattributed, make_quote, alice
):
    make_quote("Ja", speaker=alice, language="de", kind="indirect", said="2018-05")
    narrowing = client.get("/search/").context["narrowing"]
    assert {str(facet.label) for facet in narrowing.facets} == {
        "Speaker", "Publisher", "Kind", "Language of the words", "Standing",
    }  # fmt: skip
    for facet in narrowing.facets:
        for choice in facet.choices:
            assert client.get(choice.address).context["count"] == int(choice.count), choice
    for bar in narrowing.time.bars:
        assert client.get(bar.address).context["count"] == bar.count + bar.possible, bar


def test_choices_are_said_in_words(read, quote, misattributed, make_quote):
    make_quote("Ja", unattributed=True, language="de", kind="indirect")
    page = read("/search/")
    assert "Language of the words English 2 German 1" in page
    assert "Kind Direct quote 2 Paraphrase 1" in page


def test_a_choice_keeps_the_other_conditions(client, quote, misattributed):
    assert "/search/?kind=direct&speaker=alice" in links(client, "/search/?kind=direct")


@pytest.mark.parametrize(
    ("asked", "cleared", "instead"),
    [
        ("/search/?standing=misattributed", "/search/", "/search/?standing=unverified"),
        ("/search/?q=standing:misattributed", "/search/", "/search/?standing=unverified"),
        (
            "/search/?q=grow+OR+growth+standing:misattributed",
            "/search/?q=grow+OR+growth",
            "/search/?q=grow+OR+growth&standing=unverified",
        ),
    ],
)
def test_what_is_chosen_is_marked_beside_what_could_be_chosen_instead(
    client, quote, misattributed, asked, cleared, instead
):
    facets = client.get(asked).context["narrowing"].facets
    [standing] = [facet for facet in facets if str(facet.label) == "Standing"]
    assert [(one.label, one.chosen, one.address) for one in standing.choices] == [
        ("Misattributed", True, cleared), ("Unverified", False, instead),
    ]  # fmt: skip
    for choice in standing.choices:
        assert (client.get(choice.address).context["count"] == int(choice.count)) is not (
            choice.chosen
        )
    page = html.unescape(client.get(asked).content.decode())
    assert f'<a href="{cleared}" aria-current="true">Misattributed' in page


def test_what_is_chosen_is_shown_however_rare(client, quote, misattributed, make_quote):
    for n, language in enumerate(["de", "fr", "it", "es", "pt", "ru", "ja", "ko"]):
        make_quote(f"Ja {n}", unattributed=True, language=language)
        make_quote(f"Nein {n}", unattributed=True, language=language)
    make_quote("Ne", unattributed=True, language="cs")
    narrowing = client.get("/search/?language=cs").context["narrowing"]
    [language] = [one for one in narrowing.facets if "Language" in str(one.label)]
    assert (language.choices[0].label, language.choices[0].count) == ("Czech", "1")
    assert [one.chosen for one in language.choices] == [True] + [False] * 8


def test_nothing_found_still_offers_what_could_be_chosen_instead(client, quote, misattributed):
    found = client.get("/search/?kind=indirect").context
    assert (found["count"], [str(one.label) for one in found["narrowing"].facets]) == (0, ["Kind"])
    assert [(one.label, one.count) for one in found["narrowing"].facets[0].choices] == [
        ("Paraphrase", "0"), ("Direct quote", "2"),
    ]  # fmt: skip


def test_what_cannot_narrow_is_not_offered(client, quote):
    assert client.get("/search/").context["narrowing"] is None


def test_of_more_than_are_counted_the_page_says_that_not_all_were(
    client, quote, misattributed, make_quote, bob, monkeypatch
):
    make_quote("One more than are counted", speaker=bob, said="2020-05")
    for module in (paging, facets):
        monkeypatch.setattr(module, "COUNT_FLOOR", 2)
    monkeypatch.setattr(facets, "COUNTED", 2)
    monkeypatch.setattr(paging, "FEW", 0)
    monkeypatch.setattr(parts, "BITS", 40)  # all in the first block, which every part holds
    assert (
        "Counted among 3 of them, from all parts of the archive."
        in client.get("/search/").content.decode()
    )


def test_the_time_line_shows_what_is_sure_and_what_may_be(client, quote, misattributed):
    bars = {bar.label: bar for bar in client.get("/search/").context["narrowing"].time.bars}
    assert (bars["March 2019"].count, bars["March 2019"].possible) == (1, 0)
    assert (bars["May 2020"].count, bars["May 2020"].possible) == (0, 1)


def test_quotes_of_unknown_date_are_counted_beside_the_time_line(read, quote, misattributed, bob):
    Quote.objects.create(text="When?", speaker=bob, kind="direct", status="published")
    assert "1 quote of unknown date" in read("/search/")


def test_the_time_line_can_be_read_as_a_table(client, quote, misattributed):
    page = client.get("/search/").content.decode()
    assert '<th scope="row"><a href="/search/?said=2019-03">March 2019</a></th><td>1</td>' in page


@pytest.fixture
def said_in(make_quote, bob):
    """Make a quote of each of these dates."""

    def make(*dates):
        for number, said in enumerate(dates):
            make_quote(f"Number {number}", speaker=bob, said=said)

    return make


def drawn(client):
    """Each bar that is drawn: its period, how many surely and how many perhaps."""
    bars = client.get("/search/").context["narrowing"].time.bars
    for bar in bars:
        assert client.get(bar.address).context["count"] == bar.count + bar.possible, bar
    return {bar.address.split("said=")[1]: (bar.count, bar.possible) for bar in bars}


def test_many_years_are_drawn_as_decades(client, said_in):
    said_in(*(str(year) for year in range(1960, 2020)), "1991/1993", "1999/2001", "2007?")
    decades = drawn(client)
    assert decades["196X"] == (10, 0)
    assert decades["199X"] == (11, 1)
    assert decades["200X"] == (10, 2)


def test_more_decades_than_can_be_drawn_are_not_drawn(client, said_in):
    said_in("1000", str(1000 + 10 * MOST_BARS))
    assert drawn(client) == {}


def test_a_date_in_doubt_is_perhaps_and_never_surely(client, said_in):
    said_in("2015-03", "2015-03?", "2015-03-09~", "2015-03%", "2016-01")
    months = drawn(client)
    assert months["2015-03"] == (1, 3)
    assert months["2016-01"] == (1, 0)


def test_a_long_search_is_not_repeated_in_a_hundred_links(client, quote, misattributed):
    assert links(client, "/search/?q=" + "+".join(["growth"] * 32) + "&said=2019") == []
    answer = client.get("/search/", {"q": "增长" * 100})
    assert len(answer.content) < 100_000


@pytest.mark.parametrize(
    ("typed", "read_as", "words_only"),
    [
        ("alice ångström grow", "said by Alice Ångström about grow", '"alice ångström" grow'),
        ("爱丽丝", "everything said by Alice Ångström", '"爱丽丝"'),
    ],
)
def test_a_name_among_the_words_is_read_as_a_name_with_a_way_out(
    client, read, quote, typed, read_as, words_only
):
    answer = client.get("/search/", {"q": typed})
    assert read_as in html.unescape(answer.content.decode())
    way_out = answer.context["reading"].words_only
    assert client.get(way_out).context["q"].value == words_only
    assert client.get(way_out).context["reading"] is None
