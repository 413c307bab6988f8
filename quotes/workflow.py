"""A quote's way from draft to the public and, if need be, back: one function a transition.

Admin, importer and API call these and nothing else writes ``status``. Each locks its quote, checks
where it stands, and leaves a sentence when the step is refused.
"""

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.models import Organization, Person, Role, Source, Speech, SpeechSource, SpeechSpeaker
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
    """Make public whatever a public record leads to, so that every claim leads to its source.

    Set-wise and idempotent: speeches and topics of shown quotes, the roles, sources (with their
    origins, to the start of the chain), organizations and people those lead to.
    """
    shown = Quote.objects.filter(status__in=ONCE_PUBLIC)
    _open(Speech, shown.filter(speech=OuterRef("pk")))
    _open(Topic, shown.filter(topics=OuterRef("pk")))
    speakers = SpeechSpeaker.objects.filter(speech__is_public=True)
    _open(Role, shown.filter(role=OuterRef("pk")))
    _open(Role, speakers.filter(role=OuterRef("pk")))
    roles = Role.objects.filter(is_public=True)
    _open(Source, Citation.objects.filter(source=OuterRef("pk"), quote__status__in=ONCE_PUBLIC))
    _open(Source, SpeechSource.objects.filter(source=OuterRef("pk"), speech__is_public=True))
    _open(Source, roles.filter(source=OuterRef("pk")))
    sources = Source.objects.filter(is_public=True)
    while _open(Source, sources.filter(derived_from__origin=OuterRef("pk"))):
        pass  # one link of the chain a turn
    for related in (shown, speakers, roles):
        _open(Organization, related.filter(organization=OuterRef("pk")))
    _open(Organization, sources.filter(publisher=OuterRef("pk")))
    _open(Person, shown.filter(speaker=OuterRef("pk")))
    for leading in (speakers, roles):
        _open(Person, leading.filter(person=OuterRef("pk")))


def _open(model: type, led_to_by: object) -> int:
    hidden = model.objects.filter(is_public=False)  # type: ignore[attr-defined]  # every noun has objects
    return hidden.filter(Exists(led_to_by)).update(is_public=True, updated_at=timezone.now())
