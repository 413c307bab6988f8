"""A quote's way from draft to the public and, if need be, back: one function a transition.

Admin, importer and API call these and nothing else writes ``status``. Each locks its quote, checks
where it stands, and leaves a sentence when the step is refused.
"""

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef
from django.utils import timezone

from archive.models import Organization, Person, Role, Source, Speech
from archive.opening import open_the_record, open_to_public
from quotes.models import ONCE_PUBLIC, SHOWN, Citation, Quote, Status, Topic


class WorkflowError(Exception):
    """A step that is not possible; the message is for the editor."""


def submit(quote: Quote, by: AbstractBaseUser) -> Quote:
    """Draft → in review."""
    return _step(quote, by, {Status.DRAFT}, Status.IN_REVIEW)


def send_back(quote: Quote, by: AbstractBaseUser) -> Quote:
    """In review → draft, for its author to mend."""
    return _step(quote, by, {Status.IN_REVIEW}, Status.DRAFT)


def publish(quote: Quote, by: AbstractBaseUser) -> Quote:
    """In review → published, with everything the quote leads to.

    The reviewer is not the author, unless ``ONE_PERSON_DESK`` allows it; then ``self_reviewed``
    records that it was.
    """
    own = quote.author_id is not None and quote.author_id == by.pk
    if own and not settings.ONE_PERSON_DESK:
        raise WorkflowError("You wrote this quote: someone else must review and publish it.")
    return _step(
        quote,
        by,
        {Status.IN_REVIEW},
        Status.PUBLISHED,
        reviewer=by,
        self_reviewed=own,
        published_at=timezone.now(),
    )


def retract(quote: Quote, by: AbstractBaseUser, note: str) -> Quote:
    """Published → retracted: gone from search at once; the page stays, with ``note``."""
    if not note.strip():
        raise WorkflowError("A retraction needs a public note that says why.")
    return _step(quote, by, {Status.PUBLISHED}, Status.RETRACTED, public_note=note)


def restore(quote: Quote, by: AbstractBaseUser) -> Quote:
    """Retracted → published again."""
    return _step(quote, by, {Status.RETRACTED}, Status.PUBLISHED)


def remove(quote: Quote, by: AbstractBaseUser) -> Quote:
    """Published or retracted → removed for legal reasons: the address answers 410, without text."""
    return _step(quote, by, set(SHOWN), Status.REMOVED)


@transaction.atomic
def _step(
    quote: Quote, by: AbstractBaseUser, start: set[Status], goal: Status, **changes: object
) -> Quote:
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if locked.status not in start:
        wanted = " or ".join(sorted(status.label for status in start))
        raise WorkflowError(f"This quote is {locked.get_status_display()}, not {wanted}.")
    step = f"{locked.status} → {goal}"
    for name, value in {"status": goal, **changes}.items():
        setattr(locked, name, value)
    locked.full_clean(exclude=["stems", "exact"])
    with pghistory.context(user=by.pk, step=step):
        locked.save(update_fields=["status", *changes, "updated_at"])
        if goal in SHOWN:
            open_the_chain()
    return locked


@transaction.atomic
def open_the_chain() -> None:
    """Make public whatever a shown quote leads to, and what that leads to in turn."""
    here = OuterRef("pk")
    shown = Quote.objects.filter(status__in=ONCE_PUBLIC)
    open_to_public(Speech, shown.filter(speech=here))
    open_to_public(Topic, shown.filter(topics=here))
    open_to_public(Role, shown.filter(role=here))
    cited = Citation.objects.filter(source=here, quote__status__in=ONCE_PUBLIC)
    open_to_public(Source, cited)
    open_to_public(Organization, shown.filter(organization=here))
    open_to_public(Person, shown.filter(speaker=here))
    open_the_record()
