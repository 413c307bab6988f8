"""Quotes approved for a time are published when it comes, without a scheduler having to run.

Every request asks at the door whether something is due, at most once a second a process: one look
into an index that holds only what is scheduled. Until a quote is published it is in review like any
other, so search, pages, API and feeds need not know of embargoes.
"""

import logging
import time
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from psycopg_pool import PoolTimeout

from quotes.models import Quote, Status, Step
from quotes.workflow import WorkflowError, move, open_the_chain

log = logging.getLogger(__name__)

MOST = 100
"""Quotes one call publishes; the next call, a second later, goes on."""

SECONDS = 1.0
"""How long a process believes that nothing is due."""


def publish_due() -> int:
    """Publish what is due, as its reviewer approved it; return how many quotes.

    What cannot be published any more goes back to its author with the reason. Callers at once share
    the work: a quote another one has locked is left to it.
    """
    due = Quote.objects.scheduled().filter(publish_at__lte=timezone.now())
    if not due.exists():
        return 0
    with transaction.atomic():
        ours = due.select_for_update(skip_locked=True).order_by("publish_at", "pk")
        published = sum(_publish(quote) for quote in ours[:MOST])
        if published:
            open_the_chain()
    return published


def _publish(quote: Quote) -> bool:
    """Publish a locked quote, or send it back; whether it was published."""
    when = f"{quote.publish_at:%Y-%m-%d %H:%M %Z}"
    try:
        with transaction.atomic():
            _as_approved(quote, f"Approved for {when}.")
    except (WorkflowError, ValidationError, IntegrityError) as error:
        sentence = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        quote.refresh_from_db(fields=["status", "publish_at", "published_at", "reviewer"])
        reason = f"It could not be published at {when}: {sentence}"
        move(quote, None, Step.SENT_BACK, Status.DRAFT, reason)
        return False
    return True


def _as_approved(quote: Quote, reason: str) -> None:
    reviewer = quote.reviewer
    if reviewer is None:
        raise WorkflowError("The account of its reviewer is gone.")
    move(
        quote,
        reviewer,
        Step.PUBLISHED,
        Status.PUBLISHED,
        reason,
        reviewer=reviewer,
        self_reviewed=quote.self_reviewed,
        published_at=timezone.now(),
    )


class EmbargoMiddleware:
    """At the door: publish what is due before the request sees the archive."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.next = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look, then answer; a failure here is logged and never the visitor's.

        But where the pool gave no connection in its time: the answer would wait as long again.
        """
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + SECONDS
            self._look()
        return self.get_response(request)

    def _look(self) -> None:
        try:
            publish_due()
        except DatabaseError as error:
            if isinstance(error.__cause__, PoolTimeout):
                raise
            log.exception("What is due could not be published; the next second tries again.")
