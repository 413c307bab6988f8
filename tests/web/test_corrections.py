"""What was corrected, retracted or removed lately: one page and one feed for all quotes."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.merging import merge, undo
from archive.models import Merge, Person
from quotes.classifying import set_standing
from quotes.models import Quote, Transition
from quotes.workflow import correct, retract

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


def test_what_raw_sql_took_back_into_work_is_told_once_it_is_public_again(read, client, quote):
    for status in ("draft", "in_review", "published"):
        Quote.objects.update(status=status)
        assert client.get("/corrections/").status_code == 200
    assert told(client) == [
        "Withdrawn from the public: Alice Ångström, March 2019",
    ]
    page = read(f"/quotes/{quote.ref}/")
    assert page.index("Withdrawn from the public") < page.index("Published again")
    assert page.count("Withdrawn from the public") == 1


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
    assert asked() == few == 5  # log, rows before, notes, quotes, citations


@pytest.mark.parametrize("address", ["/corrections/", "/corrections/feed/"])
def test_markup_in_a_note_is_text(client, quote, address):
    Person.objects.update(name="<script>alert(1)</script>")
    Quote.objects.update(status="retracted", public_note="<script>alert(2)</script>")
    assert "<script>alert" not in client.get(address).content.decode()


@pytest.fixture
def dave(make_user):
    return make_user("dave", "Editor")


def test_what_the_desk_says_of_a_correction_is_told_with_it(client, read, quote, dave):
    correct(quote, dave, "A word was misheard.", {"text": "We will not grow at all"})
    assert told(client) == ["Words corrected: Alice Ångström, March 2019"]
    for page in ("/corrections/", "/quotes/any-price/"):
        assert "A word was misheard." in read(page)
    [entry] = entries(client)
    assert "A word was misheard." in entry.findtext("a:summary", namespaces=ATOM)


def test_each_correction_keeps_its_own_note(client, read, quote, dave):
    quote = correct(quote, dave, "The first note.", {"text": "We will not grow"})
    correct(quote, dave, "The second note.", {"text": "We will grow"})
    page = read("/corrections/")
    assert page.index("The second note.") < page.index("The first note.")


def test_a_correction_of_the_sources_alone_is_told_too(client, read, quote, dave):
    correct(quote, dave, "The paragraph was another.", {}, also=["citations"])
    assert told(client) == ["Corrected: Alice Ångström, March 2019"]
    assert "Corrected The paragraph was another." in read("/quotes/any-price/").replace(": ", " ")


def test_reasons_of_the_desk_stay_at_the_desk(client, read, quote, dave):
    Transition.objects.create(quote=quote, step="sent_back", reason="Sloppy work.", by=dave)
    assert "Sloppy" not in read("/corrections/") + read("/quotes/any-price/")


def test_the_note_of_a_removed_quote_is_withheld_with_its_words(client, read, quote, dave):
    correct(quote, dave, "Alice said otherwise.", {"text": "We will not grow"})
    Quote.objects.update(status="removed")
    assert "Alice" not in read("/corrections/") + client.get("/corrections/feed/").content.decode()


def test_another_standing_keeps_the_note_it_came_with(read, quote, make_user):
    erin = make_user("erin", "Editor")
    set_standing(quote, erin, "disputed", "Acme denies it.")
    retract(quote, erin, "It was never said.")
    page = read("/corrections/")
    assert (page.count("Acme denies it."), page.count("It was never said.")) == (1, 1)
    assert "Acme denies it." in read(f"/quotes/{quote.ref}/")


def test_another_standing_without_a_word_tells_no_note(client, quote, make_user):
    set_standing(quote, make_user("erin", "Editor"), "confirmed")
    assert told(client) == [
        "Standing changed from “Unverified” to “Confirmed”: Alice Ångström, March 2019"
    ]


def test_a_merge_of_two_records_is_no_correction_and_is_told_on_the_quotes_page(
    client, read, quote, alice, bob
):
    Quote.objects.update(standing="disputed")
    merge(bob, alice, "One person.")
    assert len(told(client)) == 1
    assert "speaker" not in read("/corrections/")
    page = read("/quotes/any-price/")
    assert page.count("Two records of the speaker merged") == 1
    undo(Merge.objects.get(), "Two people.")
    page = read("/quotes/any-price/")
    assert page.count("Two records of the speaker merged, or parted again") == 2
    assert "corrected" not in page


def test_merges_push_no_correction_off_the_page(client, monkeypatch, quote, make_quote, alice, bob):
    make_quote("Another saying", speaker=alice)
    Quote.objects.filter(pk=quote.pk).update(standing="disputed")
    merge(bob, alice, "One person.")
    monkeypatch.setattr("quotes.web.changes.MOST_READ", 1)
    assert len(told(client)) == 1
