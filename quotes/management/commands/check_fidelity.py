"""``manage.py check_fidelity``: hold every citation against its captured text by today's rules."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from quotes.fidelity.checks import FAILED, FidelityCheck
from quotes.fidelity.judging import ENGINE
from quotes.fidelity.verifying import catch_up, due


class Command(BaseCommand):
    """Add the verdicts that are missing; what was judged by these rules already is left alone."""

    help = (
        "Check citations against the captured texts of their sources, where that was not done by"
        " today's rules. Can be stopped at any time and run again."
    )

    def handle(self, *_: Any, **options: Any) -> None:
        """Check them, showing how far it is, and say what was found."""
        quiet = not options["verbosity"]
        last = FidelityCheck.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        checked = 0
        # disable=None: tqdm looks whether this is a terminal.
        with tqdm(total=due().count(), unit="", disable=True if quiet else None) as bar:
            for number in catch_up():
                checked += number
                bar.update(number)
        if not quiet:
            made = FidelityCheck.objects.filter(pk__gt=last)
            failed = made.filter(verdict__in=FAILED).count()
            plural = "" if checked == 1 else "s"
            self.stdout.write(
                f"Checked {checked} citation{plural} by rules {ENGINE}: {failed} failed."
            )
