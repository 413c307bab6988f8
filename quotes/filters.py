"""The public query parameters: one door for pages, API and feeds.

What is not understood is refused by name and never ignored: an unknown parameter, a name nobody
bears, a date that is none. Every filter may be combined with every other.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.dates import PartialDate, parse
from archive.models import Organization, Person, Role, Source, Speech, SpeechSource
from archive.models.base import Record
from archive.models.fields import (
    LANGUAGE_PATTERN,
    not_after,
    not_before,
    overlaps,
    validate_partial_date,
)
from archive.models.names import known_as
from archive.models.sources import SourceKind, SourceQuerySet
from quotes.models import PUBLISHED, SHOWN, Citation, Kind, Quote, Standing, Topic
from quotes.search.answers import Answer
from quotes.search.parsing import parse as parse_query
from quotes.search.query import Query, QueryError
from quotes.search.reading import Reading, read

MOST_CANDIDATES = 10


class StrictFilterSet(filters.FilterSet):
    """A filter set that refuses what it does not know, and what is given twice."""

    also_known: Iterable[str] = ()
    """Parameters the view reads itself, such as ``cursor``."""

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
            yield f"There is no parameter “{name}”. Known: {known}."
        elif hasattr(self.data, "getlist") and len(self.data.getlist(name)) > 1:
            yield f"“{name}” is given more than once."


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


class RecordFormField(PlainTextField):
    """A record named by its ref or, for people and organizations, by any name it is known by."""

    def __init__(self, model: type[Any], noun: str, **kwargs: Any) -> None:
        self.model, self.noun = model, noun
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Record | None:
        """The one public record meant; an ambiguous name is refused with its candidates."""
        text = super().clean(value)
        if not text:
            return None
        public = self.model.objects.public()
        exact = public.filter(ref=text).first()
        return exact or self._by_name(public, text)

    def _by_name(self, public: "QuerySet[Any]", text: str) -> Any:
        found = list(self._named(public, text)[: MOST_CANDIDATES + 1])
        if not found:
            raise ValidationError(f"No {self.noun} here is known as “{text}”.")
        if len(found) > 1:
            names = "; ".join(f"{one} ({one.ref})" for one in found[:MOST_CANDIDATES])
            raise ValidationError(
                f"“{text}” may be any of these: {names}. Give one of the refs in brackets."
            )
        return found[0]

    def _named(self, public: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
        if self.model in (Person, Organization):
            return public.filter(known_as(text)).distinct()
        label = "name" if self.model is Topic else "title"
        return public.filter(**{f"{label}__iexact": text})


class QueryFormField(PlainTextField):
    """A typed search, as a ``Query``; None when empty."""

    def clean(self, value: Any) -> Query | None:
        """Parse; raises ``ValidationError`` with the sentence, the place and a suggestion."""
        text = super().clean(value)
        try:
            return parse_query(text) if text else None
        except QueryError as error:
            raise ValidationError(_sentence(error)) from error


def _sentence(error: QueryError) -> str:
    """The refusal, where in the question it is, and what to type instead."""
    place = f" (“{error.word}”, character {error.position + 1})" if error.word else ""
    advice = error.suggestion
    if advice and not advice.endswith("."):
        advice = f"Try: {advice}"
    return f"{error}{place} {advice}".rstrip()


class QueryFilter(filters.CharFilter):
    """Full text, in the query language of ``quotes.search.parsing``."""

    field_class = QueryFormField


class RecordFilter(filters.CharFilter):
    """Rows that point to one record."""

    def __init__(self, record: type[Any], noun: str = "", **kwargs: Any) -> None:
        # Not `model`: the filter set overwrites that with its own.
        self.record, self.noun = record, noun or str(record._meta.verbose_name)
        super().__init__(**kwargs)

    @property
    def field(self) -> RecordFormField:
        """A fresh form field for each form."""
        return RecordFormField(self.record, self.noun, required=False, label=self.label)


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
        message = "Write a BCP-47 language tag such as en, zh or zh-Hans."
        super().__init__(validators=[], **kwargs)
        self.extra["validators"] = [RegexValidator(LANGUAGE_PATTERN, message)]

    def filter(self, qs: "QuerySet[Any]", value: str) -> "QuerySet[Any]":
        """The tag itself or anything more exact."""
        if not value:
            return qs
        exact, longer = {self.field_name: value}, {f"{self.field_name}__startswith": f"{value}-"}
        return qs.filter(Q(**exact) | Q(**longer))


def leading_to(sources: SourceQuerySet) -> Q:
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


class QuoteFilter(StrictFilterSet):
    """Every way to narrow quotes."""

    q = QueryFilter(method="matching", label="Full text; see the query language")
    speaker = RecordFilter(Person, label="Who said it: a ref or any known name")
    organization = RecordFilter(
        Organization, label="The speaker's organization: a ref or any known name"
    )
    speech = RecordFilter(Speech, label="Said in this speech: a ref or its title")
    source = RecordFilter(
        Source, method="from_source", label="A source in its chain: a ref or its title"
    )
    publisher = RecordFilter(
        Organization,
        "publisher",
        method="from_publisher",
        label="Publisher of a source in its chain: a ref or any known name",
    )
    topic = RecordFilter(Topic, field_name="topics", label="A topic: a ref or its name")
    kind = filters.ChoiceFilter(
        choices=Kind.choices, label="How much of the wording is the speaker's"
    )
    language = LanguageFilter(label="Language of the words")
    spoken_language = LanguageFilter(label="Language they were spoken in")
    standing = filters.ChoiceFilter(choices=Standing.choices, label="How sure the archive is")
    status = filters.ChoiceFilter(
        choices=[(status.value, status.label) for status in SHOWN],
        method="in_status",
        label="published (default) or retracted",
    )
    said = PartialDateFilter(label="Said in this period (EDTF)")
    after = PartialDateFilter(not_before, field_name="said", label="Said then or later (EDTF)")
    before = PartialDateFilter(not_after, field_name="said", label="Said then or earlier (EDTF)")
    published = ChainDateFilter(label="A source of its chain was published in this period (EDTF)")
    published_after = ChainDateFilter(not_before, label="… then or later (EDTF)")
    published_before = ChainDateFilter(not_after, label="… then or earlier (EDTF)")

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
    """Which filter answers each operator of the query language."""

    def is_valid(self) -> bool:
        """Refuse also what an operator in ``q`` names and nobody knows."""
        super().is_valid()
        self._operated = list(self._operator_values())
        return not self.form.errors

    def _operator_values(self) -> Iterable[tuple[str, Any]]:
        query = self.form.cleaned_data.get("q")
        for operator in query.operators if query else ():
            name = self.operators[operator.name]
            try:
                yield name, self.filters[name].field.clean(operator.value)
            except ValidationError as error:
                sentences = [f"{operator.name}: {message}" for message in error.messages]
                self.form.errors.setdefault("q", self.form.error_class()).extend(sentences)

    def filter_queryset(self, queryset: "QuerySet[Quote]") -> "QuerySet[Quote]":
        """Apply every filter; without ``status``, only what is published."""
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(PUBLISHED)
        queryset = super().filter_queryset(queryset)
        for name, value in self._operated:
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def answer(self) -> Answer | None:
        """How ``q`` was read, and the conditions it comes to; None without it."""
        query = self.form.cleaned_data.get("q")
        return Answer(read(query)) if query else None

    @property
    def words(self) -> Answer | None:
        """What ``q`` comes to when there are words in it, not only operators."""
        return self.answer if self.answer and self.answer.words is not None else None

    @property
    def reading(self) -> Reading | None:
        """How ``q`` was read; None without it."""
        return self.answer.reading if self.answer else None

    def matching(self, queryset: "QuerySet[Quote]", name: str, value: Query) -> "QuerySet[Quote]":
        """Quotes that hold the words, and those by whoever the words name about the rest."""
        return queryset.filter(self.answer.matches()) if self.answer else queryset

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
        return queryset.filter(leading_to(Source.objects.public().filter(publisher=value)))


class NamedFilter(StrictFilterSet):
    """People or organizations by name."""

    name = filters.CharFilter(method="known", label="Any known name", max_length=300)

    def known(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Those known by this name in any script."""
        return queryset.filter(known_as(value)).distinct()


