"""An editor finds a quote they have in front of them, whatever its status."""

import pytest
from django.urls import reverse

from archive.models import Person, Speech
from quotes.admin.finding import begun
from quotes.models import Quote
from quotes.passages.keeping import keep_passages
from tests.desk import address, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quotes(make_quote):
    make_quote("We don’t have access to ‘unlimited cash’", status="draft")
    make_quote("Cash is not unlimited", status="draft")
    make_quote("云服务不是我们的强项", language="zh", status="draft")


def found(client, typed):
    page = client.get(address(Quote, "changelist"), {"q": typed})
    return sorted(quote.text for quote in page.context["cl"].result_list)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("unlimited cash", ["Cash is not unlimited", "We don’t have access to ‘unlimited cash’"]),
        ('"unlimited cash"', ["We don’t have access to ‘unlimited cash’"]),
        ("“Unlimited Cash”", ["We don’t have access to ‘unlimited cash’"]),
        ("don't unlim*", ["We don’t have access to ‘unlimited cash’"]),
        ("unlimited -access", ["Cash is not unlimited"]),
        ("accesses", ["We don’t have access to ‘unlimited cash’"]),
        ("lang:zh 强项", ["云服务不是我们的强项"]),
        ("雲服務", ["云服务不是我们的强项"]),
        ("务服", []),
        ("100% %_", []),
        ("'; DROP TABLE quotes_quote; --", []),
    ],
)
def test_quotes_are_found_in_the_public_query_language(admin_client, typed, texts):
    assert found(admin_client, typed) == texts


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ('"unlimited', 'This quotation mark has no partner. ("unlimited, character 1)'),
        ("?!", "There is no word in ?! to look for."),
        (
            "speaker:nobody cash",
            "speaker: No person here is known as “nobody”. (“speaker:nobody”, character 1)",
        ),
        ("colour:red", "There is no “colour:” to search by."),
        ("said:soon", "is not a date as the archive writes them"),
        ("x" * 1001, "at most 1000 characters"),
    ],
)
def test_what_is_not_understood_is_told_and_finds_nothing(admin_client, typed, sentence):
    page = admin_client.get(address(Quote, "changelist"), {"q": typed})
    assert page.status_code == 200
    assert list(page.context["cl"].result_list) == []
    assert any(sentence in told for told in said(page)), said(page)


def test_people_the_public_does_not_see_yet_can_be_named(admin_client, make_quote, bob):
    Person.objects.update(is_public=False)
    make_quote("Cash is mine", speaker=bob, status="draft")
    assert found(admin_client, "speaker:bob") == ["Cash is mine"]
    assert found(admin_client, "bob mine") == ["Cash is mine"]
    assert found(admin_client, "bob unlimited") == []


def test_a_search_and_the_filters_of_the_list_narrow_together(admin_client, make_quote):
    make_quote("Cash is published", unattributed=True)
    narrowed = {"q": "cash", "status__exact": "published"}
    page = admin_client.get(address(Quote, "changelist"), narrowed)
    assert [quote.text for quote in page.context["cl"].result_list] == ["Cash is published"]


def test_much_that_is_found_is_paged_in_the_order_of_the_list(admin_client, monkeypatch):
    monkeypatch.setattr("quotes.paging.FEW", 0)
    assert len(found(admin_client, "cash")) == 2


def suggested(client, term):
    answer = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "quotes",
            "model_name": "quoterelation",
            "field_name": "other",
            "term": term,
        },
    )
    assert answer.status_code == 200
    return len(answer.json()["results"])


@pytest.mark.parametrize(
    ("term", "number"),
    [
        ("", 3),
        ("cash\0unlimited", 2),
        ("unlim", 2),
        ("not unlim", 2),  # a stop word is not required
        ("access unlim", 1),
        ("un", 0),  # two letters begin too many words
        ("unlim ", 0),  # the word has ended
        ('"unlim', 0),  # a phrase that is still being typed is no reason for a message
        ("云服", 1),
        ("standing:unverified acc", 1),
    ],
)
def test_while_typing_the_last_word_may_go_on(admin_client, term, number):
    assert suggested(admin_client, term) == number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cloud sanc", "cloud sanc OR sanc*"),
        ("sanc", "sanc OR sanc*"),
        ("sanc*", "sanc*"),
        ("a OR sanc", "a OR sanc"),
        ("cloud -sanc", "cloud -sanc"),
        ("cloud lang:en", "cloud lang:en"),
        ("lang:en sanc", "sanc OR sanc* lang:en"),
        ("C++", "C++"),
        ("?!", "?!"),
    ],
)
def test_how_a_question_goes_on(typed, meant):
    assert begun(typed) == meant


def test_speeches_are_found_in_the_same_language(admin_client, speech, post):
    Speech.objects.update(is_public=False)
    post.texts.create(text="We will not grow at any price.", language="en")
    keep_passages()
    for typed, number in {"meetings": 1, '"any price"': 1, "spring price": 1, "autumn": 0}.items():
        page = admin_client.get(address(Speech, "changelist"), {"q": typed})
        assert len(page.context["cl"].result_list) == number, typed
