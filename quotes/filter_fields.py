"""What the public query parameters are made of: form fields, and the filters that use them.

A value that is not understood is refused with the sentence a reader is shown.
"""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import Exact
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import PartialDate, parse
from archive.messages import Message
from archive.models import Organization, Person, Redirect
from archive.models.base import Record
from archive.models.fields import (
    LANGUAGE_PATTERN,
    REF_PATTERN,
    overlaps,
    validate_partial_date,
)
from archive.models.names import known_as
from archive.translating import translated
from quotes.han import spellings
from quotes.models import Topic
from quotes.nearly_named import nearly_named
from quotes.search.columns import Primary, key_of
from quotes.search.parsing import meant as what_was_meant
from quotes.search.parsing import parse as parse_query
from quotes.search.pieces import QUOTES
from quotes.search.query import Operator, Query, QueryError

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


class MisreadError(ValidationError):
    """A typed search that is not understood: ``meant`` is how it may be; empty if unclear."""

    def __init__(self, sentence: str, meant: str) -> None:
        super().__init__(sentence)
        self.meant = meant


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
        return list(records.filter(_known_as(text)).distinct()[:MOST_CANDIDATES])

    def _named(self, text: str) -> "QuerySet[Any]":
        if self.records.model in (Person, Organization):
            return self.records.filter(_known_as(text)).distinct()
        label = "name" if self.records.model is Topic else "title"
        return self.records.filter(**{f"{label}__iexact": text})


def _known_as(text: str) -> Q:
    """Who bears the name, in traditional or in simplified characters."""
    return reduce(or_, map(known_as, spellings(text)))


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
    instead = _("Ask for %(search)s instead.") % {"search": f"{by}={_surely(found, text)}"}
    whole = f"{told} {instead}" if by else str(told)
    return UnclearNameError(whole, told, found if by else (), taken_by=by)


def _surely(found: Sequence[Record], text: str) -> str:
    """The ref of the only record found; of several the name, which asks which is meant."""
    return found[0].ref if len(found) == 1 else text


class QueryFormField(PlainTextField):
    """A typed search, as a ``Query``; None when empty."""

    def clean(self, value: Any) -> Query | None:
        """Parse; raises ``ValidationError`` with the sentence, the place and a suggestion."""
        text = super().clean(value)
        try:
            return parse_query(text) if text else None
        except QueryError as error:
            raise MisreadError(_sentence(error), what_was_meant(text, error)) from error


def _try(search: str) -> str:
    """What to ask instead."""
    return _("Try: %(search)s") % {"search": search}


def placed(word: str, position: int) -> str:
    """Where in a question this word stands, for the sentence that refuses it."""
    if word[:1] in QUOTES:  # which is what the sentence is about: none around it
        return _("(%(word)s, character %(place)s)") % {"word": word, "place": position + 1}
    return _("(“%(word)s”, character %(place)s)") % {"word": word, "place": position + 1}


def misread(
    operator: Operator, error: ValidationError, operators: Mapping[str, str]
) -> list[ValidationError]:
    """Why what an operator says was refused, with its name and where it stands.

    ``operators`` are all there are, each with the filter that answers it.
    """
    place = placed(str(operator), operator.position)

    def told(sentence: str) -> str:
        return f"{operator.name}: {sentence} {place}"

    if not isinstance(error, UnclearNameError):
        return [ValidationError(told(sentence)) for sentence in error.messages]
    sentence, by = str(error.message), ""
    if error.taken_by:
        by = next(name for name, one in operators.items() if one == error.taken_by)
        instead = replace(operator, name=by, value=_surely(error.meant, operator.value))
        sentence = f"{error.asks} {_try(str(instead))}"
    return [UnclearNameError(told(sentence), told(error.asks), error.meant, operator, by)]


