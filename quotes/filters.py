"""The public query parameters: one door for pages, API and feeds.

What is not understood is refused by name and never ignored: an unknown parameter, a name nobody
bears, a date that is none. Every filter may be combined with every other.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar, Self

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import PartialDate
from archive.models import Organization, Person, Role, Source, Speech, SpeechSource
from archive.models.base import RecordQuerySet
from archive.models.fields import not_after, not_before
from archive.models.names import known_as
from archive.models.sources import SourceKind
from quotes.filter_fields import (
    ChoiceFilter,
    Filters,
    LanguageFilter,
    PartialDateFilter,
    QueryFilter,
    RecordFilter,
    placed,
)
from quotes.models import PUBLISHED, SHOWN, Citation, Kind, Quote, Standing, Topic
from quotes.said import said_from, said_in, said_until
from quotes.search.answers import Answer
from quotes.search.query import Query
from quotes.search.reading import Reading, read
from quotes.search.speeches import SpeechAnswer


class StrictFilterSet(filters.FilterSet):
    """A filter set that refuses what it does not know, and what is given twice."""

    also_known: Iterable[str] = ()
    """Parameters the view reads itself, such as ``cursor``."""

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

    def is_valid(self) -> bool:
        """Refuse unknown and repeated parameters beside the bad values the form refuses."""
        form = self.form
        form.is_valid()
        for name in self.data:
            for sentence in self._refusals(name):
                form.errors.setdefault(name, form.error_class()).append(sentence)
        return not form.errors

    def _refusals(self, name: str) -> Iterable[str]:
        if name not in self.base_filters and name not in self.also_known:
            known = ", ".join(sorted([*self.base_filters, *self.also_known]))
            refusal = _("There is no parameter “%(name)s”. Known: %(known)s.")
            yield refusal % {"name": name, "known": known}
        elif hasattr(self.data, "getlist") and len(self.data.getlist(name)) > 1:
            yield _("“%(name)s” is given more than once.") % {"name": name}


def leading_to(sources: Any) -> Q:
    """Quotes with one of ``sources`` in their chain: cited, an origin of one, or of the speech."""
    chain = sources.with_derivatives()
    cited = Citation.objects.filter(quote=OuterRef("pk"), source__in=chain)
    recorded = SpeechSource.objects.filter(speech=OuterRef("speech"), source__in=chain)
    return Q(Exists(cited)) | Q(Exists(recorded))


class ChainDateFilter(PartialDateFilter):
    """Quotes with a source in their chain published then."""

    def filter(self, qs: "QuerySet[Any]", value: PartialDate | None) -> "QuerySet[Any]":
        """Ask every source of the chain, not only the ones cited."""
        if not value:
            return qs
        return qs.filter(
            leading_to(Source.objects.public().filter(self.relation("published", value)))
        )


class SearchFilterSet(StrictFilterSet):
    """Narrowing by words too, in the query language; its operators are filters of the set."""

    q = QueryFilter(method="matching", label=gettext_lazy("Full text; see the query language"))

    operators: ClassVar[dict[str, str]] = {}
    """Which filter answers each operator of the query language."""

    unsearched: ClassVar[Promise]
    """The sentence that refuses an operator; ``known`` are those there are."""

    answering: ClassVar[type[Any]]
    """Makes conditions of how the question is read."""

    def is_valid(self) -> bool:
        """Refuse also what an operator in ``q`` names and nobody knows."""
        super().is_valid()
        self._operated = list(self._operator_values())
        return not self.form.errors

    def _operator_values(self) -> Iterable[tuple[str, Any]]:
        query = self.form.cleaned_data.get("q")
        for operator in query.operators if query else ():
            try:
                name = self._filter_of(operator.name)
                yield name, self.filters[name].field.clean(operator.value)
            except ValidationError as error:
                place = placed(str(operator), operator.position)
                sentences = [f"{operator.name}: {it} {place}" for it in error.messages]
                self.form.errors.setdefault("q", self.form.error_class()).extend(sentences)

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

    def values_of(self, name: str) -> list[Any]:
        """What a filter is given, by its parameter and by operators."""
        given = [self.form.cleaned_data.get(name)]
        return [value for value in given if value] + [v for n, v in self._operated if n == name]

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


class SaidFilter(PartialDateFilter):
    """Quotes that may have been said then."""

    def filter(self, qs: "QuerySet[Any]", value: PartialDate | None) -> "QuerySet[Any]":
        """Apply the relation, by the indexes of what was said when."""
        return qs.filter(self.relation(value)) if value else qs


class QuoteFilter(SearchFilterSet):
    """Every way to narrow quotes."""

    unsearched = gettext_lazy("Quotes are not searched by it. There are %(known)s.")
    answering = Answer

    speaker = RecordFilter(Person, label=gettext_lazy("Who said it: a ref or any known name"))
    organization = RecordFilter(
        Organization, label=gettext_lazy("The speaker's organization: a ref or any known name")
    )
    speech = RecordFilter(Speech, label=gettext_lazy("Said in this speech: a ref or its title"))
    source = RecordFilter(
        Source,
        method="from_source",
        label=gettext_lazy("A source in its chain: a ref or its title"),
    )
    publisher = RecordFilter(
        Organization,
        "publisher",
        method="from_publisher",
        label=gettext_lazy("Publisher of a source in its chain: a ref or any known name"),
    )
    topic = RecordFilter(
        Topic, field_name="topics", label=gettext_lazy("A topic: a ref or its name")
    )
    kind = ChoiceFilter(
        choices=Kind.choices, label=gettext_lazy("How much of the wording is the speaker's")
    )
    language = LanguageFilter(label=gettext_lazy("Language of the words"))
    spoken_language = LanguageFilter(label=gettext_lazy("Language they were spoken in"))
    standing = ChoiceFilter(choices=Standing.choices, label=gettext_lazy("How sure the archive is"))
    status = ChoiceFilter(
        choices=[(status.value, status.label) for status in SHOWN],
        method="in_status",
        label=gettext_lazy("published (default) or retracted"),
    )
    said = SaidFilter(said_in, label=gettext_lazy("Said in this period (EDTF)"))
    after = SaidFilter(said_from, label=gettext_lazy("Said then or later (EDTF)"))
    before = SaidFilter(said_until, label=gettext_lazy("Said then or earlier (EDTF)"))
    published = ChainDateFilter(
        label=gettext_lazy("A source of its chain was published in this period (EDTF)")
    )
    published_after = ChainDateFilter(not_before, label=gettext_lazy("… then or later (EDTF)"))
    published_before = ChainDateFilter(not_after, label=gettext_lazy("… then or earlier (EDTF)"))

    class Meta:
        model = Quote
        fields: list[str] = []

    operators: ClassVar[dict[str, str]] = {
        "speaker": "speaker",
        "org": "organization",
        "source": "source",
        "publisher": "publisher",
        "topic": "topic",
        "lang": "language",
        "kind": "kind",
        "standing": "standing",
        "said": "said",
        "after": "after",
        "before": "before",
    }

    def filter_queryset(self, queryset: "QuerySet[Quote]") -> "QuerySet[Quote]":
        """Apply every filter; without ``status``, only what is published."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(PUBLISHED)
        return super().filter_queryset(queryset)

    def in_status(self, queryset: "QuerySet[Quote]", name: str, value: str) -> "QuerySet[Quote]":
        """Quotes in this public status."""
        return queryset.filter(status=value)

    def from_source(
        self, queryset: "QuerySet[Quote]", name: str, value: Source
    ) -> "QuerySet[Quote]":
        """Quotes with this source in their chain."""
        return queryset.filter(leading_to(Source.objects.filter(pk=value.pk)))

    def from_publisher(
        self, queryset: "QuerySet[Quote]", name: str, value: Organization
    ) -> "QuerySet[Quote]":
        """Quotes with a source of this publisher in their chain."""
        return queryset.filter(leading_to(self.known(Source).filter(publisher=value)))


