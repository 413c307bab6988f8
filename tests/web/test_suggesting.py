"""Names suggested while somebody types."""

import pytest
from django.db import connection

from archive.models import Organization, Person
from quotes.models import Topic
from quotes.web import typeahead


@pytest.fixture
def suggested(client):
    """What is suggested for what is typed, as (kind, name)."""

    def suggested(typed, **more):
        answer = client.get("/search/suggest/", {"q": typed, **more})
        assert answer.status_code == 200
        return [(one["kind"], one["name"]) for one in answer.json()["suggestions"]]

    return suggested


def test_people_organizations_and_topics_are_suggested_at_once(suggested, quote):
    Person.objects.create(ref="grover", name="Grover", is_public=True)
    Organization.objects.create(ref="grow", name="Grow Inc", is_public=True)
    assert suggested("gro") == [
        ("person", "Grover"), ("organization", "Grow Inc"), ("topic", "Growth")
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["ali", "ALICE", "ang", "Ång", "alice ång", "爱", "爱丽丝"])
def test_a_name_is_met_at_the_beginning_of_any_word_in_any_script(suggested, alice, typed):
    assert suggested(typed) == [("person", "Alice Ångström")]


@pytest.mark.parametrize("typed", ["", " ", "a", "lice", "%", "_lice", "\0", "al\\x", "x" * 5000])
def test_what_begins_no_name_suggests_nothing(suggested, alice, typed):
    assert suggested(typed) == []


@pytest.mark.parametrize("typed", ["丽丝", "麗絲", "ﾘｽ", "리스"])
def test_a_name_whose_script_has_no_spaces_is_met_inside_too(suggested, alice, typed):
    for name in ("爱麗絲", "アリス", "앨리스"):
        alice.names.create(name=name)
    assert suggested(typed) == [("person", "Alice Ångström")]
    assert suggested(typed, field="organization") == []


@pytest.mark.parametrize("typed", ["丝", "丝丽", "丽%", "爱丝"])
def test_one_character_or_others_than_the_names_are_not_met_inside(suggested, alice, typed):
    assert suggested(typed) == []


def test_an_organization_and_a_topic_are_met_inside(suggested, acme, growth):
    Organization.objects.create(ref="hw", name="华为技术有限公司", is_public=True)
    Topic.objects.create(ref="rf", name="技术投资", is_public=True)
    assert suggested("技术") == [("organization", "华为技术有限公司"), ("topic", "技术投资")]
    assert suggested("为技术") == [("organization", "华为技术有限公司")]


def test_the_other_name_it_was_met_by_is_told(client, alice):
    [one] = client.get("/search/suggest/", {"q": "爱丽"}).json()["suggestions"]
    assert (one["also"], one["address"], one["label"]) == ("爱丽丝", "/people/alice/", "Person")


def test_what_is_not_public_is_not_suggested(suggested, alice, acme, growth):
    for model in (Person, Organization, Topic):
        model.objects.update(is_public=False)
    assert suggested("al") == suggested("ac") == suggested("gr") == []


def test_who_speaks_most_comes_first(suggested, make_quote, alice):
    Person.objects.create(ref="alan", name="Alan", is_public=True)
    assert [name for _, name in suggested("al")] == ["Alan", "Alice Ångström"]
    make_quote("Well said", speaker=alice)
    assert [name for _, name in suggested("al")] == ["Alice Ångström", "Alan"]


def test_an_input_is_filled_with_a_name_or_where_two_bear_it_with_the_ref(client, alice):
    def values():
        answer = client.get("/search/suggest/", {"q": "alice", "field": "speaker"})
        return {one["value"] for one in answer.json()["suggestions"]}

    assert values() == {"Alice Ångström"}
    Person.objects.create(ref="other-alice", name="Alice Ångström", is_public=True)
    assert values() == {"alice", "other-alice"}


def test_an_input_is_offered_only_what_it_takes(suggested, alice, acme, growth):
    assert suggested("a", field="publisher") == []
    assert suggested("ac", field="organization") == [("organization", "Acme")]
    assert suggested("al", field="organization") == []


def test_an_input_we_do_not_have_is_refused(client, db):
    answer = client.get("/search/suggest/", {"q": "al", "field": "password"})
    assert answer.status_code == 400
    assert "There is no input “password”" in answer.json()["detail"]


def test_few_are_suggested_of_many(suggested, db):
    Person.objects.bulk_create(
        Person(ref=f"p{n}", name=f"Person {n:03}", is_public=True) for n in range(200)
    )
    assert len(suggested("person")) == typeahead.MOST


def test_names_are_found_by_their_indexes(db):
    """An index can answer each part: what is asked of a million names is not a walk of them."""
    statement = " UNION ALL ".join(f"({one})" for one in typeahead.STATEMENTS.values())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        typed = {"begins": "正非%", "within": "% 正非%", "inside": "% 正  非 %"}
        cursor.execute(f"EXPLAIN {statement}", typed)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for index in ("person", "personname", "organization", "organizationname", "topic"):
        assert f"Bitmap Index Scan on {index}_trigrams" in plan, plan
        assert f"Bitmap Index Scan on {index}_inside" in plan, plan
