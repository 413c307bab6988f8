"""A restart of PostgreSQL costs no visitor an error page, and no request a round trip."""

import pytest
from django.db import connection

from config.postgres.base import is_alive

END = "SELECT pg_terminate_backend(%s, 60000)"
"""It waits so many milliseconds for the end."""


@pytest.fixture
def others(transactional_db):
    """Another connection to the same database, and the number of its server process."""
    connection.ensure_connection()
    with connection.copy().cursor() as cursor:
        raw = cursor.connection
        yield raw, raw.info.backend_pid
    raw.close()


def end(pid):
    with connection.cursor() as cursor:
        cursor.execute(END, [pid])
        assert cursor.fetchone() == (True,)


def test_a_connection_that_works_is_not_asked(others, monkeypatch):
    raw, _ = others
    monkeypatch.setattr(type(raw), "execute", lambda *_: pytest.fail("a round trip"))
    assert is_alive(raw)


def test_a_connection_that_the_server_ended_is_not_used(others):
    raw, pid = others
    end(pid)
    assert not is_alive(raw)


def test_a_request_after_the_server_ended_every_connection_is_answered(client, others):
    """As after a restart: what waits in the pool is dead, and nobody sees it."""
    raw, pid = others
    waiting = connection.connection.info.backend_pid
    connection.close()  # into the pool, as after each request
    assert raw.execute(END, [waiting]).fetchone() == (True,)
    assert client.get("/api/v1/topics/").status_code == 200
    connection.ensure_connection()
    assert connection.connection.info.backend_pid not in (waiting, pid)
