"""A name may be of several, or of nobody but nearly so: those it may mean are links that choose."""

import html
import re

import pytest

from archive.merging import merge
from archive.models import Person, Speech
from tests.web.test_searching import refs


@pytest.fixture
def li_weis(quote, make_quote):
    """Two people of one name, a quote of each."""
    for ref, who in [("li-wei-1", "Founder of a bank"), ("li-wei-2", "")]:
        speaker = Person.objects.create(ref=ref, name="Li Wei", description=who, is_public=True)
        make_quote(f"Said by {ref}", ref=f"by-{ref}", speaker=speaker)


def offered(client, address):
    """The links of the refusal, by what each leads to; and what is said of each."""
    answer = client.get(address)
    assert answer.status_code == 400
    page = html.unescape(answer.content.decode())
    [meant] = re.findall(r'<ul class="meant">(.*?)</ul>', page)
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> <span class="about">([^<]*)', meant)
    return [(name, about) for _to, name, about in found], [to for to, _name, _about in found]


@pytest.mark.parametrize(
    "asked", ["speaker=Li+Wei&kind=direct", "q=said+speaker:%22li+wei%22+kind:direct"]
)
def test_one_of_several_of_a_name_is_chosen_by_a_link(client, li_weis, asked):
    said, links = offered(client, f"/search/?{asked}")
    assert sorted(said) == [("Li Wei", "Founder of a bank"), ("Li Wei", "li-wei-2")]
    found = sorted(refs(client, link) for link in links)
    assert found == [["by-li-wei-1"], ["by-li-wei-2"]]
    assert all("kind" in link for link in links), "the other conditions stay"


def test_those_near_a_name_that_nobody_bears_are_links_too(client, read, quote):
    said, [link] = offered(client, "/search/?speaker=alice+angstrem")
    assert said == [("Alice Ångström", "alice")]
    assert refs(client, link) == ["any-price"]
    page = read("/search/?speaker=alice+angstrem", status=400)
    assert "No person here is known as “alice angstrem”. Did you mean one of these?" in page


@pytest.mark.parametrize("name", ["huwaei", "hauwei", "hauwie", "Huwaei Technologies", "华伟"])
def test_a_name_with_swapped_letters_is_offered_as_it_is_spelled(client, quote, acme, name):
    """It has few runs of three letters in common with the one that was meant."""
    acme.name = "Huawei"
    acme.save()
    acme.names.create(name="华为", language="zh")
    said, [link] = offered(client, f"/search/?organization={name}")
    assert said == [("Huawei", "acme")]
    assert refs(client, link) == ["any-price"]
    [told] = client.get(f"/api/v1/quotes/?q=org:%22{name}%22").json()["q"]
    assert "Did you mean Huawei (acme)?" in told


def test_a_topic_that_is_nearly_called_so_is_a_link_too(client, quote, growth):
    growth.name = "Growth and sales"
    growth.save()
    for asked in ("q=topic:sales", "topic=growth+and+sale", "topic=Gorwth"):
        said, [link] = offered(client, f"/search/?{asked}")
        assert said == [("Growth and sales", "growth")]
        assert refs(client, link) == ["any-price"]


@pytest.mark.parametrize("asked", ["cafe im zurichsee", "CAFÉ IM ZÜRICHSEE", "Café im Zürichsee"])
def test_a_topic_is_named_as_its_name_is_compared_with_others(client, quote, growth, asked):
    """However it is spelled, a second topic could not be called so."""
    growth.name = "Café im Zürichsee"
    growth.save()
    assert refs(client, f"/search/?topic={asked}") == ["any-price"]
    [found] = client.get("/api/v1/topics/", {"name": asked}).json()["results"]
    assert found["id"] == "growth"


def test_a_list_finds_a_name_in_either_chinese_script(client, acme):
    acme.names.create(name="华为", language="zh")
    [found] = client.get("/api/v1/organizations/", {"name": "華為"}).json()["results"]
    assert found["id"] == "acme"


