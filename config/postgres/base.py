"""What Django calls: the backend by the name ``config.postgres``."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose restart costs no visitor an error page.

    ``CONN_HEALTH_CHECKS`` asks the server before each request, which took a tenth of a detail's
    time. A server that ends says so and hangs up; then its socket can be read, and only then is it
    asked.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """A connection that works; the pool replaces those that do not."""
        connection: Connection[Any] = super().get_new_connection(conn_params)
        while self.pool and not is_alive(connection):
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection


def is_alive(connection: Connection[Any]) -> bool:
    """Whether the server has not hung up since the connection was last used."""
    if not _has_word(connection.fileno()):
        return True
    try:
        connection.execute("")  # it may have said something else
    except OperationalError:
        return False
    return True


def _has_word(socket: int) -> bool:
    """Whether something has come that was not read, the end included."""
    looked = select.poll()
    looked.register(socket, select.POLLIN)
    return bool(looked.poll(0))
