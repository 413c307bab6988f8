"""``manage.py check_addresses``: for cron; which addresses of sources answer no more."""

from argparse import ArgumentParser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from archive.models import AddressCheck, Source
from archive.visiting import Answer, visit

AT_ONCE = 8
"""Addresses visited at the same time."""


class Command(BaseCommand):
    """Those not visited for longest come first: a bounded run a night visits all in turn."""

    help = "Visit the addresses of sources and note which are dead; the desk's home lists them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare how many, how long, and where to."""
        parser.add_argument("--most", type=int, default=1000, help="addresses visited (1000)")
        parser.add_argument("--seconds", type=float, default=10, help="to wait for each (10)")
        parser.add_argument(
            "--private", action="store_true", help="visit addresses of private networks, too"
        )

    def handle(self, *_: Any, most: int, seconds: float, private: bool, **_options: Any) -> None:
        """Visit, note, and sum up."""
        pairs = list(longest_unseen(most))
        dead = 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = pool.map(lambda pair: visit(pair[1], seconds, private), pairs)
            for n, ((source, address), answer) in enumerate(zip(pairs, answers, strict=True), 1):
                note(source, address, answer)
                dead += not answer.alive
                self.stderr.write(f"\r{n:,} of {len(pairs):,} visited", ending="")
        self.stderr.write("")
        self.stdout.write(f"{len(pairs):,} addresses visited, {dead:,} dead.")


def longest_unseen(most: int) -> Iterator[tuple[int, str]]:
    """Sources and addresses to visit: never seen first, then by when."""
    both = _of("url").union(_of("archived_url"))
    for source, address, _ in both.order_by(F("seen").asc(nulls_first=True), "id")[:most]:
        yield source, address


def _of(field: str) -> "QuerySet[Source, tuple[Any, ...]]":
    seen = AddressCheck.objects.filter(source=OuterRef("pk"), address=OuterRef(field))
    found = Source.objects.exclude(**{field: ""}).order_by()
    return found.annotate(seen=Subquery(seen.values("checked_at")[:1])).values_list(
        "id", field, "seen"
    )


def note(source: int, address: str, answer: Answer) -> None:
    """Write down what the address answered; the first failure of a row keeps its time.

    Nothing is written of a source that was merged or deleted while it was visited.
    """
    now = timezone.now()
    with transaction.atomic():
        if not Source.objects.select_for_update().filter(pk=source).exists():
            return
        check, _ = AddressCheck.objects.get_or_create(
            source_id=source, address=address, defaults={"checked_at": now, "answer": answer.said}
        )
        check.checked_at, check.answer = now, answer.said
        check.dead_since = None if answer.alive else check.dead_since or now
        check.save()
