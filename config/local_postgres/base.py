"""Django's PostgreSQL backend, with the server of this project behind it."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import client
from django.db.utils import OperationalError
from psycopg import Connection
from psycopg import OperationalError as ConnectionFailed

from config.local_postgres.binaries import LocalPostgresError
from config.local_postgres.server import Server, state_folder
from config.postgres import base


@cache
def local_server() -> Server:
    """The server of this project, which may not be running."""
    return Server(state_folder(settings.BASE_DIR), settings.LOCAL_POSTGRES_BIN)


@cache
def _running_server() -> Server:
    """The server, started by the first to ask in this process; asking again costs nothing."""
    local_server().start()
    return local_server()


class LocalConnection(Connection[Any]):
    """A connection that brings back a server which died since this process began."""

    @classmethod
    def connect(cls, conninfo: str = "", **parameters: Any) -> "LocalConnection":
        """Connect; if nothing answers, start the server and connect again."""
        try:
            return super().connect(conninfo, **parameters)
        except ConnectionFailed:
            local_server().start()
            return super().connect(conninfo, **parameters)


class DatabaseClient(client.DatabaseClient):
    """``dbshell`` by the psql beside the server's programs."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """The command line of psql."""
        server = _running_server()
        local = {**settings_dict, "HOST": server.address["host"], "PORT": server.address["port"]}
        command, environment = super().settings_to_cmd_args_env(local, parameters)
        return [str(server.programs / "psql"), *command[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose first connection starts the server."""

    client_class = DatabaseClient

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        options = self.settings_dict["OPTIONS"]
        if options.get("pool"):
            options["pool"] = {**options["pool"], "connection_class": LocalConnection}

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, and the address of the running server."""
        try:
            address = _running_server().address
        except LocalPostgresError as error:
            raise OperationalError(str(error)) from error
        return {**super().get_connection_params(), **address}
