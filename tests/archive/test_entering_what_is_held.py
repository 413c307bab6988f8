"""Whoever enters a second record of one thing is told while typing, and asked before saving."""

import pytest

from archive.models import Organization, Person, Source, Speech
from archive.models.sources import spellings
from quotes.models import Quote
from tests.desk import address, enter, revise

pytestmark = pytest.mark.django_db

ASKED = "The archive may hold this already"


def told(client, model, **filled):
    return client.get(address(model, "alike"), filled).json()["alike"]


def at(record):
    return address(type(record), "change", record.pk)


def test_a_speech_of_the_same_speaker_perhaps_that_day_is_told_while_typing(editor, speech, alice):
    row = {"speakers-0-person": alice.pk}
    assert told(editor, Speech, delivered="2019-03-09", **row) == [
        {"url": at(speech), "text": "Spring meeting", "how": "Alice Ångström, March 2019"}
    ]
    assert told(editor, Speech, delivered="2019-03-09", but=speech.pk, **row) == []
    assert told(editor, Speech, delivered="2020", **row) == []
    assert told(editor, Speech, delivered="2019-03-09") == []
    deleted = {**row, "speakers-0-DELETE": "on"}
    assert told(editor, Speech, delivered="2019-03-09", **deleted) == []


@pytest.mark.parametrize("delivered", ["last spring", "\0", "2019-13"])
@pytest.mark.parametrize("person", ["x", "-1", "9" * 30, "\0"])
def test_what_is_no_date_or_no_person_is_like_nothing(editor, speech, delivered, person):
    assert told(editor, Speech, **{"delivered": delivered, "speakers-0-person": person}) == []


def test_a_second_record_of_a_speech_is_asked_about_before_it_is_saved(editor, speech, alice):
    rows = [("speakers", {"person": alice})]
    page = enter(editor, Speech, rows, title="The meeting in spring", delivered="2019-03-09")
    assert ASKED in page.content.decode()
    assert f'<a href="{at(speech)}">Spring meeting</a>' in page.content.decode()
    assert "The meeting in spring" in page.content.decode()  # nothing typed is lost
    assert Speech.objects.count() == 1
    another = {"_another": page.context["held_keys"]}
    enter(editor, Speech, rows, title="The meeting in spring", delivered="2019-03-09", **another)
    assert Speech.objects.count() == 2


def test_an_answer_holds_for_the_records_that_were_shown(editor, speech, alice):
    rows = [("speakers", {"person": alice})]
    enter(editor, Speech, rows, title="Another", delivered="2019-03-09", _another=speech.pk + 1)
    assert Speech.objects.count() == 1


def test_a_changed_speech_is_told_of_once_it_is_saved(editor, speech, alice):
    other = Speech.objects.create(title="Another", delivered="2020")
    other.speakers.create(person=alice)
    page = revise(editor, other, delivered="2019-03")
    assert "The same speaker, perhaps the same day" in page.content.decode()


@pytest.mark.parametrize(
    "url",
    ["https://example.org/alice", "http://www.Example.org/alice/", "https://example.org/alice#2"],
)
def test_a_source_at_an_address_held_is_told_and_asked_about(editor, article, url):
    [found] = told(editor, Source, url=url)
    assert (found["url"], found["how"]) == (at(article), "the same web address")
    page = enter(editor, Source, kind="article", title="Alice", url=url)
    assert ASKED in page.content.decode()
    assert not Source.objects.filter(title="Alice").exists()
    enter(editor, Source, kind="article", title="Alice", url=url, _another=article.pk)
    assert Source.objects.filter(title="Alice").exists()


@pytest.mark.parametrize("url", ["https://example.org/#!/speech/7", "https://EXAMPLE.org?ID=7"])
def test_a_source_at_the_very_address_typed_is_told(editor, article, url):
    Source.objects.filter(pk=article.pk).update(url=url)
    assert [one["url"] for one in told(editor, Source, url=f" {url}")] == [at(article)]


def test_another_page_of_the_same_site_is_another_source(editor, article):
    assert told(editor, Source, url="https://example.org/alice/2") == []
    assert told(editor, Source, url="") == []
    assert told(editor, Source, url="\0") == []


def test_spellings_of_an_address_keep_its_path_as_it_is():
    assert "https://www.example.org/A/b?c=D" in spellings("http://EXAMPLE.org/A/b?c=D")
    assert "https://example.org/a/b" not in spellings("http://example.org/A/b")
    assert len(spellings("https://example.org")) == len(set(spellings("https://example.org"))) == 8


def test_a_quote_held_already_is_asked_about_and_an_excerpt_is_not(editor, quote):
    page = enter(
        editor, Quote, text="We will not grow, at any price!", language="en", kind="direct"
    )
    assert ASKED in page.content.decode()
    assert "Alice Ångström, published, the same words" in page.content.decode()
    assert Quote.objects.count() == 1
    enter(editor, Quote, text="grow at any price", language="en", kind="partial")
    assert Quote.objects.count() == 2


@pytest.fixture
def ren():
    ren = Person.objects.create(name="Ren Zhengfei", description="founder of Huawei")
    ren.names.create(name="任正非", language="zh", kind="native")
    ren.names.create(name="…")
    return ren


@pytest.mark.parametrize("name", ["ren zhengfei", "任正非", "REN, Zhengfei", "Zhengfei Ren"])
def test_somebody_of_that_name_is_told_and_asked_about(editor, ren, name):
    how = "the same name, … · 任正非, founder of Huawei"
    assert told(editor, Person, name=name) == [{"url": at(ren), "text": "Ren Zhengfei", "how": how}]
    assert told(editor, Person, name="Another", **{"names-0-name": name}) != []
    assert ASKED in enter(editor, Person, name=name).content.decode()
    assert Person.objects.get() == ren
    enter(editor, Person, name=name, _another=ren.pk)
    assert Person.objects.count() == 2


@pytest.mark.parametrize("name", ["", "…", "\0", "Ren", "Ren Zheng", "word " * 2000])
def test_what_is_nobodys_whole_name_is_like_nobody(editor, ren, name):
    Person.objects.create(name="—")  # folded, nothing is left of it
    assert told(editor, Person, name=name) == []


def test_a_name_in_a_row_that_is_deleted_is_not_asked_for(editor, ren):
    row = {"names-0-name": "任正非", "names-0-DELETE": "on"}
    assert told(editor, Person, name="Another", **row) == []


def test_an_organization_of_that_name_is_asked_about(editor, acme):
    assert ASKED in enter(editor, Organization, name=acme.name.upper()).content.decode()
    assert Organization.objects.get() == acme


def test_a_source_described_with_a_text_is_not_entered_twice(editor, article):
    sent = {
        "text": "Words", "note": "", "source": "", "new-kind": "article",
        "new-title": "Alice again", "new-url": "http://example.org/alice/",
    }  # fmt: skip
    page = editor.post("/admin/quotes/quote/enter/", sent).content.decode()
    assert "The archive has this address:" in page
    assert f'<a href="?source={article.pk}">Alice speaks</a>' in page
    assert 'type="checkbox" name="new-another"' in page
    assert not Source.objects.filter(title="Alice again").exists()
    editor.post("/admin/quotes/quote/enter/", {**sent, "new-another": "on"})
    assert Source.objects.filter(title="Alice again").exists()


def test_who_may_not_see_sources_is_told_nothing(client, make_user, article):
    client.force_login(make_user("eve"))
    assert client.get(address(Source, "alike"), {"url": article.url}).status_code == 403
