"""``manage.py demo``: from an empty database to a served sample; what ``make demo`` runs."""

import os
import secrets
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from archive.models import Person
from config.port import HOST, problem
from quotes.models import Quote

EDITOR = "editor"
GROUPS = ("Editor", "Administrator")
"""One person tries everything: ``ONE_PERSON_DESK`` lets them review what they wrote."""

STAYS = "The local PostgreSQL keeps running; `make stop` ends that."
SERVER = ("--workers", "2", "--threads", "4", "--log-level", "warning")


class Command(BaseCommand):
    """Every step is skipped when it was done before: a second run is quick and loses nothing."""

    help = "Migrate, load the sample into an empty archive, create an editor, and serve."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the port."""
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))

    def handle(self, *_: Any, port: str, **_options: Any) -> None:
        """Do it all."""
        _require_development()
        _require_free(port)
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        call_command("migrate", verbosity=0)
        self._load_sample()
        password = _create_editor()
        connection.close()
        os.environ.setdefault("ONE_PERSON_DESK", "true")
        # What is served is the archive, with its own pages for what is not there or goes wrong.
        os.environ.setdefault("DEBUG", "false")
        self._show_addresses(f"http://{HOST}:{port}", password)
        _serve(port)

    def _load_sample(self) -> None:
        """Load ``fixtures/`` into an empty archive only: an editor's corrections stay.

        In one transaction, so that a load that is interrupted leaves the archive empty.
        """
        files = sorted((settings.BASE_DIR / "fixtures").glob("*.jsonl"))
        if not files or Person.objects.exists() or Quote.objects.exists():
            return
        with transaction.atomic():
            call_command("import_archive", *map(str, files), stdout=self.stdout)

    def _show_addresses(self, site: str, password: str) -> None:
        shown_once = f"Password      {password}  (shown this once)\n" if password else ""
        self.stdout.write(
            f"""
The archive   {site}/
Its API       {site}/api/v1/
Its desk      {site}/admin/  as "{EDITOR}"
{shown_once}
There you may publish what you wrote yourself, and the record will say so; elsewhere another person
must, unless ONE_PERSON_DESK allows it.
A new password:  .venv/bin/python manage.py changepassword {EDITOR}
A first search:  curl '{site}/api/v1/quotes/?q=cloud+services'

Ctrl-C ends it. {"" if settings.DATABASE_URL else STAYS}""".rstrip()
        )


def _require_development() -> None:
    if settings.PRODUCTION:
        raise CommandError("PRODUCTION is set: the demo would add an account to a real archive.")


def _require_free(port: str) -> None:
    if sentence := problem(port):
        raise CommandError(sentence)


@transaction.atomic
def _create_editor() -> str:
    """Create the editor's account; its new password, or nothing if there was one."""
    if User.objects.filter(username=EDITOR).exists():
        return ""
    password = secrets.token_urlsafe(12)
    editor = User.objects.create_user(EDITOR, password=password, is_staff=True)
    editor.groups.set(Group.objects.filter(name__in=GROUPS))
    return password


def _serve(port: str) -> None:
    """Become gunicorn, as in production: Ctrl-C is then its own to handle."""
    sys.stdout.flush()
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"]
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, [*gunicorn, *SERVER])  # noqa: S606 (no shell is wanted between gunicorn and Ctrl-C)
