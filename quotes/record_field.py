"""The form field that reads which record is meant: by its ref, or by a name it is known by.

A name that several records bear, or none, is refused with those that it may be meant for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Organization, Person, Redirect
from archive.models.base import Record
from archive.models.fields import REF_PATTERN
from archive.models.names import FoldName, known_as
from quotes.form_fields import PlainTextField
from quotes.han import spellings
from quotes.models import Topic
from quotes.nearly_named import nearly_named
from quotes.search.query import Operator

MOST_CANDIDATES = 10

NOBODY = {
    "person": gettext_lazy("No person here is known as “%(text)s”."),
    "organization": gettext_lazy("No organization here is known as “%(text)s”."),
    "publisher": gettext_lazy("No publisher here is known as “%(text)s”."),
    "speech": gettext_lazy(
        "No speech here is known as “%(text)s”. Give its whole title, or its ref."
    ),
    "source": gettext_lazy(
        "No source here is known as “%(text)s”. Give its whole title, or its ref."
    ),
    "topic": gettext_lazy("No topic here is known as “%(text)s”."),
}
"""What is said of a name that no record bears: a sentence each, since nouns bend."""

OTHER = {Person: Organization, Organization: Person}
"""A noun that speaks, and the other one."""

OF_THE_OTHER = {
    Person: gettext_lazy("“%(text)s” is an organization, not a person."),
    Organization: gettext_lazy("“%(text)s” is a person, not an organization."),
}
"""What is said of a name that only the other noun bears."""


class UnclearNameError(ValidationError):
    """A name that several records bear, or none: ``meant`` are those that it may be meant for.

    ``asks`` is the sentence for where these can be chosen from; ``operator`` is where the name
    stands in a typed search. ``taken_by`` is the parameter, or there the operator, that these are
    asked by, where it is another.
    """

    def __init__(
        self,
        sentence: str,
        asks: str,
        meant: Iterable[Record],
        operator: Operator | None = None,
        taken_by: str = "",
    ) -> None:
        super().__init__(sentence)
        self.asks, self.meant, self.operator = asks, tuple(meant), operator
        self.taken_by = taken_by


@dataclass(frozen=True)
class OtherNoun:
    """The records of the other noun, and the parameter that takes one; empty if none does."""

    records: "QuerySet[Any]"
    taken_by: str


class RecordFormField(PlainTextField):
    """A record named by its ref or, for people and organizations, by any name it is known by."""

    def __init__(
        self, records: "QuerySet[Any]", noun: str, other: OtherNoun | None = None, **kwargs: Any
    ) -> None:
        self.records, self.noun, self.other = records, noun, other
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Record | None:
        """The one record meant; an ambiguous name is refused with its candidates."""
        text = super().clean(value)
        if not text:
            return None
        return self._by_ref(self.records, text) or self._by_name(text)

    def typed_for(self, record: Record) -> str:
        """What to type for a record: its name, where it is read as this one; else its ref."""
        try:
            return str(record) if self.clean(str(record)) == record else record.ref
        except ValidationError:
            return record.ref

    def _by_ref(self, records: "QuerySet[Any]", text: str) -> Record | None:
        """The record of this ref, or the one that it was merged into: a ref means one for ever."""
        if not re.search(REF_PATTERN, text):
            return None
        found: Record | None = records.filter(ref=text).first()
        if found is None:
            merged = Redirect.objects.target(records.model._meta.model_name or "", text)
            found = records.filter(ref=merged).first() if merged else None
        return found

    def _by_name(self, text: str) -> Any:
        found = list(self._named(text)[: MOST_CANDIDATES + 1])
        if not found:
            raise self._nobody(text)
        if len(found) > 1:
            raise _several(text, found)
        return found[0]

    def _nobody(self, text: str) -> ValidationError:
        if self.other and (others := self._others(self.other.records, text)):
            return _other(text, others, self.records.model, self.other.taken_by)
        told = NOBODY[self.noun] % {"text": text}
        near = nearly_named(self.records, text)
        if not near:
            return ValidationError(told)
        names = ", ".join(f"{one} ({one.ref})" for one in near)
        asked = _("Did you mean %(names)s?") % {"names": names}
        return UnclearNameError(
            f"{told} {asked}", f"{told} {_('Did you mean one of these?')}", near
        )

    def _others(self, records: "QuerySet[Any]", text: str) -> list[Record]:
        """Whom of the other noun the text names."""
        if found := self._by_ref(records, text):
            return [found]
        return list(records.filter(named(records.model, text)).distinct()[:MOST_CANDIDATES])

    def _named(self, text: str) -> "QuerySet[Any]":
        if self.records.model in (Person, Organization, Topic):
            return self.records.filter(named(self.records.model, text)).distinct()
        return self.records.filter(title__iexact=text)


def named(model: type[Any], text: str) -> Q:
    """People, organizations or topics of this name, in traditional or in simplified characters."""
    return reduce(or_, (_named(model, one) for one in spellings(text)))


def _named(model: type[Any], text: str) -> Q:
    if model is Topic:  # which has one name, and keeps no column of it folded
        return Q(Exact(FoldName(F("name")), FoldName(Value(text))))
    return known_as(text)


def _several(text: str, found: Sequence[Any]) -> UnclearNameError:
    """The refusal of a name that all of these bear."""
    named, more = found[:MOST_CANDIDATES], len(found) > MOST_CANDIDATES
    refusal, asks = (
        (
            _(
                "“%(text)s” may be any of these and others: %(names)s. Give more of the name, or "
                "one of the refs in brackets."
            ),
            _(
                "More than %(most)s here are known as “%(text)s”. Is one of these meant? Else give "
                "more of the name, or a ref."
            ),
        )
        if more
        else (
            _("“%(text)s” may be any of these: %(names)s. Give one of the refs in brackets."),
            _("More than one here is known as “%(text)s”. Which is meant?"),
        )
    )
    names = "; ".join(f"{one} ({one.ref})" for one in named)
    said = {"text": text, "names": names, "most": MOST_CANDIDATES}
    return UnclearNameError(refusal % said, asks % said, named)


def _other(text: str, found: Sequence[Record], asked: type[Any], by: str) -> UnclearNameError:
    """The refusal of a name that records of the other noun bear."""
    told = OF_THE_OTHER[asked] % {"text": text}
    instead = _("Ask for %(search)s instead.") % {"search": f"{by}={surely(found, text)}"}
    whole = f"{told} {instead}" if by else str(told)
    return UnclearNameError(whole, told, found if by else (), taken_by=by)


def surely(found: Sequence[Record], text: str) -> str:
    """The ref of the only record found; of several the name, which asks which is meant."""
    return found[0].ref if len(found) == 1 else text
