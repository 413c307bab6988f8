"""A quote's way from draft to the public and, if need be, back: one function a transition.

Admin, importer and API call these and nothing else writes ``status``. Each asks who may, locks its
quote, checks where it stands, and leaves a sentence when the step is refused.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef
from django.utils import timezone

from archive.history import on_record
from archive.models import Organization, Person, Role, Source, Speech
from archive.opening import open_the_record, open_to_public
from quotes import permissions
from quotes.models import ONCE_PUBLIC, SHOWN, Citation, Quote, Status, Topic

User = permissions.User


class WorkflowError(Exception):
    """A step that is not possible; the message is for the editor."""


class NotPermittedError(WorkflowError, PermissionDenied):
    """A step this user may not take; a 403 where nobody tells the sentence."""


def submit(quote: Quote, by: User) -> Quote:
    """Draft → in review: the author's own, or anyone's for an editor."""
    _require(permissions.may_submit(by, quote), "submit this quote")
    return _step(quote, by, {Status.DRAFT}, Status.IN_REVIEW)


def withdraw(quote: Quote, by: User) -> Quote:
    """In review → draft, by those who may submit it: to mend it before anyone reviews."""
    _require(permissions.may_submit(by, quote), "take this quote back")
    return _step(quote, by, {Status.IN_REVIEW}, Status.DRAFT)


def send_back(quote: Quote, by: User, reason: str) -> Quote:
    """In review → draft, for its author to mend what ``reason`` says."""
    _require(by.has_perm("quotes.review_quote"), "review quotes")
    _require_reason(reason, "Sending a quote back needs a reason: what is to be mended?")
    return _step(quote, by, {Status.IN_REVIEW}, Status.DRAFT, reason)


def publish(quote: Quote, by: User) -> Quote:
    """In review → published, with everything the quote leads to.

    The reviewer is not the author, unless ``ONE_PERSON_DESK`` allows it; then ``self_reviewed``
    records that it was.
    """
    _require(by.has_perm("quotes.review_quote"), "publish quotes")
    own = permissions.is_author(by, quote)
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


def retract(quote: Quote, by: User, note: str) -> Quote:
    """Published → retracted: gone from search at once; the page stays, with ``note``."""
    _require(by.has_perm("quotes.retract_quote"), "retract quotes")
    _require_reason(note, "A retraction needs a public note that says why.")
    return _step(quote, by, {Status.PUBLISHED}, Status.RETRACTED, note, public_note=note)


def restore(quote: Quote, by: User, reason: str) -> Quote:
    """Retracted → published again."""
    _require(by.has_perm("quotes.retract_quote"), "restore quotes")
    _require_reason(reason, "Restoring a quote needs a reason.")
    return _step(quote, by, {Status.RETRACTED}, Status.PUBLISHED, reason)


def remove(quote: Quote, by: User, reason: str) -> Quote:
    """Published or retracted → removed for legal reasons: the address answers 410, without text."""
    _require(by.has_perm("quotes.remove_quote"), "remove quotes")
    _require_reason(reason, "A removal needs a reason, for the desk's record.")
    return _step(quote, by, set(SHOWN), Status.REMOVED, reason)


def _require(allowed: bool, what: str) -> None:
    if not allowed:
        raise NotPermittedError(f"You may not {what}.")


def _require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise WorkflowError(sentence)


@transaction.atomic
def _step(
    quote: Quote,
    by: User,
    start: set[Status],
    goal: Status,
    reason: str = "",
    **changes: Any,
) -> Quote:
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if locked.status not in start:
        wanted = " or ".join(sorted(status.label for status in start))
        raise WorkflowError(f"This quote is {locked.get_status_display()}, not {wanted}.")
    step = f"{locked.status} → {goal}"
    for name, value in {"status": goal, **changes}.items():
        setattr(locked, name, value)
    locked.full_clean(exclude=["stems", "exact"])
    with on_record(by, step, reason):
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
