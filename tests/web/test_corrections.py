"""What was corrected, retracted or removed lately: one page and one feed for all quotes."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Person
from quotes.models import Quote

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client):
    answer = client.get("/corrections/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall("a:entry", ATOM)


def told(client):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in entries(client)]


def test_nothing_is_told_before_anything_changed(read, client, quote):
    assert "Nothing published has been corrected or retracted yet." in read("/corrections/")
    assert told(client) == []


def test_a_corrected_word_is_told_and_not_what_stood_before(read, client, quote):
    Quote.objects.update(text="We will not grow at every price")
    assert told(client) == ["Words corrected: Alice Ångström, March 2019"]
    page = read("/corrections/")
    assert "We will not grow at every price" in page
    assert "any price" not in page


def test_a_retraction_and_its_note_are_told(read, client, quote):
    Quote.objects.update(status="retracted", public_note="The Daily withdrew it.")
    [entry] = entries(client)
    assert entry.findtext("a:title", namespaces=ATOM).startswith("Retracted, Note changed: Alice")
    assert "The Daily withdrew it." in entry.findtext("a:summary", namespaces=ATOM)
    assert "The Daily withdrew it." in read("/corrections/")


def test_a_doubt_and_its_end_are_told_the_newest_first(client, quote):
    for standing in ("disputed", "confirmed"):
        Quote.objects.update(standing=standing)
    assert told(client) == [
        "Standing changed from “Disputed” to “Confirmed”: Alice Ångström, March 2019",
        "Standing changed from “Unverified” to “Disputed”: Alice Ångström, March 2019",
    ]


def test_every_change_is_an_entry_of_its_own(client, quote):
    for standing in ("disputed", "confirmed"):
        Quote.objects.update(standing=standing)
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries(client)]
    assert len(set(ids)) == 2
    assert all(one.startswith("http://testserver/quotes/any-price/#change-") for one in ids)


def test_a_removal_is_told_without_words_or_name(read, client, quote):
    Quote.objects.update(status="removed")
    assert told(client) == ["Removed for legal reasons"]
    feed = client.get("/corrections/feed/").content.decode()
    assert "grow" not in feed + read("/corrections/")
    assert "Alice" not in feed + read("/corrections/")


def test_the_work_before_publication_is_nobodys_business(client, make_quote):
    draft = make_quote("First thoughts", status="draft")
    Quote.objects.filter(pk=draft.pk).update(text="Second thoughts")
    Quote.objects.filter(pk=draft.pk).update(status="published", unattributed=True)
    assert told(client) == []


def test_what_only_editors_see_is_no_correction(client, quote):
    Quote.objects.update(editor_note="Ask the Daily again.")
    assert told(client) == []


def test_the_cost_does_not_grow_with_the_number_of_corrections(client, quote, make_quote, alice):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/corrections/").status_code == 200
        return len(captured)

    Quote.objects.update(standing="disputed")
    few = asked()
    for n in range(40):
        make_quote(f"Saying {n}", speaker=alice)
    Quote.objects.update(standing="confirmed")
    assert asked() == few == 4  # log, rows before, quotes, citations


@pytest.mark.parametrize("address", ["/corrections/", "/corrections/feed/"])
def test_markup_in_a_note_is_text(client, quote, address):
    Person.objects.update(name="<script>alert(1)</script>")
    Quote.objects.update(status="retracted", public_note="<script>alert(2)</script>")
    assert "<script>alert" not in client.get(address).content.decode()
