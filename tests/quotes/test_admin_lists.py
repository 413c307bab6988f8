"""No list of the desk makes a query for each row, and none does unbounded work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.admin.bounded import BoundedPaginator
from archive.models import Organization, Person, Redirect, Role, Source, SourceText, Speech
from quotes.models import Quote, QuoteRelation, Topic
from tests.desk import address

pytestmark = pytest.mark.django_db


def organization(n):
    organization = Organization.objects.create(name=f"Company {n}")
    organization.names.create(name=f"公司 {n}")
    return organization


def person(n):
    person = Person.objects.create(name=f"Speaker {n}")
    person.names.create(name=f"人 {n}")
    return person


def role(n):
    return Role.objects.create(person=person(n), organization=organization(n), title="Chair")


def source(n):
    return Source.objects.create(kind="article", title=f"Article {n}", publisher=organization(n))


def text(n):
    return SourceText.objects.create(source=source(n), text=f"Text {n}")


def speech(n):
    speech = Speech.objects.create(title=f"Speech {n}", delivered="2020-11")
    speech.speakers.create(person=person(n), organization=organization(n))
    return speech


def redirect(n):
    return Redirect.objects.create(kind="person", old_ref=f"a{n}", new_ref=f"b{n}", reason="same")


def topic(n):
    return Topic.objects.create(name=f"Topic {n}")


def quote(n):
    return Quote.objects.create(
        text=f"Words {n}", kind="direct", speaker=person(n), organization=organization(n)
    )


# Session, user, rows, count: 4. Prefetches: the names, or the speakers with who they are.
LISTS = [
    (Organization, organization, 5),
    (Person, person, 5),
    (Role, role, 4),
    (Source, source, 4),
    (SourceText, text, 4),
    (Speech, speech, 7),
    (Redirect, redirect, 4),
    (Topic, topic, 4),
    (Quote, quote, 4),
]
lists = pytest.mark.parametrize(
    ("model", "make", "expected"), LISTS, ids=[model.__name__ for model, _, _ in LISTS]
)


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@lists
def test_a_list_makes_as_many_queries_for_thirty_rows_as_for_three(
    admin_client, model, make, expected
):
    for n in range(3):
        make(n)
    few = queries(admin_client, address(model, "changelist"))
    for n in range(3, 30):
        make(n)

    assert queries(admin_client, address(model, "changelist")) == few
    assert few <= expected


@lists
def test_searching_a_list_works(admin_client, model, make, expected):
    make(1)

    answer = admin_client.get(address(model, "changelist"), {"q": "nothing of the kind"})

    assert answer.context["cl"].result_count == 0


AUTOCOMPLETED = [
    (Role, "organization", organization),
    (Role, "person", person),
    (Role, "source", source),
    (Quote, "role", role),
    (Quote, "speech", speech),
    (Quote, "topics", topic),
    (QuoteRelation, "other", quote),
]


@pytest.mark.parametrize(("model", "field", "make"), AUTOCOMPLETED)
def test_autocomplete_makes_no_query_for_each_choice(admin_client, model, field, make):
    url = f"{reverse('admin:autocomplete')}?app_label={model._meta.app_label}" + (
        f"&model_name={model._meta.model_name}&field_name={field}&term="
    )
    for n in range(2):
        make(n)
    few = queries(admin_client, url)
    for n in range(2, 12):
        make(n)

    assert queries(admin_client, url) == few


def test_a_list_of_editions_does_not_load_their_texts(admin_client):
    text(1)

    with CaptureQueriesContext(connection) as captured:
        admin_client.get(address(SourceText, "changelist"))

    assert not any('"archive_sourcetext"."text"' in query["sql"] for query in captured)


def test_counting_stops_at_the_floor(db, monkeypatch):
    monkeypatch.setattr("archive.admin.bounded.FLOOR", 2)
    for n in range(3):
        topic(n)

    pages = BoundedPaginator(Topic.objects.all(), 1)

    assert (pages.count, pages.num_pages, pages.more) == (2, 2, True)


def test_the_list_of_quotes_says_when_there_are_more_than_it_counts(admin_client, monkeypatch):
    monkeypatch.setattr("archive.admin.bounded.FLOOR", 1)
    quote(1)
    quote(2)

    page = admin_client.get(address(Quote, "changelist"))

    assert "There are more than these" in page.content.decode()
