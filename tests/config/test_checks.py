"""``manage.py check`` says in time that a database cannot hold the archive."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections

from config import checks


@pytest.fixture(autouse=True)
def _unblocked(django_db_blocker) -> Iterator[None]:
    """Let these tests connect: to databases of their own, not to the suite's."""
    with django_db_blocker.unblock():
        yield


@contextmanager
def connected(
    name: str, engine: str = "django.db.backends.postgresql", **address
) -> Iterator[None]:
    """Django's connection "checked", to this database."""
    defaults = {"PASSWORD": "", "OPTIONS": {}, "TIME_ZONE": None, "AUTOCOMMIT": True}
    defaults |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
    settings = {"ENGINE": engine, "NAME": name, **defaults}
    settings |= {key.upper(): str(value) for key, value in address.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings, "checked", settings)
        try:
            yield
        finally:
            connections["checked"].close()
            del connections["checked"]


def create(running, name: str, options: str) -> None:
    with psycopg.connect(**running.address, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 {options}")


def ids() -> list[str | None]:
    return [message.id for message in checks.database_can_hold_the_archive(["checked"])]


def test_the_local_database_passes(running):
    with connected("archive", **running.address):
        assert ids() == []


def test_libc_with_a_utf8_locale_passes(running):
    create(running, "libc", "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    with connected("libc", **running.address):
        assert ids() == []


def test_a_locale_that_knows_only_ascii_is_refused(running):
    create(running, "ascii", "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'")
    with connected("ascii", **running.address):
        assert ids() == ["config.E004"]


def test_an_encoding_other_than_utf8_is_refused(running):
    options = "ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
    create(running, "latin", options)
    with connected("latin", **running.address):
        assert ids() == ["config.E003"]


def test_an_old_postgresql_is_refused(running, monkeypatch):
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 99)
    with connected("archive", **running.address):
        assert ids() == ["config.E002"]


def test_another_engine_is_refused():
    with connected(":memory:", "django.db.backends.sqlite3"):
        assert ids() == ["config.E002"]


def test_a_database_that_does_not_answer_is_one_error(running):
    with connected("nowhere", **running.address):
        assert ids() == ["config.E001"]


def test_nothing_is_asked_unless_a_database_is_named():
    assert checks.database_can_hold_the_archive(None) == []
