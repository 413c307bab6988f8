"""An archive of the first version is upgraded without loss, to what a new database is."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quotes.importing import Input, load

SAMPLE = Path(__file__).parents[2] / "fixtures" / "ren-zhengfei-2020.jsonl"
FIRST_VERSION = [("archive", "0002_record"), ("quotes", "0004_index_for_feeds")]

WHAT_IT_IS_MADE_OF = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger
      WHERE NOT tgisinternal
UNION SELECT oid::regprocedure::text, prosrc FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace AND prolang <> 13
UNION SELECT table_name || '.' || column_name,
             concat_ws(' ', data_type, is_nullable, column_default, generation_expression)
      FROM information_schema.columns WHERE table_schema = 'public'
"""


def made_of():
    with connection.cursor() as cursor:
        cursor.execute(WHAT_IT_IS_MADE_OF)
        return set(cursor.fetchall())


def exported(capsys):
    capsys.readouterr()
    call_command("export_archive", "-")
    return capsys.readouterr().out


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())


def test_nothing_is_lost_and_nothing_is_left_behind(transactional_db, capsys):
    load([Input("sample.jsonl", io.BytesIO(SAMPLE.read_bytes()))], refuse=pytest.fail)
    records, structure = exported(capsys), made_of()
    try:
        migrate(FIRST_VERSION)
        assert "quotes_passage" not in connection.introspection.table_names()
    finally:
        migrate([])  # to the last: other tests need the rest
    assert made_of() ^ structure == set()
    assert exported(capsys) == records
