"""A quote's way from draft to the public and, if need be, back: one function a transition.

The desk calls these; an import leaves the same for many at once (``quotes.importing.steps``), and
nothing else writes ``status``. Each asks who may, locks its quote, checks where it stands, and
leaves a sentence when the step is refused; a step taken is recorded with who, when and why.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
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
from quotes.models import ONCE_PUBLIC, SHOWN, Citation, Quote, Status, Step, Topic, Transition

User = permissions.User

CORRECTABLE = (
    "text", "language", "spoken_language", "kind", "speaker", "organization", "role",
    "unattributed", "as_credited", "speech", "said",
)  # fmt: skip
"""What a quote says and who said it when: once public, it changes by a correction alone."""

PASSED = "That time has passed: publish the quote now, or choose a later time."


class WorkflowError(Exception):
    """A step that is not possible; the message is for the editor."""


class NotPermittedError(WorkflowError, PermissionDenied):
    """A step this user may not take; a 403 where nobody tells the sentence."""


def submit(quote: Quote, by: User) -> Quote:
    """Draft → in review: the author's own, or anyone's for an editor."""
    require(permissions.may_submit(by, quote), "submit this quote")
    return _move(quote, by, Step.SUBMITTED, {Status.DRAFT}, Status.IN_REVIEW)


def withdraw(quote: Quote, by: User) -> Quote:
    """In review → draft, by those who may submit it: to mend it before anyone reviews."""
    require(permissions.may_submit(by, quote), "take this quote back")
    return _move(quote, by, Step.WITHDRAWN, {Status.IN_REVIEW}, Status.DRAFT)


def send_back(quote: Quote, by: User, reason: str) -> Quote:
    """In review → draft, for its author to mend what ``reason`` says."""
    require(by.has_perm("quotes.review_quote"), "review quotes")
    require_words(reason, "Sending a quote back needs a reason: what is to be mended?")
    return _move(quote, by, Step.SENT_BACK, {Status.IN_REVIEW}, Status.DRAFT, reason=reason)


def publish(quote: Quote, by: User) -> Quote:
    """In review → published, with everything the quote leads to.

    The reviewer is not the author, unless ``ONE_PERSON_DESK`` allows it; then ``self_reviewed``
    records that it was.
    """
    approval = approve(quote, by)
    return _move(
        quote,
        by,
        Step.PUBLISHED,
        {Status.IN_REVIEW},
        Status.PUBLISHED,
        published_at=timezone.now(),
        **approval,
    )


def schedule(quote: Quote, by: User, at: datetime) -> Quote:
    """Approve a quote in review, to be published at a time: ``quotes.embargo`` sees to that.

    Until then it is as hidden as any quote in review.
    """
    approval = approve(quote, by)
    if at <= timezone.now():
        raise WorkflowError(PASSED)
    require_publishable(quote)
    return _move(
        quote,
        by,
        Step.SCHEDULED,
        {Status.IN_REVIEW},
        Status.IN_REVIEW,
        reason=f"For {at:%Y-%m-%d %H:%M %Z}.",
        publish_at=at,
        **approval,
    )


def unschedule(quote: Quote, by: User, reason: str) -> Quote:
    """Take the approval for a time back: in review again, as if nobody had approved it."""
    require(by.has_perm("quotes.review_quote"), "review quotes")
    require_words(reason, "Cancelling needs a reason.")
    if quote.publish_at is None:
        raise WorkflowError("This quote is not scheduled.")
    return _move(
        quote, by, Step.UNSCHEDULED, {Status.IN_REVIEW}, Status.IN_REVIEW, reason=reason
    )  # fmt: skip


def retract(quote: Quote, by: User, note: str) -> Quote:
    """Published → retracted: gone from search at once; the page stays, with ``note``."""
    require(by.has_perm("quotes.retract_quote"), "retract quotes")
    require_words(note, "A retraction needs a public note that says why.")
    return _move(
        quote,
        by,
        Step.RETRACTED,
        {Status.PUBLISHED},
        Status.RETRACTED,
        note=note,
        public_note=note,
    )


def restore(quote: Quote, by: User, reason: str) -> Quote:
    """Retracted → published again."""
    require(by.has_perm("quotes.retract_quote"), "restore quotes")
    require_words(reason, "Restoring a quote needs a reason.")
    return _move(quote, by, Step.RESTORED, {Status.RETRACTED}, Status.PUBLISHED, reason=reason)


def remove(quote: Quote, by: User, reason: str) -> Quote:
    """Published or retracted → removed for legal reasons: the address answers 410, without text."""
    require(by.has_perm("quotes.remove_quote"), "remove quotes")
    require_words(reason, "A removal needs a reason, for the desk's record.")
    return _move(quote, by, Step.REMOVED, set(SHOWN), Status.REMOVED, reason=reason)


@transaction.atomic
def correct(
    quote: Quote, by: User, note: str, changes: Mapping[str, Any], also: Iterable[str] = ()
) -> Quote:
    """Change what a public quote says or who said it; ``note`` tells the public what and why.

    ``changes`` are values of ``CORRECTABLE`` fields; ``also`` names what else the correction
    changed beside them ("citations"). The note becomes part of the record: page, API and feed
    show it.
    """
    require(by.has_perm("quotes.correct_quote"), "correct quotes")
    require_words(note, "A correction needs a public note that says what was wrong.")
    locked = _lock(quote, set(SHOWN))
    changed = [name for name, value in changes.items() if getattr(locked, name) != value]
    if not set(changed) <= set(CORRECTABLE):
        raise WorkflowError(f"A correction cannot change {sorted(set(changed) - {*CORRECTABLE})}.")
    if not changed and not also:
        raise WorkflowError("This correction changes nothing.")
    what = [*changed, *also]
    for name in changed:
        setattr(locked, name, changes[name])
    with on_record(by, "corrected", note):
        _save(locked, changed)
        record(locked, Step.CORRECTED, by, note=note, changed=what)
        open_the_chain()
    return locked


def approve(quote: Quote, by: User) -> dict[str, Any]:
    """What a reviewer's yes sets; refused to its author, unless the desk is one person's."""
    require(by.has_perm("quotes.review_quote"), "publish quotes")
    own = permissions.is_author(by, quote)
    if own and not settings.ONE_PERSON_DESK:
        raise WorkflowError("You wrote this quote: someone else must review and publish it.")
    return {"reviewer": by, "self_reviewed": own}


def require(allowed: bool, what: str) -> None:
    """Raise ``NotPermittedError`` unless it is allowed."""
    if not allowed:
        raise NotPermittedError(f"You may not {what}.")


def require_words(reason: str, sentence: str) -> None:
    """Raise ``WorkflowError`` with this sentence if no reason is given."""
    if not reason.strip():
        raise WorkflowError(sentence)


def require_publishable(quote: Quote) -> None:
    """Raise ``ValidationError`` if the database would refuse the quote as a published one."""
    as_published = Quote.objects.get(pk=quote.pk)
    as_published.status = Status.PUBLISHED
    as_published.full_clean(exclude=["stems", "exact"])


@transaction.atomic
def _move(
    quote: Quote,
    by: User,
    step: Step,
    start: set[Status],
    goal: Status,
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Quote:
    """Take a quote's step in one transaction, then make public what it leads to."""
    locked = _lock(quote, start)
    move(locked, by, step, goal, reason, note, **changes)
    if goal in SHOWN:
        open_the_chain()
    return locked


def _lock(quote: Quote, start: set[Status]) -> Quote:
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if locked.status not in start:
        wanted = " or ".join(sorted(status.label for status in start))
        raise WorkflowError(f"This quote is {locked.get_status_display()}, not {wanted}.")
    return locked


def move(
    locked: Quote,
    by: User | None,
    step: Step,
    goal: Status,
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> None:
    """Write a step of a locked quote. Whatever it is, it ends what was scheduled before."""
    before = Status(locked.status)
    approval = {"publish_at": None, "reviewer": None, "self_reviewed": False}
    changes = {"status": goal, **(approval if locked.publish_at else {}), **changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    with on_record(by, f"{before} → {goal}", reason or note):
        _save(locked, changes)
        record(locked, step, by, reason=reason, note=note)


def _save(quote: Quote, changed: Iterable[str]) -> None:
    quote.full_clean(exclude=["stems", "exact"])
    copied = ["speech_delivered"] if "speech" in changed else []
    quote.save(update_fields=[*changed, *copied, "updated_at"])


def record(quote: Quote, step: Step, by: User | None, **said: Any) -> None:
    """Write down that the quote took this step."""
    Transition.objects.create(quote=quote, step=step, by=by, **said)


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
