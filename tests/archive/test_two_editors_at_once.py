"""Two editors open the same form: the second to save is shown both versions, overwriting none."""

import pytest
from django.db import connection

from archive.models import Organization, Person, Role, Source, Speech
from quotes.models import Quote, Topic
from tests.desk import add_row, address, errors, on_the_page, revise

STALE = (
    "__all__",
    "Somebody saved this since you opened it. Nothing was saved: compare both versions.",
)


def opened(client, record):
    return on_the_page(client.get(address(type(record), "change", record.pk)))


def save(client, record, sent):
    return client.post(address(type(record), "change", record.pk), sent, follow=True)


NOUNS = {
    Person: ("name", "bob"),
    Organization: ("name", "acme"),
    Source: ("title", "article"),
    Speech: ("title", "speech"),
    Topic: ("name", "growth"),
    Quote: ("editor_note", "quote"),
}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_stale_form_is_refused(admin_client, request, noun):
    field, fixture = NOUNS[noun]
    record = request.getfixturevalue(fixture)
    stale = opened(admin_client, record)
    revise(admin_client, record, **{field: "First"})

    answer = save(admin_client, record, stale | {field: "Second"})

    assert STALE in errors(answer)
    assert getattr(noun.objects.get(pk=record.pk), field) == "First"
    page = answer.content.decode()
    assert '<td class="words">First</td><td class="words">Second</td>' in page


def test_a_roles_too(admin_client, alice):
    role = alice.roles.get(ref="alice-ceo")
    stale = opened(admin_client, role)
    revise(admin_client, role, title="CEO")
    assert STALE in errors(save(admin_client, role, stale | {"title": "Boss"}))
    assert Role.objects.get(pk=role.pk).title == "CEO"


def test_what_raw_sql_wrote_is_not_overwritten_either(admin_client, bob):
    stale = opened(admin_client, bob)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_person SET description = 'Of Acme' WHERE ref = 'bob'")
    assert STALE in errors(save(admin_client, bob, stale))
    bob.refresh_from_db()
    assert bob.description == "Of Acme"


def test_what_only_they_changed_is_taken_over_and_a_second_look_saves_both(admin_client, bob):
    stale = opened(admin_client, bob)
    revise(admin_client, bob, description="Of Acme")

    answer = save(admin_client, bob, stale | {"name": "Robert"})
    save(admin_client, bob, on_the_page(answer))

    bob.refresh_from_db()
    assert (bob.name, bob.description) == ("Robert", "Of Acme")


def test_a_row_of_theirs_is_seen_and_kept(admin_client, alice):
    stale = opened(admin_client, alice)
    revise(admin_client, alice, [("names", {"name": "Alicia", "kind": "alias"})])

    answer = save(admin_client, alice, stale | {"description": "Chair"})
    assert "Alicia" in answer.content.decode()
    save(admin_client, alice, on_the_page(answer))

    alice.refresh_from_db()
    assert alice.description == "Chair"
    assert alice.names.filter(name="Alicia").exists()


def test_a_row_both_changed_shows_both(admin_client, alice):
    stale = opened(admin_client, alice)
    there = opened(admin_client, alice)
    save(admin_client, alice, there | {"names-0-name": "爱丽丝一"})

    answer = save(admin_client, alice, stale | {"names-0-name": "爱丽丝二"})

    page = answer.content.decode()
    assert "爱丽丝一" in page
    assert "爱丽丝二" in page
    assert alice.names.get().name == "爱丽丝一"


def test_a_row_they_deleted_is_said(admin_client, alice):
    stale = opened(admin_client, alice)
    alice.names.all().delete()
    answer = save(admin_client, alice, stale)
    assert "row deleted" in answer.content.decode()


def test_topics_are_compared_too(admin_client, quote):
    stale = opened(admin_client, quote)
    quote.topics.add(Topic.objects.create(name="Prices"))

    answer = save(admin_client, quote, stale | {"editor_note": "Ask."})
    assert "Growth, Prices" in answer.content.decode()
    save(admin_client, quote, on_the_page(answer))

    assert quote.topics.count() == 2
    quote.refresh_from_db()
    assert quote.editor_note == "Ask."


def test_a_form_that_does_not_say_what_it_showed_is_refused(admin_client, bob):
    sent = opened(admin_client, bob)
    del sent["_seen"]
    answer = save(admin_client, bob, sent | {"name": "Rob"})
    assert any("does not say what it showed" in sentence for _, sentence in errors(answer))
    assert Person.objects.get().name == "Bob"


@pytest.mark.parametrize("nonsense", ["", "[]", "{", "7", '{"name": 1}', "[" * 100_000])
def test_a_forged_mark_is_refused_not_an_error(admin_client, bob, nonsense):
    answer = save(admin_client, bob, opened(admin_client, bob) | {"_seen": nonsense})
    assert errors(answer)
    assert answer.status_code == 200


@pytest.mark.parametrize("total", ["9" * 12, "9" * 5000, "many"])
def test_a_forged_number_of_rows_is_not_counted_to(admin_client, alice, total):
    stale = opened(admin_client, alice)
    revise(admin_client, alice, description="Of Acme")
    answer = save(admin_client, alice, stale | {"names-TOTAL_FORMS": total})
    assert answer.status_code == 200
    assert "Of Acme" in answer.content.decode()


def test_what_is_deleted_between_a_look_and_the_lock_is_said_to_be_gone(admin_client, bob):
    sent = opened(admin_client, bob)

    def deleted(execute, sql, parameters, many, context):
        if "FOR UPDATE" in sql:
            Person.objects.filter(pk=bob.pk).delete()
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(deleted):
        answer = save(admin_client, bob, sent | {"name": "Robert"})
    assert answer.status_code == 200
    assert "Perhaps it was deleted?" in answer.content.decode()


def test_an_ordinary_mistake_does_not_make_the_form_stale(admin_client, bob):
    answer = save(admin_client, bob, opened(admin_client, bob) | {"name": ""})
    assert [name for name, _ in errors(answer)] == ["name"]
    save(admin_client, bob, on_the_page(answer) | {"name": "Robert"})
    assert Person.objects.get().name == "Robert"


def test_saving_twice_in_a_row_is_no_conflict(admin_client, alice):
    for name in ("Alicia", "Alison"):
        sent = opened(admin_client, alice)
        add_row(sent, "names", name=name, kind="alias")
        save(admin_client, alice, sent)
    assert alice.names.count() == 3
