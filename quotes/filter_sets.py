"""How the parameters of a question are read, whatever is asked for: strictly, and words too.

What is not understood is refused by name and never ignored: an unknown parameter, a name nobody
bears, a date that is none. Every filter may be combined with every other.
"""

from collections.abc import Iterable
from functools import cached_property
from itertools import product
from typing import Any, ClassVar, Self

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models.base import RecordQuerySet
from quotes.filter_fields import Filters, QueryFilter, misread
from quotes.search.query import Query
from quotes.search.reading import Reading, read


class StrictFilterSet(filters.FilterSet):
    """A filter set that refuses what it does not know, and what is given twice."""

    also_known: Iterable[str] = ()
    """Parameters the view reads itself, such as ``cursor``."""

    periods: ClassVar[Iterable[tuple[str, str]]] = ()
    """Filters that say from when, each with the one that says until when."""

    hidden: ClassVar[bool] = False
    """Whether parameters may name records that the public does not see."""

    def __init__(
        self, data: Any = None, queryset: "QuerySet[Any] | None" = None, **options: Any
    ) -> None:
        self.base_filters: dict[str, Any] = {}  # none is copied
        super().__init__(data, queryset, **options)
        del self.base_filters
        self.filters = Filters(self, [name for name in self.data if name in self.base_filters])

    def offering_all(self) -> Self:
        """The same with a field in its form for every filter, to be filled in."""
        self.filters = Filters(self, self.base_filters)
        return self

    def known(self, model: type[Any]) -> "QuerySet[Any]":
        """The records that a parameter may name."""
        records: RecordQuerySet[Any] = model._default_manager.all()
        return records if self.hidden else records.public()

    @cached_property
    def form(self) -> Any:
        """The form of what is asked: one of no fields, which takes those of the filters.

        django-filter makes a class for each question and Django copies its fields: 4 % of what
        Python took for a search.
        """
        given = self.data if self.is_bound else None
        form: forms.Form = self._meta.form(given, prefix=self.form_prefix)
        form.fields = {name: one.field for name, one in self.filters.items()}
        return form

    def forget(self) -> None:
        """Part it from its form and its filters, which lead back to it: it is of no more use.

        Some fifty objects of each question stayed until Python looked for circles.
        """
        for one in (*self.filters.values(), vars(self).get("form", self), self):
            vars(one).clear()

    def is_valid(self) -> bool:
        """Refuse unknown and repeated parameters beside the bad values the form refuses."""
        self.form.is_valid()
        for name in self.data:
            for sentence in self._refusals(name):
                self._refuse(name, sentence)
        self._understand()
        for begins, ends in self.periods:
            self._refuse_backward(begins, ends)
        return not self.form.errors

    def _understand(self) -> None:
        """Read what no field of the form reads; a bad value becomes an error of the form."""

    def values_of(self, name: str) -> list[Any]:
        """What a filter is given."""
        value = self.form.cleaned_data.get(name)
        return [value] if value else []

    def taking(self, model: type[Any]) -> str:
        """The filter by a record of this model; empty where there is none."""
        offered = self.base_filters.items()
        return next((name for name, one in offered if getattr(one, "record", 0) is model), "")

    def _refuse(self, name: str, sentence: str) -> None:
        self.form.errors.setdefault(name, self.form.error_class()).append(sentence)

    def _refuse_backward(self, begins: str, ends: str) -> None:
        """Refuse a period that ends before it begins: it finds nothing, and nobody means it."""
        for start, end in product(self.values_of(begins), self.values_of(ends)):
            if start.earliest > end.latest:
                told = _("It ends (%(end)s) before it begins (%(start)s): exchange the two dates.")
                named = next((name for name in (ends, begins) if self.data.get(name)), "q")
                self._refuse(named, told % {"start": start, "end": end})

    def _refusals(self, name: str) -> Iterable[str]:
        if name not in self.base_filters and name not in self.also_known:
            known = ", ".join(sorted([*self.base_filters, *self.also_known]))
            refusal = _("There is no parameter “%(name)s”. Known: %(known)s.")
            yield refusal % {"name": name, "known": known}
        elif hasattr(self.data, "getlist") and len(self.data.getlist(name)) > 1:
            yield _("“%(name)s” is given more than once.") % {"name": name}


