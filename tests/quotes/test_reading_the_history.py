"""Every noun's History says who changed what and when, whatever door it came through."""

import pytest
from django.db import connection

from archive.admin.changes import changes_of
from archive.models import Person, PersonName
from quotes.models import Citation, Quote, QuoteTopic
from tests.desk import address, enter, revise

pytestmark = pytest.mark.django_db(transaction=True)


def history(client, record):
    return client.get(address(type(record), "history", record.pk)).content.decode()


def test_it_names_who_entered_what(admin_client):
    enter(admin_client, Person, [("names", {"name": "任正非", "kind": "native"})], name="Ren")
    page = history(admin_client, Person.objects.get())

    for expected in ("admin", "person added", "person name added", "任正非"):
        assert expected in page


def test_it_shows_a_change_field_by_field(admin_client, bob):
    revise(admin_client, bob, name="Robert")

    newest = changes_of(bob, [Person, PersonName])[0]

    assert (newest.who, newest.what) == ("admin", "person changed")
    assert newest.fields == [("name", "Bob", "Robert")]


def test_raw_sql_is_in_it(admin_client, bob):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_person SET name = 'Rob' WHERE ref = 'bob'")

    page = history(admin_client, bob)

    user = connection.settings_dict["USER"]
    assert f"the database user {user}, outside the desk" in page
    assert "Rob" in page


def test_a_deleted_name_stays_in_it(bob):
    name = bob.names.create(name="Bobby")
    name.delete()

    newest = changes_of(bob, [Person, PersonName])[0]

    assert newest.what == "person name deleted"
    assert ("name", "Bobby", "") in newest.fields


def test_a_quotes_topics_and_citations_are_in_it(admin_client, quote):
    changes = changes_of(quote, [Quote, Citation, QuoteTopic])

    assert {change.what for change in changes} == {
        "quote added", "citation added", "quote topic added",
    }  # fmt: skip
    assert "We will not grow at any price" in history(admin_client, quote)


def test_one_records_history_is_not_anothers(alice, bob):
    assert len(changes_of(bob, [Person, PersonName])) == 1
