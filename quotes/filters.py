"""The public query parameters of each noun: one door for pages, API and feeds.

How they are read is in ``filter_sets``; what they are made of in ``filter_fields``, of
``form_fields`` and the ``record_field``.
"""

from typing import Any, ClassVar

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from archive.dates import PartialDate
from archive.models import Organization, Person, Role, Source, Speech, SpeechSource
from archive.models.fields import not_after, not_before
from archive.models.sources import SourceKind
from quotes.filter_fields import ChoiceFilter, LanguageFilter, PartialDateFilter, RecordFilter
from quotes.filter_sets import SearchFilterSet, StrictFilterSet
from quotes.models import PUBLISHED, SHOWN, Citation, Kind, Quote, Standing, Topic
from quotes.record_field import named
from quotes.said import said_from, said_in, said_until
from quotes.search.answers import Answer
from quotes.search.query import Query
from quotes.search.speeches import SpeechAnswer


def leading_to(sources: Any) -> Q:
    """Quotes with one of ``sources`` in their chain: cited, an origin of one, or of the speech."""
    chain = sources.with_derivatives()
    cited = Citation.objects.filter(quote=OuterRef("pk"), source__in=chain)
    recorded = SpeechSource.objects.filter(speech=OuterRef("speech"), source__in=chain)
    return Q(Exists(cited)) | Q(Exists(recorded))


class ChainDateFilter(PartialDateFilter):
    """Quotes with a source in their chain published then: one answers all that is asked of this."""

    def filter(self, qs: "QuerySet[Any]", value: PartialDate | None) -> "QuerySet[Any]":
        """Ask every source of the chain, not only the ones cited; once, for all such filters."""
        given = self.parent.form.cleaned_data
        asked = [
            (one, given[name])
            for name, one in self.parent.filters.items()
            if isinstance(one, ChainDateFilter) and given.get(name)
        ]
        if not value or asked[0][0] is not self:
            return qs
        sources = Source.objects.public()
        for one, when in asked:
            sources = sources.filter(one.relation("published", when))
        return qs.filter(leading_to(sources))


class SaidFilter(PartialDateFilter):
    """Quotes that may have been said then."""

    def filter(self, qs: "QuerySet[Any]", value: PartialDate | None) -> "QuerySet[Any]":
        """Apply the relation, by the indexes of what was said when."""
        return qs.filter(self.relation(value)) if value else qs


class SaidInFilter(SaidFilter):
    """Quotes that may have been said within a period."""

    def filter(self, qs: "QuerySet[Any]", value: PartialDate | None) -> "QuerySet[Any]":
        """Apply the relation, by the index of the words where some are asked too."""
        return qs.filter(said_in(value, beside_words=bool(self.parent.words))) if value else qs


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
    said = SaidInFilter(label=gettext_lazy("Said in this period (EDTF)"))
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

    periods = (("after", "before"), ("published_after", "published_before"))

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

    def matching(self, queryset: "QuerySet[Quote]", name: str, value: Query) -> "QuerySet[Quote]":
        """Quotes that hold the words, and those by whoever the words name about the rest.

        These not where somebody else is chosen: the index would gather the quotes of both.
        """
        if not self.answer:
            return queryset
        by_another = any(
            chosen.pk != named.record.pk
            for named in self.answer.reading.names
            for chosen in self.values_of(named.field)
        )
        return queryset.filter(self.answer.matches(by_another=by_another))

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
    """People, organizations or topics by name."""

    name = filters.CharFilter(
        method="bearing", label=gettext_lazy("Any known name"), max_length=300
    )

    def bearing(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Those known by this name in any script."""
        return queryset.filter(named(queryset.model, value)).distinct()


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

    periods = (("published_after", "published_before"),)

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

    periods = (("delivered_after", "delivered_before"),)

    operators: ClassVar[dict[str, str]] = {
        "speaker": "speaker",
        "org": "organization",
        "source": "source",
        "lang": "language",
        "said": "delivered",
        "after": "delivered_after",
        "before": "delivered_before",
    }


class TopicFilter(NamedFilter):
    """Every way to narrow topics."""

    name = filters.CharFilter(method="bearing", label=gettext_lazy("Its name"), max_length=100)

    class Meta:
        model = Topic
        fields: list[str] = []
