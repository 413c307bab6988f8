"""Lists of people, organizations, publishers, topics and sources: where short addresses lead."""

import re

import pytest

from archive.models import Organization, Person, Source
from quotes.models import Quote


def links(client, address):
    """Where a list leads to, in its order, and from there on to the next page's."""
    page = client.get(address).content.decode()
    listed = page.partition("<h1>")[2].partition("<footer")[0]
    return re.findall(r'href="(/(?:people|organizations|topics|sources)/[^/"?]+/)"', listed)


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("/people/", ["/people/alice/", "/people/bob/"]),
        ("/organizations/", ["/organizations/acme/", "/organizations/daily/"]),
        ("/publishers/", ["/organizations/acme/", "/organizations/daily/"]),
        ("/topics/", ["/topics/growth/"]),
    ],
)
def test_who_shortens_an_address_finds_the_list_it_is_from(
    client, quote, misattributed, address, listed
):
    assert links(client, address) == listed
    assert all(client.get(one).status_code == 200 for one in listed)


def test_sources_are_listed_the_latest_published_first_and_the_undated_last(client, quote, post):
    Source.objects.create(ref="undated", title="A note", kind="other", is_public=True)
    Source.objects.filter(pk=post.pk).update(published="2031-05")
    listed = [one for one in links(client, "/sources/") if one.startswith("/sources/")]
    assert listed[0] == "/sources/post/"
    assert listed[-1] == "/sources/undated/"


def test_sources_are_narrowed_by_what_they_are_and_who_published_them(client, read, quote):
    assert "/sources/post/" not in links(client, "/sources/?kind=article")
    assert "/sources/article/" in links(client, "/sources/?kind=article")
    assert "Publisher: The Daily" in read("/sources/?publisher=daily")
    assert "No public source here" in read("/sources/?kind=book")
    assert '"?kind=book"' not in client.get("/sources/?kind=book").content.decode()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/sources/?kind=letter", "There is no “letter” to choose."),
        ("/sources/?publisher=nobody", "No publisher here is known as “nobody”."),
        ("/sources/?knid=book", "There is no parameter “knid”."),
        ("/sources/?cursor=mine", "This cursor is not one of ours, or of an earlier version"),
        ("/people/?cursor=mine", "This cursor is not one of ours, or of an earlier version"),
    ],
)
def test_what_is_not_understood_is_refused(read, quote, address, sentence):
    assert sentence in read(address, status=400)


def test_an_empty_input_is_left_out_of_the_address(client, db):
    assert client.get("/sources/?kind=&published=2020")["Location"] == "/sources/?published=2020"


def test_a_role_is_one_of_a_persons(client, db):
    assert client.get("/roles/")["Location"] == "/people/"


def test_a_line_says_other_names_who_that_is_and_how_often_they_are_quoted(read, quote, make_quote):
    Person.objects.filter(ref="alice").update(description="Engineer.")
    make_quote("Not yet", speaker=quote.speaker, status="draft")
    assert "Alice Ångström 爱丽丝 Engineer. 1 quote" in read("/people/")
    assert "The Daily 1 source" in read("/publishers/")
    assert "Growth 1 quote" in read("/topics/")


def test_counting_stops_and_says_so(read, quote, make_quote, alice, monkeypatch):
    monkeypatch.setattr("quotes.web.directory.COUNTED", 2)
    make_quote("Another one", speaker=alice)
    assert "2 quotes" in read("/people/")
    make_quote("And one more", speaker=alice)
    assert "2+ quotes" in read("/people/")


def test_what_is_not_public_is_in_no_list(client, quote):
    for model in (Person, Organization, Source):
        model.objects.update(is_public=False)
    for address in ("/people/", "/organizations/", "/publishers/", "/sources/"):
        assert links(client, address) == []


@pytest.fixture
def crowd(db):
    """More people than stand on a page, in three ways of writing."""
    names = [f"{letter}{n:02} Person" for letter in "äbC" for n in range(30)] + ["任正非"]
    Person.objects.bulk_create(
        Person(ref=f"p-{n}", name=name, is_public=True) for n, name in enumerate(names)
    )
    return names


def test_a_long_list_is_read_page_by_page_and_back(client, crowd):
    first = client.get("/people/")
    second = client.get(f"/people/?cursor={first.context['page'].next}")
    names = [line.record.name for page in (first, second) for line in page.context["lines"]]
    assert names == crowd
    assert second.context["page"].next is None
    back = client.get(f"/people/?cursor={second.context['page'].previous}")
    assert [line.record.name for line in back.context["lines"]] == crowd[:50]
    assert 'content="noindex, follow"' in second.content.decode()


@pytest.mark.parametrize(
    ("begin", "first"),
    [("B", "b00 Person"), ("c05", "C05 Person"), ("Ä29", "ä29 Person"), ("任", "任正非")],
)
def test_a_list_begins_where_one_likes(client, crowd, begin, first):
    lines = client.get("/people/", {"from": begin}).context["lines"]
    assert lines[0].record.name == first


def test_the_names_after_a_beginning_go_on_the_next_page(client, crowd):
    page = client.get("/people/", {"from": "b"})
    [following] = re.findall(r'rel="next" href="([^"]+)"', page.content.decode())
    lines = client.get(f"/people/{following.replace('&amp;', '&')}").context["lines"]
    assert lines[0].record.name == "C20 Person"


def test_a_beginning_after_the_last_name_leads_back(read, crowd):
    assert "No name comes after this one. From the beginning" in read("/people/?from=龥")


def test_a_short_list_needs_no_letters(client, quote, crowd):
    assert 'href="?from=M"' in client.get("/people/").content.decode()
    assert 'href="?from=M"' not in client.get("/topics/").content.decode()


def test_an_empty_archive_has_empty_lists(read, db):
    assert "Nothing is published yet." in read("/people/")
    assert "No public source here." in read("/sources/")


def test_a_beginning_may_be_anything(client, crowd):
    for begin in ("\0", "%", "'; --", "…", "x" * 5000):
        assert client.get("/people/", {"from": begin}).status_code == 200


def test_every_page_leads_to_the_lists_and_home_to_people_and_speeches(client, quote):
    footer = client.get("/corrections/").content.decode().partition("<footer")[2]
    for address in ("people", "organizations", "publishers", "sources", "topics"):
        assert f'href="/{address}/"' in footer
    home = client.get("/").content.decode().partition("<footer")[0]
    assert 'href="/people/"' in home
    assert 'href="/search/speeches/"' in home


def test_a_removed_or_retracted_quote_is_not_counted(read, quote):
    Quote.objects.update(status="retracted", public_note="Why.")
    assert "Alice Ångström 爱丽丝 0 quotes" in read("/people/")
