"""The desk's home says what waits for whoever looks, and leads to all of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import AddressCheck, Source
from quotes import workflow
from tests.desk import address


@pytest.fixture
def dave(sign_in):
    return sign_in("dave", "Editor")


def home(client):
    return client.get("/admin/").content.decode()


def queues(client):
    return {one.title: one for one in client.get("/admin/").context["sections"]}


def listed(client, section):
    page = client.get(f"{address(type(section.lines[0].record), 'changelist')}?{section.query}")
    return [*page.context["cl"].result_list]


def test_an_empty_desk_says_so(dave):
    page = home(dave)
    assert "Nothing waits for a review." in page
    assert "No drafts of yours." in page


def test_home_leads_to_the_ways_in_for_those_who_may(dave, sign_in, db):
    begin = [f"/admin/quotes/quote/{way}/" for way in ("enter", "add", "import")]
    assert leads_to(dave, begin) == begin
    assert leads_to(sign_in("carol", "Contributor"), begin) == begin[:2]
    assert all(dave.get(one).status_code == 200 for one in begin)


def leads_to(client, addresses):
    page = home(client).partition("desk-home")[0]
    return [one for one in addresses if f'href="{one}"' in page]


def test_home_finds_a_quote(dave, make_quote, acme):
    quote = make_quote("We will not grow at any price", organization=acme)
    assert '<form role="search" action="/admin/quotes/quote/">' in home(dave)
    found = dave.get("/admin/quotes/quote/", {"q": "grow price"})
    assert [*found.context["cl"].result_list] == [quote]


def test_what_editors_work_on_is_listed_before_accounts(dave, sign_in):
    labels = [app["app_label"] for app in dave.get("/admin/").context["app_list"]]
    assert labels[:2] == ["quotes", "archive"]


def test_my_drafts_say_why_they_came_back(dave, sign_in, make_quote, acme):
    carol = sign_in("carol", "Contributor")
    mine = make_quote("Mine", status="draft", author=carol.user, organization=acme)
    make_quote("Not mine", status="draft", author=dave.user)
    workflow.send_back(workflow.submit(mine, carol.user), dave.user, "Who said it?")

    (line,) = queues(carol)["My drafts"].lines
    assert (line.record, line.detail) == (mine, "sent back: Who said it?")
    assert listed(carol, queues(carol)["My drafts"]) == [mine]


def test_the_review_queue_is_oldest_first_and_for_reviewers(dave, sign_in, make_quote):
    old, new = (make_quote(words, status="in_review") for words in ("Old", "New"))
    queue = queues(dave)["To review, oldest first"]
    assert [line.record for line in queue.lines] == [old, new]
    assert {*listed(dave, queue)} == {old, new}
    assert "To review, oldest first" not in queues(sign_in("carol", "Contributor"))


def test_what_waits_for_its_time_is_apart(dave, make_quote, acme):
    quote = make_quote("Later", status="in_review", organization=acme)
    workflow.schedule(quote, dave.user, timezone.now() + timedelta(days=1))
    found = queues(dave)
    assert found["To review, oldest first"].count == 0
    assert listed(dave, found["Scheduled"]) == [quote]


def test_new_quotes_whose_words_are_held_are_shown(dave, make_quote, acme):
    make_quote("We will not grow at any price", organization=acme)
    again = make_quote("“WE WILL NOT grow at any price!”", status="draft")
    make_quote("We will not grow", status="draft")
    queue = queues(dave)["Possible duplicates"]
    assert [line.record for line in queue.lines] == [again] == listed(dave, queue)


def test_a_contributor_is_not_shown_anothers_duplicate(sign_in, dave, make_quote, acme):
    for _ in range(2):
        make_quote("The same words", status="draft", author=dave.user)
    assert queues(sign_in("carol", "Contributor"))["Possible duplicates"].count == 0


def test_sources_without_a_text_are_shown(dave, article, post):
    post.texts.create(text="The notes.")
    queue = queues(dave)["Sources without captured text"]
    assert [line.record for line in queue.lines] == [article] == listed(dave, queue)


def test_dead_addresses_are_shown_while_their_source_gives_them(dave, article):
    now = timezone.now()
    AddressCheck.objects.create(
        source=article, address=article.url, checked_at=now, dead_since=now, answer="404"
    )
    queue = queues(dave)["Dead addresses, last seen"]
    assert [str(one) for one in listed(dave, queue)] == ["https://example.org/alice: 404"]
    Source.objects.update(url="")
    assert queues(dave)["Dead addresses, last seen"].count == 0


def test_a_count_is_bounded(dave, make_quote, monkeypatch):
    monkeypatch.setattr("quotes.waiting.FLOOR", 2)
    for n in range(4):
        make_quote(f"Words {n}", status="in_review")
    assert queues(dave)["To review, oldest first"].shown_count == "2+"


def test_home_makes_as_many_queries_for_thirty_as_for_three(dave, make_quote, acme):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            home(dave)
        return len(captured)

    def fill(number):
        for n in range(number):
            make_quote(f"Words {n}", status="draft", author=dave.user)
            make_quote(f"Others {n}", status="in_review", organization=acme)
            Source.objects.create(kind="article", title=f"Article {n}")

    fill(3)
    fill(3)  # with duplicates: no query is spared for want of any
    few = queries()
    fill(27)
    assert queries() == few
    # Session, user, permissions twice, recent actions; two a queue and one for the duplicates.
    assert few <= 5 + 2 * 8 + 1


def test_a_visitor_sees_none_of_it(client, db):
    assert client.get("/admin/").status_code == 302
