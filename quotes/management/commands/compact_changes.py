"""``manage.py compact_changes``: drop from the log of changes what later rows say again."""

from typing import Any

from django.core.management.base import BaseCommand

from archive.models import Change


class Command(BaseCommand):
    """Keep the latest change of each record, which is all that any reader needs."""

    help = "Drop rows of the log of changes that later rows say again. Run it now and then."

    def handle(self, *_: Any, **options: Any) -> None:
        """Drop them, and say how many."""
        dropped, _by_kind = Change.objects.superseded().delete()
        if options["verbosity"]:
            plural = "" if dropped == 1 else "s"
            self.stdout.write(f"Dropped {dropped} row{plural} of the log of changes.")
