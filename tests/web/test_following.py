"""Following a search as an Atom feed."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from quotes.models import Quote
from tests.atom import problems

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall("a:entry", ATOM)


def summary(entry):
    return entry.findtext("a:summary", namespaces=ATOM)


def words(entry):
    """The first paragraph of the summary, as it is written."""
    return re.match(r"<p>(.*?)</p>", summary(entry))[1]


def test_any_search_is_a_feed(client, quote, misattributed):
    [entry] = entries(client, "/search/feed/?speaker=alice")
    assert entry.findtext("a:id", namespaces=ATOM) == "http://testserver/quotes/any-price/"
    assert entry.findtext("a:title", namespaces=ATOM) == "Alice Ångström, March 2019"
    assert words(entry) == "We will not grow at any price"
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "Alice Ångström"


@pytest.mark.parametrize(
    "address",
    ["/search/feed/", "/search/feed/?speaker=alice", "/search/feed/?organization=acme",
     "/search/feed/?topic=growth", "/search/feed/?q=nothing", "/corrections/feed/"],
)  # fmt: skip
def test_every_feed_is_atom(client, quote, misattributed, address):
    Quote.objects.filter(ref="a-choice").update(standing="disputed")
    assert problems(client.get(address).content) == []


def test_what_is_no_feed_would_be_noticed(client, quote):
    feed = client.get("/search/feed/").content.decode()
    for part in ("<id>", "<updated>", "<title>", "<name>", 'rel="self"', 'rel="alternate"'):
        broken = feed.replace(part, part.replace("<", "<x ").replace("rel=", "was="))
        for name in ("id", "updated", "title", "name"):
            broken = broken.replace(f"<x {name}>", "<x>").replace(
                f"</{name}>", "</x>" if f"<{name}>" == part else f"</{name}>"
            )
        assert problems(broken), part


def test_a_feed_is_named_after_what_it_follows(client, quote):
    feed = ElementTree.fromstring(client.get("/search/feed/?speaker=alice&said=2019-03").content)
    assert feed.findtext("a:title", namespaces=ATOM) == (
        "Speech and quote archive: Speaker: Alice Ångström, Said in: March 2019"
    )


def test_a_feed_has_what_atom_requires(client, quote):
    feed = ElementTree.fromstring(client.get("/search/feed/").content)
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"a:{name}", namespaces=ATOM), name
        assert feed.findtext(f"a:entry/a:{name}", namespaces=ATOM), name
    [own] = feed.findall("a:link[@rel='self']", ATOM)
    assert own.get("href") == "http://testserver/search/feed/"


def test_what_was_published_last_comes_first_whenever_it_was_said(client, quote, misattributed):
    Quote.objects.filter(ref="any-price").update(published_at=timezone.now())
    first, _second = entries(client, "/search/feed/")
    assert "any-price" in first.findtext("a:id", namespaces=ATOM)


def test_a_retraction_leaves_the_feed_at_once(client, quote):
    Quote.objects.update(status="retracted", public_note="Withdrawn.")
    assert entries(client, "/search/feed/") == []
    [entry] = entries(client, "/search/feed/?status=retracted")
    assert words(entry).startswith("Retracted: ")


def test_doubt_is_in_the_feed(client, misattributed):
    [entry] = entries(client, "/search/feed/")
    assert words(entry) == "Misattributed: Growth is a choice"


def test_what_words_are_never_to_be_shown_without_is_in_the_feed(client, quote, make_quote):
    """A reader of feeds sees no page: a paraphrase, or a translation, is told there too."""
    [entry] = entries(client, "/search/feed/")
    told = "Direct quote · Translated from Chinese · Alice speaks"
    assert summary(entry).endswith(f"<p>{told}</p>")
    make_quote("growth is slow", ref="told", kind="indirect", unattributed=True, language="en")
    [entry] = entries(client, "/search/feed/?kind=indirect")
    assert summary(entry) == "<p>growth is slow</p><p>Paraphrase</p>"


def test_a_feed_refuses_what_the_search_refuses(client, db):
    answer = client.get("/search/feed/?speeker=alice")
    assert answer.status_code == 400
    assert "There is no parameter “speeker”" in answer.content.decode()


def test_markup_in_the_words_is_text_in_the_feed(client, make_quote):
    make_quote("1 < 2 <script>", unattributed=True)
    [entry] = entries(client, "/search/feed/")
    assert entry.find("a:summary", ATOM).get("type") == "html"
    assert words(entry) == "1 &lt; 2 &lt;script&gt;"


def test_control_characters_do_not_break_the_feed(client, make_quote):
    make_quote("A bell \x07 rang", unattributed=True)
    [entry] = entries(client, "/search/feed/")
    assert words(entry) == "A bell  rang"
