"""Cursors: where a page begins, as signed text that a client hands back.

They hold the sort keys of a page's edge and the name of the order they are of.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from quotes.paging import Order


class CursorError(ValueError):
    """A cursor this archive did not make, or made for another order."""


def written(order: "Order", place: Sequence[Any], backwards: bool) -> str:
    """The cursor of the page after this place in the order, or before it."""
    plain = [[v.isoformat()] if isinstance(v, date) else v for v in place]
    return _signer().sign_object([order.name, backwards, plain])


def read(cursor: str, order: "Order") -> tuple[bool, list[Any]]:
    """Whether the page is the one before, and the place. Raises ``CursorError``."""
    try:
        name, backwards, plain = _signer().unsign_object(cursor)
        values = [_value(one) for one in (plain if isinstance(plain, list) else [None])]
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CursorError(
            _(
                "This cursor is not one of ours, or of an earlier version of this archive. "
                "Start again without it."
            )
        ) from error
    if name != order.name:
        refusal = _(
            "This cursor belongs to the ordering “%(its)s”, not “%(asked)s”. Ask for that "
            "ordering, or start again without the cursor."
        )
        raise CursorError(refusal % {"its": name, "asked": order.name})
    if len(values) != len(order.keys):
        raise CursorError(
            _("This cursor is of an earlier version of this archive. Start again without it.")
        )
    return bool(backwards), values


def _signer() -> signing.Signer:
    """Without the time, which ``signing.dumps`` adds: the same page has the same cursors.

    Otherwise no list with a second page was ever unchanged, and no client got its 304.
    """
    return signing.Signer(salt="cursor")


def _value(plain: Any) -> date | int | str:
    """A sort key as it was written; a ``ValueError`` for what none can be.

    What is signed was ours, but perhaps an older version's, with other keys.
    """
    if isinstance(plain, list):
        (day,) = plain
        return date.fromisoformat(day)
    if isinstance(plain, int) and abs(plain) < 2**63:
        return plain
    if isinstance(plain, str) and "\0" not in plain:
        return plain
    raise ValueError(plain)