def _sentence(error: QueryError) -> str:
    """The refusal, where in the question it is, and what to type instead."""
    told = [translated(error.message)]
    if error.word:
        told.append(placed(error.word, error.position))
    if isinstance(error.suggestion, Message):
        told.append(translated(error.suggestion))
    elif error.suggestion:
        told.append(_try(error.suggestion))
    return " ".join(told)


class QueryFilter(filters.CharFilter):
    """Full text, in the query language of ``quotes.search.parsing``."""

    field_class = QueryFormField


class ChoiceFilter(filters.ChoiceFilter):
    """One of a few values; any other is refused with all of them."""

    def __init__(self, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        offered = ", ".join(value for value, _label in choices)
        sentence = format_lazy(
            gettext_lazy("There is no “%(value)s” to choose. Known: {offered}."), offered=offered
        )
        super().__init__(choices=choices, error_messages={"invalid_choice": sentence}, **kwargs)


class RecordFilter(filters.CharFilter):
    """Rows that point to one record."""

    def __init__(self, record: type[Any], noun: str = "", **kwargs: Any) -> None:
        # Not `model`: the filter set overwrites that with its own.
        self.record, self.noun = record, noun or str(record._meta.verbose_name)
        super().__init__(**kwargs)

    @property
    def field(self) -> RecordFormField:
        """A fresh form field for each form; it knows the records that its filter set does."""
        parent = getattr(self, "parent", None)
        known = parent.known(self.record) if parent else self.record.objects.public()
        other = self._other(parent) if parent else None
        return RecordFormField(known, self.noun, other, required=False, label=self.label)

    def _other(self, parent: Any) -> OtherNoun | None:
        noun = OTHER.get(self.record)
        return OtherNoun(parent.known(noun), parent.taking(noun)) if noun else None

    def filter(self, qs: "QuerySet[Any]", value: Record | None) -> "QuerySet[Any]":
        """Ask for the record's key in the type that the index of words compares."""
        return super().filter(qs, value and key_of(value))


class PartialDateFilter(filters.CharFilter):
    """Rows whose partial date stands in ``relation`` to the one given."""

    field_class = PartialDateFormField

    def __init__(self, relation: Any = overlaps, **kwargs: Any) -> None:
        self.relation = relation
        super().__init__(**kwargs)

    def filter(self, qs: "QuerySet[Any]", value: PartialDate | None) -> "QuerySet[Any]":
        """Apply the relation; nothing given, nothing asked."""
        return qs.filter(self.relation(self.field_name, value)) if value else qs


class LanguageFilter(filters.CharFilter):
    """Rows in a language: ``zh`` finds ``zh-Hans`` too (BCP-47 basic filtering, RFC 4647)."""

    def __init__(self, **kwargs: Any) -> None:
        message = gettext_lazy("Write a BCP-47 language tag such as en, zh or zh-Hans.")
        super().__init__(validators=[], **kwargs)
        self.extra["validators"] = [RegexValidator(LANGUAGE_PATTERN, message)]

    def filter(self, qs: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        """The tag itself or anything more exact."""
        if not value:
            return qs
        language = Q(Exact(Primary(F(self.field_name)), value.partition("-")[0]))  # has an index
        exact, longer = {self.field_name: value}, {f"{self.field_name}__startswith": f"{value}-"}
        return qs.filter(language, Q(**exact) | Q(**longer))


class Filters(dict[str, Any]):
    """The filters of one question, each copied from its class when it is asked for.

    A question names two or three; copying all of them for it, and making a form of as many fields,
    took a fifth of a list's time.
    """

    def __init__(self, parent: filters.FilterSet, names: Iterable[str]) -> None:
        super().__init__()
        self.parent, self.offered = parent, type(parent).base_filters
        for name in names:
            self[name]

    def __missing__(self, name: str) -> Any:
        self[name] = one = copy.copy(self.offered[name])
        one.method = one.method  # which is bound to what was copied
        vars(one).pop("_field", None)  # which is this question's own, as its records are
        one.parent, one.model = self.parent, self.parent.queryset.model
        return one
