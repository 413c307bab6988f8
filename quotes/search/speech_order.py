"""The orders speeches are offered in: relevance, by date, by title."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from archive.models import Speech
from quotes.paging import Among, KeysFirst, Order, by_name
from quotes.search.ordering import RELEVANCE, OrderingError

if TYPE_CHECKING:
    from quotes.filters import SpeechFilter  # which imports the search this module is part of


CANDIDATES = 1000
"""So many of the newest speeches found are ranked."""


def _delivered(unknown: date) -> tuple[Coalesce | F, ...]:
    """Sort keys of a speech's date, never NULL."""
    day = Value(unknown, output_field=DateField())
    return (Coalesce("delivered_earliest", day), Coalesce("delivered_latest", day), F("id"))


NEWEST = KeysFirst("newest", _delivered(date.min), descending=True)
OLDEST = KeysFirst("oldest", _delivered(date.max))
TITLE = by_name("title")

ORDERS = {order.name: order for order in (NEWEST, OLDEST, TITLE)}
SPEECH_ORDERINGS = (RELEVANCE, *ORDERS)
"""The orders that can be asked for."""


def default_ordering(bound: "SpeechFilter") -> str:
    """By relevance when words are searched, else by title."""
    return RELEVANCE if bound.words else TITLE.name


def ordered(bound: "SpeechFilter", asked: str | None) -> "tuple[QuerySet[Speech], Order]":
    """The speeches found and the order asked for, or the default. Raises ``OrderingError``.

    Relevance is of the newest 1,000 found: how well they match (``SpeechAnswer.match``), then when
    they were delivered.
    """
    name = asked or default_ordering(bound)
    if name != RELEVANCE and name not in ORDERS:
        raise OrderingError(
            _("Order by one of: %(known)s.") % {"known": ", ".join(SPEECH_ORDERINGS)}
        )
    if name != RELEVANCE:
        return bound.qs, ORDERS[name]
    if bound.words is None:
        raise OrderingError(_("Relevance needs words in “q”."))
    found = [keys[-1] for keys in NEWEST.places(bound.qs, CANDIDATES)]
    keys = (bound.words.match(found), *NEWEST.keys)
    return Speech.objects.public().filter(Among.these(found)), Order(RELEVANCE, keys, True)
