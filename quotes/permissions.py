"""Who may see and change which quotes; every door asks here.

Django's permissions say what a group may do with quotes at all; these functions add whose quote it
is and where it stands. A contributor works on their own drafts, an editor on everyone's, and what
the public has seen is changed only by those who may correct it.
"""

from typing import Any

from django.db.models import Q, QuerySet

from quotes.models import ONCE_PUBLIC, SHOWN, Quote, Status

User = Any
"""A user or a visitor: whatever answers ``has_perm``."""

NOUNS = (
    ("archive", "person"), ("archive", "organization"), ("archive", "source"), ("archive", "role"),
    ("archive", "speech"), ("quotes", "topic"), ("quotes", "quote"),
)  # fmt: skip
"""What a file may bring along, whichever list it is let in at: quotes name all of them."""

BRINGING = [
    "quotes.edit_others_quote",
    *(f"{app}.{act}_{noun}" for app, noun in NOUNS for act in ("add", "change", "correct")),
]


def visible_to(user: User, quotes: "QuerySet[Quote]") -> "QuerySet[Quote]":
    """Those of ``quotes`` the user may look at: their own, and what anyone may read."""
    if user.has_perm("quotes.edit_others_quote"):
        return quotes
    return quotes.filter(Q(author=user.pk) | Q(status__in=SHOWN))


def may_change(user: User, quote: Quote) -> bool:
    """Whether the user may change what the quote says, as it stands now.

    A contributor's quote is in the reviewers' hands once submitted: taking it back comes first.
    What is approved for a time is published as it was approved: cancelling that comes first.
    """
    if not user.has_perm("quotes.change_quote"):
        return False
    if quote.status in ONCE_PUBLIC:
        return bool(user.has_perm("quotes.correct_quote"))
    if quote.publish_at is not None:
        return False
    if user.has_perm("quotes.edit_others_quote"):
        return True
    return is_author(user, quote) and quote.status == Status.DRAFT


def may_delete(user: User, quote: Quote) -> bool:
    """Whether the user may delete it: never once an address was given out."""
    allowed = user.has_perm("quotes.delete_quote") and quote.status not in ONCE_PUBLIC
    return allowed and may_change(user, quote)


def may_submit(user: User, quote: Quote) -> bool:
    """Whether the user may hand the quote to the reviewers, and take it back."""
    return user.has_perm("quotes.submit_quote") and _theirs(user, quote)


def may_enter_from_texts(user: User) -> bool:
    """Whether the user may keep a source's text and make quotes of its passages."""
    return bool(user.has_perms(["archive.add_sourcetext", "quotes.add_quote"]))


def may_bring_files(user: User) -> bool:
    """Whether the user may add and correct all that a file can bring."""
    return bool(user.has_perms(BRINGING))


def is_author(user: User, quote: Quote) -> bool:
    """Whether the user entered the quote."""
    return quote.author_id is not None and quote.author_id == user.pk


def _theirs(user: User, quote: Quote) -> bool:
    return is_author(user, quote) or user.has_perm("quotes.edit_others_quote")
