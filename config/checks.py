"""System checks: whether this database can hold the archive and be searched, and who is asking.

Those of the database run with ``manage.py check --database default`` and before every ``migrate``.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Doubt
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST_POSTGRESQL = 15

# Asked by behaviour: the name of a locale means something else under each of the providers libc,
# ICU and builtin. The text search parser and pg_trgm follow it; under "C" they see only ASCII.
UNDERSTANDS_LETTERS = """
    SELECT lower('Ä') = 'ä' AND 'É' ~ '[[:alpha:]]'
       AND to_tsvector('pg_catalog.simple', 'ÄRGER') = to_tsvector('pg_catalog.simple', 'ärger')
"""


@register(Tags.security, deploy=True)
def visitors_are_told_apart(**_: Any) -> list[CheckMessage]:
    """Behind a proxy the limits and locks of one visitor are not everybody's."""
    if settings.TRUSTED_PROXIES or not settings.SECURE_PROXY_SSL_HEADER:
        return []
    sentence = "BEHIND_TLS_PROXY is true and TRUSTED_PROXIES is 0: all visitors have one address."
    hint = "Set TRUSTED_PROXIES to how many proxies append to X-Forwarded-For, most often 1."
    return [Doubt(sentence, hint=hint, id="config.W001")]


@register(Tags.database)
def database_can_hold_the_archive(
    databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Every database is PostgreSQL 15 or newer, in UTF-8, and knows letters beyond ASCII."""
    return [message for alias in databases or () for message in _check(connections[alias])]


def _check(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    if connection.vendor != "postgresql":
        return [_too_old(connection.display_name)]
    try:
        # Past the pool, which tries for ten seconds and then says only that it tried.
        psycopg.connect(**{"connect_timeout": 10, **connection.get_connection_params()}).close()
    except (OperationalError, psycopg.OperationalError) as error:
        hint = "Is it running, and is DATABASE_URL right?"
        return [Error(f"The database does not answer: {error}", hint=hint, id="config.E001")]
    return _check_server(connection)


def _check_server(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    number, encoding = _ask(
        connection,
        "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')",
    )
    if number < OLDEST_POSTGRESQL * 10_000:
        return [_too_old(f"PostgreSQL {number // 10_000}")]
    if encoding != "UTF8":
        return [_no_utf8(f"The database's encoding is {encoding}, not UTF8.", "config.E003")]
    if not _ask(connection, UNDERSTANDS_LETTERS)[0]:
        sentence = "The database's LC_CTYPE knows ASCII letters only: search would miss the others."
        return [_no_utf8(sentence, "config.E004")]
    return []


def _ask(connection: BaseDatabaseWrapper, question: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()
    assert answer is not None
    return answer


def _too_old(what: str) -> CheckMessage:
    sentence = f"The database is {what}; PostgreSQL {OLDEST_POSTGRESQL} or newer is needed."
    return Error(sentence, hint="Set DATABASE_URL to a newer server.", id="config.E002")


def _no_utf8(sentence: str, number: str) -> CheckMessage:
    hint = (
        "Make it anew and load it from a dump: CREATE DATABASE archive TEMPLATE template0 "
        "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';"
    )
    return Error(sentence, hint=hint, id=number)
