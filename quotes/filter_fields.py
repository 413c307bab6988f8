"""The filters that the public query parameters are made of."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import Exact
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from archive.dates import PartialDate
from archive.models.base import Record
from archive.models.fields import LANGUAGE_PATTERN, overlaps
from quotes.form_fields import PartialDateFormField, QueryFormField, placed, to_try
from quotes.record_field import OTHER, OtherNoun, RecordFormField, UnclearNameError, surely
from quotes.search.columns import Primary, key_of
from quotes.search.query import Operator


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
        instead = replace(operator, name=by, value=surely(error.meant, operator.value))
        sentence = f"{error.asks} {to_try(str(instead))}"
    return [UnclearNameError(told(sentence), told(error.asks), error.meant, operator, by)]
