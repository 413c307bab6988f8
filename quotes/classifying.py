"""Classifying quotes: what they are about, and how sure the archive is of them."""

from django.db import transaction

from archive.history import on_record
from quotes import permissions
from quotes.models import ONCE_PUBLIC, SHOWN, Quote, Standing, Step, Topic
from quotes.workflow import (
    User,
    WorkflowError,
    open_the_chain,
    record,
    require,
    require_words,
)

OWED = (Standing.DISPUTED, Standing.MISATTRIBUTED)
"""Standings that a reader is told the reason of."""

OWED_A_NOTE = "A disputed or misattributed quote needs a public note that says why."


@transaction.atomic
def add_topic(quote: Quote, by: User, topic: Topic) -> Quote:
    """Say that the quote is about ``topic``, too."""
    locked = _locked(quote, by)
    if locked.topics.filter(pk=topic.pk).exists():
        raise WorkflowError("It has this topic already.")
    with on_record(by, "topic added"):
        locked.topics.add(topic)
        locked.save(update_fields=["updated_at"])
        if locked.status in ONCE_PUBLIC:
            open_the_chain()
    return locked


@transaction.atomic
def set_standing(quote: Quote, by: User, standing: str, note: str = "") -> Quote:
    """Say how sure the archive is; ``note`` replaces the public note, unless it is empty."""
    if standing in OWED:
        require_words(note, OWED_A_NOTE)
    locked = _locked(quote, by)
    return stand(locked, by, standing, note.strip() or locked.public_note)


@transaction.atomic
def stand(quote: Quote, by: User, standing: str, public_note: str, reason: str = "") -> Quote:
    """Set a quote's standing, and the public note beside it; of public words it is a step."""
    if standing in OWED:
        require_words(public_note, OWED_A_NOTE)
    locked = _locked(quote, by)
    another = locked.standing != standing
    locked.standing, locked.public_note = standing, public_note
    locked.full_clean(exclude=["stems", "exact"])
    with on_record(by, f"standing: {locked.get_standing_display()}", reason or public_note):
        locked.save(update_fields=["standing", "public_note", "updated_at"])
        if another and locked.status in SHOWN:
            said = {"reason": reason, "note": public_note, "changed": ["standing"]}
            record(locked, Step.STANDING, by, **said)
    return locked


def _locked(quote: Quote, by: User) -> Quote:
    locked = Quote.objects.select_for_update(of=("self",)).get(pk=quote.pk)
    require(permissions.may_change(by, locked), "change this quote")
    return locked
