"""``manage.py publish_due``: for cron, where a quote should not wait for the next visitor."""

from typing import Any

from django.core.management.base import BaseCommand

from quotes.embargo import publish_due


class Command(BaseCommand):
    """Every request does the same at the door; this is for an archive nobody visits."""

    help = "Publish the quotes whose time has come."

    def handle(self, *_: Any, **_options: Any) -> None:
        """Until nothing is due."""
        total = 0
        while published := publish_due():
            total += published
        self.stdout.write(f"{total} published.")
