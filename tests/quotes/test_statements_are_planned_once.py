"""Statements that are always the same are planned once a connection: planning took the longest."""

import pytest
from django.db import connection
from django.db.models import F

from archive.prepared import numbered
from archive.written import KEY, Written, among_asked, fetched
from quotes.models import Citation, Quote

PREPARED_AFTER, CUSTOM = 1, 5
"""psycopg prepares what it is asked for the second time; where a connection does not ask for plans
that are kept, as in tests, PostgreSQL tries five before it keeps one."""

KEPT = "SELECT sum(generic_plans) FROM pg_prepared_statements WHERE statement LIKE %s"


@pytest.mark.parametrize(
    ("address", "statement"),
    [
        ("/api/v1/quotes/?q=nobody+said+this", "%public.fold_name(run)%"),
        ("/api/v1/quotes/?q=cloud", "%public.fold_name(run)%"),
        ("/api/v1/quotes/?q=cloud", '%json_build_array("quotes_quote"."id"%'),
        ("/api/v1/quotes/", '%json_build_array("quotes_quote"."id"%'),
        ("/api/v1/people/bob/", '%json_build_array("archive_person"."id"%'),
    ],
)
def test_a_statement_keeps_its_plan(client, make_quote, bob, address, statement):
    for text in ["The cloud is somebody else's", "Nothing but cloud"]:
        make_quote(text, speaker=bob)
    for _ in range(PREPARED_AFTER + CUSTOM + 1):
        assert client.get(address).status_code == 200
    before = plans_kept(statement)
    client.get(address)
    assert plans_kept(statement) == before + 1


@pytest.mark.parametrize(
    "statement", ['SELECT "quotes_quote"."id"%', 'SELECT "quotes_citation"."id"%']
)
def test_so_do_the_statements_of_a_page(client, quote, statement):
    for _ in range(PREPARED_AFTER + CUSTOM + 1):
        assert client.get(f"/quotes/{quote.ref}/").status_code == 200
    before = plans_kept(statement)
    client.get(f"/quotes/{quote.ref}/")
    assert plans_kept(statement) == before + 1


@pytest.mark.parametrize(
    ("sql", "values", "statement", "placed"),
    [
        ("SELECT %s, %s::text", ["a", "b"], "SELECT $1, $2::text", ["a", "b"]),
        ("SELECT %(b)s, %(a)s, %(b)s", {"a": 1, "b": 2, "c": 3}, "SELECT $1, $2, $1", [2, 1]),
        ("SELECT '100 %%', %s", ["a"], "SELECT '100 %', $1", ["a"]),
        ("SELECT '%%s', '%%(a)s'", [], "SELECT '%s', '%(a)s'", []),
    ],
)
def test_the_places_of_a_statement_are_numbered(sql, values, statement, placed):
    assert numbered(sql, values) == (statement, placed)


def test_what_is_written_once_brings_what_django_brings(quote, make_quote):
    def asked(quotes):
        return quotes.select_related("speaker", "role").annotate(again=F("text")).defer("stems")

    written = Written(lambda: asked(Quote.objects.filter(among_asked(F("pk"))).order_by("pk")))
    pair = [quote, make_quote("Another", speaker=quote.speaker)]
    found, known = written.among(one.pk for one in pair), asked(Quote.objects.order_by("pk"))
    assert [contents(one) for one in found] == [contents(one) for one in known]
    assert written.among([]) == []


def test_so_does_what_is_read_as_values(quote):
    written = Written(lambda: Quote.objects.filter(pk=KEY).values("text", "said"))
    assert written.of(quote.pk) == list(Quote.objects.filter(pk=quote.pk).values("text", "said"))


def test_what_is_fetched_is_not_asked_for_again(quote, django_assert_num_queries):
    citations = Written(lambda: Citation.objects.filter(quote=KEY)).of(quote.pk)
    found = Quote.objects.get(pk=quote.pk)
    with django_assert_num_queries(0):
        fetched(found, "citations", citations)
        assert [one.quote.text for one in found.citations.all()] == [quote.text]


def contents(quote):
    """What an instance holds, those it leads to included, and what it has not asked for."""
    own = {name: value for name, value in vars(quote).items() if name != "_state"}
    return own, quote.get_deferred_fields(), quote.speaker.name, quote._state.fields_cache.keys()


def plans_kept(statement):
    """How often a statement was answered by a plan made before."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [statement])
        return cursor.fetchone()[0] or 0