class NamedFilter(StrictFilterSet):
    """People or organizations by name."""

    name = filters.CharFilter(
        method="bearing", label=gettext_lazy("Any known name"), max_length=300
    )

    def bearing(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Those known by this name in any script."""
        return queryset.filter(known_as(value)).distinct()


class PersonFilter(NamedFilter):
    """Every way to narrow people."""

    organization = RecordFilter(
        Organization,
        field_name="roles__organization",
        distinct=True,
        label=gettext_lazy("Held a role there"),
    )

    class Meta:
        model = Person
        fields: list[str] = []


class OrganizationFilter(NamedFilter):
    """Every way to narrow organizations."""

    class Meta:
        model = Organization
        fields: list[str] = []


class RoleFilter(StrictFilterSet):
    """Every way to narrow roles."""

    person = RecordFilter(Person, label=gettext_lazy("Whose: a ref or any known name"))
    organization = RecordFilter(Organization, label=gettext_lazy("Where: a ref or any known name"))
    on = PartialDateFilter(field_name="period", label=gettext_lazy("Held then (EDTF)"))

    class Meta:
        model = Role
        fields: list[str] = []


class SourceFilter(StrictFilterSet):
    """Every way to narrow sources."""

    kind = ChoiceFilter(choices=SourceKind.choices, label=gettext_lazy("What sort of document"))
    publisher = RecordFilter(
        Organization, "publisher", label=gettext_lazy("A ref or any known name")
    )
    language = LanguageFilter(label=gettext_lazy("Its language"))
    published = PartialDateFilter(label=gettext_lazy("Published in this period (EDTF)"))
    published_after = PartialDateFilter(
        not_before, field_name="published", label=gettext_lazy("… then or later (EDTF)")
    )
    published_before = PartialDateFilter(
        not_after, field_name="published", label=gettext_lazy("… then or earlier (EDTF)")
    )

    class Meta:
        model = Source
        fields: list[str] = []


class SpeechFilter(SearchFilterSet):
    """Every way to narrow speeches."""

    unsearched = gettext_lazy("Speeches are not searched by it. There are %(known)s.")
    answering = SpeechAnswer

    speaker = RecordFilter(
        Person, field_name="speakers__person", distinct=True, label=gettext_lazy("Who spoke")
    )
    organization = RecordFilter(
        Organization,
        field_name="speakers__organization",
        distinct=True,
        label=gettext_lazy("The speaker's organization"),
    )
    source = RecordFilter(
        Source, field_name="sources", distinct=True, label=gettext_lazy("A source that records it")
    )
    language = LanguageFilter(label=gettext_lazy("Language spoken"))
    delivered = PartialDateFilter(label=gettext_lazy("Delivered in this period (EDTF)"))
    delivered_after = PartialDateFilter(
        not_before, field_name="delivered", label=gettext_lazy("… then or later (EDTF)")
    )
    delivered_before = PartialDateFilter(
        not_after, field_name="delivered", label=gettext_lazy("… then or earlier (EDTF)")
    )

    class Meta:
        model = Speech
        fields: list[str] = []

    operators: ClassVar[dict[str, str]] = {
        "speaker": "speaker",
        "org": "organization",
        "source": "source",
        "lang": "language",
        "said": "delivered",
        "after": "delivered_after",
        "before": "delivered_before",
    }


class TopicFilter(StrictFilterSet):
    """Every way to narrow topics."""

    name = filters.CharFilter(lookup_expr="iexact", label=gettext_lazy("Its name"), max_length=100)

    class Meta:
        model = Topic
        fields: list[str] = []
