"""Statements that are always the same are planned once a connection: planning took the longest."""

import pytest
from django.db import connection

PREPARED_AFTER, CUSTOM = 5, 5
"""psycopg prepares what it is asked for the sixth time; PostgreSQL tries five plans before it keeps
one, if that costs no more than those."""

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


def plans_kept(statement):
    """How often a statement was answered by a plan made before."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [statement])
        return cursor.fetchone()[0] or 0
