"""Home, people, organizations, speeches, topics, sources: what a reader finds by walking."""

import re

import pytest

from archive.models import Role, Source, SourceText, Speech
from quotes.models import Quote


def test_an_empty_archive_says_what_to_do_next(read, db):
    page = read("/")
    assert "This archive is empty" in page
    assert "python manage.py import_archive" in page


def test_home_shows_the_latest_words_speeches_and_speakers(read, quote, misattributed):
    page = read("/")
    assert page.index("Growth is a choice") < page.index("We will not grow at any price")
    assert "Spring meeting March 2019 · 1 quote" in page.replace("March 2019 1", "March 2019 · 1")
    assert "Who speaks most" in page


def test_home_counts_only_what_is_published(read, quote, speech, alice, make_quote):
    make_quote("Not yet", speaker=alice, speech=speech, status="draft")
    page = read("/")
    assert "All 1 quote" in page
    assert "2 quotes" not in page


def test_the_examples_on_home_find_something(client, quote):
    for example in client.get("/").context["examples"]:
        answer = client.get(example.address)
        assert answer.status_code == 200
        assert answer.context["count"] > 0, example


def test_a_person_has_other_names_roles_and_words(client, read, quote):
    page = read("/people/alice/")
    assert "爱丽丝 in its own script" in page
    assert "Chair, Acme from 2015" in page
    assert "Chief executive, Acme March 2018 to December 2020" in page
    assert "We will not grow at any price" in page
    assert (
        '<span lang="zh" dir="auto">爱丽丝</span>' in client.get("/people/alice/").content.decode()
    )


def test_a_persons_own_name_is_not_repeated_beside_each_of_their_words(
    client, quote, make_quote, alice, bob
):
    """Their role and organization stay; so does the name where the words are listed elsewhere."""
    make_quote("Just so", speaker=bob)
    beside = re.findall(r'<p class="who">(.*?)</p>', client.get("/people/alice/").content.decode())
    assert len(beside) == 1
    assert "Acme" in beside[0]
    assert "Alice" not in beside[0]
    assert '<p class="who">' not in client.get("/people/bob/").content.decode()
    assert "/people/bob/" in client.get("/search/?q=just").content.decode()


@pytest.mark.parametrize("undated", ["", "2011/.."])
def test_the_latest_is_named_before_what_has_no_date_or_no_last_day(client, alice, acme, undated):
    """Only so many are named: those without a date must not stand before every other."""
    for title, date in [("None", undated), ("Old", "2012"), ("New", "2020-05")]:
        Source.objects.create(
            kind="article", title=title, publisher=acme, published=date, is_public=True
        )
        speech = Speech.objects.create(title=title, delivered=date, is_public=True)
        speech.speakers.create(person=alice)
    published = client.get("/organizations/acme/").context["publications"]
    assert [line.source.title for line in published] == ["New", "Old", "None"]
    given = client.get("/people/alice/").context["speeches"]
    assert [quoted.line.speech.title for quoted in given] == ["New", "Old", "None"]


def test_roles_stand_on_a_time_line_and_an_unknown_period_does_not(client, alice, acme):
    Role.objects.create(person=alice, organization=acme, title="Adviser", is_public=True)
    time = client.get("/people/alice/").context["time"]
    bars = {line.role.title: line.bar for line in time.roles}
    assert time.first_year == 2015
    assert bars["Chair"].open
    assert bars["Chief executive"].x > bars["Chair"].x == 0
    assert bars["Adviser"] is None


def test_a_person_without_dated_roles_has_no_time_line(read, bob, acme):
    Role.objects.create(person=bob, organization=acme, title="Guest", is_public=True)
    assert "Guest, Acme period unknown" in read("/people/bob/")


def test_a_role_that_is_not_public_is_not_told(read, alice):
    Role.objects.update(is_public=False)
    assert "Chief executive" not in read("/people/alice/")


def test_an_organization_shows_its_people_its_words_and_what_it_published(read, quote):
    page = read("/organizations/acme/")
    assert "Chief executive, Alice Ångström" in page
    assert "Spring meeting, notes" in page
    assert "We will not grow at any price" in page


def test_a_speech_shows_who_spoke_and_the_sources_that_record_it(read, quote):
    page = read("/speeches/speech/")
    assert "Delivered March 2019" in page
    assert "Language spoken Chinese" in page
    assert "Speaker Alice Ångström, Acme" in page
    assert "Recorded in Internal post Spring meeting, notes" in page
    assert "We will not grow at any price" in page


def test_a_source_shows_what_it_stands_on_and_what_stands_on_it(read, quote):
    assert "reports Internal post Spring meeting, notes" in read("/sources/article/")
    assert "Alice speaks" in read("/sources/post/")
    assert "reports this source" in read("/sources/post/")


def test_a_source_names_each_quote_once(read, quote, article):
    quote.citations.create(source=article, position=2, locator="headline")
    page = read("/sources/article/")
    assert page.count("We will not grow at any price") == 1


@pytest.mark.parametrize(
    ("rights", "shown"), [("public", True), ("unknown", False), ("withheld", False)]
)
def test_a_captured_text_is_shown_only_where_rights_allow(read, post, rights, shown):
    SourceText.objects.create(source=post, text="The whole post.")
    Source.objects.update(rights=rights)
    page = read("/sources/post/")
    assert ("The whole post." in page) is shown
    assert ("the rights do not allow it" in page) is not shown


def test_a_long_captured_text_is_read_part_by_part(client, read, post):
    SourceText.objects.create(source=post, text="a" * 20_000 + "The end.")
    Source.objects.update(rights="public")
    assert "The text goes on" in read("/sources/post/")
    assert "/sources/post/?from=12000#text" in client.get("/sources/post/").content.decode()
    page = read("/sources/post/?from=20000")
    assert "The end." in page
    assert "The text goes on" not in page


def test_a_topic_shows_what_was_said_about_it(read, quote, misattributed):
    page = read("/topics/growth/")
    assert "We will not grow at any price" in page
    assert "Growth is a choice" not in page


@pytest.mark.parametrize(
    "address",
    ["/", "/people/alice/", "/organizations/acme/", "/speeches/speech/", "/sources/article/",
     "/topics/growth/", "/roles/alice-ceo/"],
)  # fmt: skip
@pytest.mark.parametrize("status", ["draft", "retracted", "removed"])
def test_only_published_words_are_listed_anywhere(read, quote, address, status):
    Quote.objects.update(status=status, public_note="Why.")
    assert "We will not grow" not in read(address)


def test_a_misattributed_saying_is_marked_in_every_list(read, misattributed):
    for address in ("/", "/search/", "/people/bob/", "/sources/article/"):
        assert "Misattributed Growth is a choice" in read(address), address
