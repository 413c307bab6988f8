"""Form fields of the public query parameters: text, a partial date, a typed search.

What is not understood is refused with the sentence a reader is shown.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from archive.dates import PartialDate, parse
from archive.messages import Message
from archive.models.fields import validate_partial_date
from archive.translating import translated
from quotes.search.parsing import meant as what_was_meant
from quotes.search.parsing import parse as parse_query
from quotes.search.pieces import QUOTES
from quotes.search.query import Query, QueryError


class PlainTextField(forms.CharField):
    """Text from an address: at most 1,000 characters; NUL is refused by Django itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 1000, **kwargs})


class PartialDateFormField(PlainTextField):
    """A partial date (EDTF), as an ``archive.dates.PartialDate``; None when empty."""

    default_validators = [validate_partial_date]

    def clean(self, value: Any) -> PartialDate | None:
        """Parse; raises ``ValidationError`` with the reader's sentence."""
        text = super().clean(value)
        return parse(text) if text else None


class MisreadError(ValidationError):
    """A typed search that is not understood: ``meant`` is how it may be; empty if unclear."""

    def __init__(self, sentence: str, meant: str) -> None:
        super().__init__(sentence)
        self.meant = meant


class QueryFormField(PlainTextField):
    """A typed search, as a ``Query``; None when empty."""

    def clean(self, value: Any) -> Query | None:
        """Parse; raises ``ValidationError`` with the sentence, the place and a suggestion."""
        text = super().clean(value)
        try:
            return parse_query(text) if text else None
        except QueryError as error:
            raise MisreadError(_sentence(error), what_was_meant(text, error)) from error


def to_try(search: str) -> str:
    """What to ask instead."""
    return _("Try: %(search)s") % {"search": search}


def placed(word: str, position: int) -> str:
    """Where in a question this word stands, for the sentence that refuses it."""
    if word[:1] in QUOTES:  # which is what the sentence is about: none around it
        return _("(%(word)s, character %(place)s)") % {"word": word, "place": position + 1}
    return _("(“%(word)s”, character %(place)s)") % {"word": word, "place": position + 1}


def _sentence(error: QueryError) -> str:
    """The refusal, where in the question it is, and what to type instead."""
    told = [translated(error.message)]
    if error.word:
        told.append(placed(error.word, error.position))
    if isinstance(error.suggestion, Message):
        told.append(translated(error.suggestion))
    elif error.suggestion:
        told.append(to_try(error.suggestion))
    return " ".join(told)