class PersonFilter(NamedFilter):
    """Every way to narrow people."""

    organization = RecordFilter(
        Organization, field_name="roles__organization", distinct=True, label="Held a role there"
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

    person = RecordFilter(Person, label="Whose: a ref or any known name")
    organization = RecordFilter(Organization, label="Where: a ref or any known name")
    on = PartialDateFilter(field_name="period", label="Held then (EDTF)")

    class Meta:
        model = Role
        fields: list[str] = []


class SourceFilter(StrictFilterSet):
    """Every way to narrow sources."""

    kind = filters.ChoiceFilter(choices=SourceKind.choices, label="What sort of document")
    publisher = RecordFilter(Organization, "publisher", label="A ref or any known name")
    language = LanguageFilter(label="Its language")
    published = PartialDateFilter(label="Published in this period (EDTF)")
    published_after = PartialDateFilter(
        not_before, field_name="published", label="… then or later (EDTF)"
    )
    published_before = PartialDateFilter(
        not_after, field_name="published", label="… then or earlier (EDTF)"
    )

    class Meta:
        model = Source
        fields: list[str] = []


class SpeechFilter(StrictFilterSet):
    """Every way to narrow speeches."""

    speaker = RecordFilter(Person, field_name="speakers__person", distinct=True, label="Who spoke")
    organization = RecordFilter(
        Organization,
        field_name="speakers__organization",
        distinct=True,
        label="The speaker's organization",
    )
    source = RecordFilter(
        Source, field_name="sources", distinct=True, label="A source that records it"
    )
    language = LanguageFilter(label="Language spoken")
    delivered = PartialDateFilter(label="Delivered in this period (EDTF)")
    delivered_after = PartialDateFilter(
        not_before, field_name="delivered", label="… then or later (EDTF)"
    )
    delivered_before = PartialDateFilter(
        not_after, field_name="delivered", label="… then or earlier (EDTF)"
    )

    class Meta:
        model = Speech
        fields: list[str] = []


class TopicFilter(StrictFilterSet):
    """Every way to narrow topics."""

    name = filters.CharFilter(lookup_expr="iexact", label="Its name", max_length=100)

    class Meta:
        model = Topic
        fields: list[str] = []