def test_where_more_bear_a_name_than_are_offered_that_is_said(client, read, db):
    Person.objects.bulk_create(
        Person(ref=f"li-wei-{n}", name="Li Wei", is_public=True) for n in range(12)
    )
    said, _links = offered(client, "/search/?speaker=Li+Wei")
    assert len(said) == 10
    page = read("/search/?speaker=Li+Wei", status=400)
    assert "More than 10 here are known as “Li Wei”. Is one of these meant?" in page
    [told] = client.get("/api/v1/quotes/?speaker=Li+Wei").json()["speaker"]
    assert "may be any of these and others" in told


@pytest.mark.parametrize(
    ("asked", "dates"),
    [
        ("said=March+2019", [("March 2019", "2019-03")]),
        (
            "after=3/2/2019&speaker=alice",
            [("2 March 2019", "2019-03-02"), ("3 February 2019", "2019-02-03")],
        ),
    ],
)
def test_a_date_in_plain_words_is_chosen_by_a_link(client, quote, asked, dates):
    said, links = offered(client, f"/search/?{asked}")
    assert sorted(said) == sorted(dates)
    assert all(client.get(link).status_code == 200 for link in links)
    assert all("speaker=alice" in link for link in links) == ("speaker" in asked)
    assert {date for _words, date in dates} == {re.search(r"=(2[^&]+)", link)[1] for link in links}


def test_speeches_of_one_title_are_told_apart_by_their_day(client, speech):
    Speech.objects.create(ref="again", title=speech.title, delivered="2021-05", is_public=True)
    said, links = offered(client, f"/search/?speech={speech.title}")
    assert (speech.title, "May 2021") in said
    assert "/search/?speech=again" in links


def test_the_search_of_speeches_offers_the_same(client, speech, li_weis):
    _said, links = offered(client, "/search/speeches/?speaker=Li+Wei&delivered=2020")
    assert sorted(links) == [f"/search/speeches/?speaker=li-wei-{n}&delivered=2020" for n in (1, 2)]


def test_where_nobody_is_meant_nothing_is_offered(client, quote):
    page = client.get("/search/?speaker=zzz&organization=qqq").content.decode()
    assert 'class="meant"' not in page


def standing_in(client, address, name):
    """What stands in an input of the form."""
    page = html.unescape(client.get(address).content.decode())
    [tag] = re.findall(rf'<input id="f-{name}"[^>]*>', page)
    return re.search(r'value="([^"]*)"', tag)[1]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("alice", "Alice Ångström"), ("爱丽丝", "爱丽丝"), ("li-wei-1", "li-wei-1"), ("zzz", "zzz")],
)
@pytest.mark.parametrize("page", ["/search/", "/search/speeches/"])
def test_the_form_names_whom_a_link_chose(client, li_weis, page, asked, shown):
    """A name that several bear would be refused when the form is sent: the ref stays."""
    assert standing_in(client, f"{page}?speaker={asked}", "speaker") == shown


def test_a_name_that_is_the_ref_of_another_is_not_put_for_a_ref(client, quote, bob):
    Person.objects.create(ref="Bob", name="Robert", is_public=True)
    assert standing_in(client, "/search/?speaker=bob", "speaker") == "bob"


def test_what_is_kept_of_a_search_asks_the_same_when_another_comes_to_bear_the_name(client, quote):
    asked = client.get("/search/", {"speaker": "alice ångström", "said": "2019"}).context
    kept = [asked["here"], asked["api"], asked["feed"], *list(asked["exports"].values())[:3]]
    assert all("speaker=alice&said=2019" in one for one in kept), kept


def test_a_search_by_the_ref_of_a_merged_record_finds_what_it_found(client, quote, bob, alice):
    """Its address was given out: on the page, in the API, in a feed."""
    merge(kept=alice, duplicate=bob, reason="One person, two spellings.")
    assert refs(client, "/search/?speaker=bob") == ["any-price"]
    assert refs(client, "/search/?q=speaker:bob") == ["any-price"]
    assert client.get("/api/v1/quotes/?speaker=bob").json()["results"][0]["id"] == "any-price"
    assert "speaker=alice" in client.get("/search/?speaker=bob").context["here"]
    Person.objects.update(is_public=False)
    assert client.get("/search/?speaker=bob").status_code == 400
