"""``manage.py localdb``: look at the project's own PostgreSQL, start it, stop it, open psql."""

import subprocess
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.local_postgres import binaries
from config.local_postgres.base import local_server
from config.local_postgres.binaries import LocalPostgresError
from config.local_postgres.configuration import NAME
from config.local_postgres.server import Server


class Command(BaseCommand):
    """One subcommand, one method."""

    help = "The project's own PostgreSQL: status, start, stop, psql, url."
    # None of Django's checks belong here: they would connect, and so start what is to be stopped.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the subcommands."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="say whether it runs, and where its things are")
        actions.add_parser("start", help="start it, unless it runs")
        actions.add_parser("stop", help="stop it; the next connection starts it again")
        psql = actions.add_parser("psql", help="open psql; what follows -- goes to it")
        psql.add_argument("arguments", nargs="*")
        actions.add_parser("url", help="print the DATABASE_URL of the running server")

    def handle(self, *_: Any, action: str, **options: Any) -> None:
        """Do one of them."""
        server = local_server()
        try:
            getattr(self, action)(server, *options.get("arguments", ()))
        except LocalPostgresError as error:
            raise CommandError(str(error)) from error

    def status(self, server: Server) -> None:
        """Print what there is; start nothing."""
        process = server.process()
        self._say(f"state     {f'running (process {process})' if process else 'stopped'}")
        self._say(f"programs  {server.programs} ({binaries.version(server.programs)})")
        self._say(f"account   {server.account.pw_name}")
        self._say(f"data      {server.data or 'none yet'}")
        self._say(f"socket    {server.socket_folder}")
        self._say(f"log       {server.log}")
        if settings.DATABASE_URL:
            self._say("unused    DATABASE_URL is set, and names the database in use")

    def start(self, server: Server) -> None:
        """Start the server."""
        _require_use()
        server.start()
        self._say(f"PostgreSQL runs (process {server.process()}).")

    def stop(self, server: Server) -> None:
        """Stop the server."""
        self._say("PostgreSQL stopped." if server.stop() else "PostgreSQL was not running.")

    def psql(self, server: Server, *arguments: str) -> None:
        """Open psql on the database."""
        _require_use()
        server.start()
        address = server.address
        command = [str(server.programs / "psql"), "-h", address["host"], "-U", address["user"]]
        command += ["-p", str(address["port"]), "-d", NAME, *arguments]
        raise SystemExit(subprocess.run(command, check=False).returncode)  # noqa: S603 (psql with the words of who typed them)

    def url(self, server: Server) -> None:
        """Print the address, for tools that want one."""
        _require_use()
        server.start()
        host, port, user = server.address["host"], server.address["port"], server.address["user"]
        self._say(f"postgresql://{user}@/{NAME}?host={quote(host, safe='')}&port={port}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)


def _require_use() -> None:
    if settings.DATABASE_URL:
        raise CommandError("DATABASE_URL is set: the local PostgreSQL is not in use.")