class SearchFilterSet(StrictFilterSet):
    """Narrowing by words too, in the query language; its operators are filters of the set."""

    q = QueryFilter(method="matching", label=gettext_lazy("Full text; see the query language"))

    operators: ClassVar[dict[str, str]] = {}
    """Which filter answers each operator of the query language."""

    unsearched: ClassVar[Promise]
    """The sentence that refuses an operator; ``known`` are those there are."""

    answering: ClassVar[type[Any]]
    """Makes conditions of how the question is read."""

    def _understand(self) -> None:
        """Refuse also what an operator in ``q`` names and nobody knows."""
        self._operated = list(self._operator_values())

    def _operator_values(self) -> Iterable[tuple[str, Any]]:
        query = self.form.cleaned_data.get("q")
        for operator in query.operators if query else ():
            try:
                name = self._filter_of(operator.name)
                yield name, self.filters[name].field.clean(operator.value)
            except ValidationError as error:
                refused = self.form.errors.setdefault("q", self.form.error_class())
                refused.extend(misread(operator, error, self.operators))

    def _filter_of(self, operator: str) -> str:
        if operator not in self.operators:
            known = ", ".join(f"{name}:" for name in self.operators)
            raise ValidationError(self.unsearched % {"known": known})
        return self.operators[operator]

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Apply every filter, and every operator."""
        queryset = super().filter_queryset(queryset)
        for name, value in self._operated:
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def chosen(self) -> set[str]:
        """The filters that are made use of, as parameters or as operators."""
        return {*self.data, *(name for name, _value in self._operated)}

    @property
    def asks_words_alone(self) -> bool:
        """Whether words narrow the rows, and no other filter does."""
        return self.words_alone is not None

    @property
    def words_alone(self) -> Query | None:
        """The question if there are words in it and no other filter narrows the rows."""
        query: Query | None = self.form.cleaned_data.get("q")
        is_alone = query is not None and self.chosen & self.base_filters.keys() == {"q"}
        return query if is_alone and query and query.words is not None else None

    def values_of(self, name: str) -> list[Any]:
        """What a filter is given, by its parameter and by operators."""
        return super().values_of(name) + [v for n, v in self._operated if n == name]

    def without(self, names: Iterable[str]) -> Self:
        """The same question less these filters, their operators among them; it is valid."""
        data = self.data.copy()
        if query := self.form.cleaned_data.get("q"):
            said = [it for it in query.operators if self.operators[it.name] in names]
            data["q"] = str(query.without(*said)) if said else data["q"]
        freed = {name: value for name, value in data.items() if value and name not in names}
        less = type(self)(freed, queryset=self.queryset, request=self.request)
        less.also_known = self.also_known
        less.is_valid()
        return less

    def finds(self, question: str) -> bool:
        """Whether another question, with everything else as it is, finds something."""
        data = self.data.copy()
        data["q"] = question
        other = type(self)(data, queryset=self.queryset, request=self.request)
        other.also_known = self.also_known
        return other.is_valid() and other.qs.exists()

    @cached_property
    def answer(self) -> Any:
        """How ``q`` was read, and the conditions it comes to; None without it."""
        query = self.form.cleaned_data.get("q")
        return self.answering(read(query, hidden=self.hidden)) if query else None

    @property
    def words(self) -> Any:
        """What ``q`` comes to when there are words in it, not only operators."""
        return self.answer if self.answer and self.answer.words is not None else None

    @property
    def reading(self) -> Reading | None:
        """How ``q`` was read; None without it."""
        return self.answer.reading if self.answer else None

    def matching(self, queryset: "QuerySet[Any]", name: str, value: Query) -> "QuerySet[Any]":
        """Rows that hold the words, and those by whoever the words name about the rest."""
        return queryset.filter(self.answer.matches()) if self.answer else queryset
