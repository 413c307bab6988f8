"""What the API's answers are made of, read by statements the ORM wrote once.

A page of quotes needs the same statement every time, with other keys. Writing it anew took Django
as long as PostgreSQL took to answer it, and a model instance for each link of each quote as long
again. So a statement is written at its first use and planned once a connection; with each record it
brings what belongs to it, as JSON; and its rows are plain named tuples.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import orjson
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    When,
)

from archive.models import (
    Derivation,
    Organization,
    Person,
    Role,
    Source,
    SourceText,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from archive.models.organizations import OrganizationName
from archive.models.people import PersonName
from archive.models.sources import Rights
from archive.prepared import as_array, asked
from archive.written import ASKED_FOR, among_asked, with_places
from quotes.models import (
    SHOWN,
    Citation,
    FidelityCheck,
    Quote,
    QuoteRelation,
    QuoteTopic,
    Step,
    Topic,
    Transition,
)

MOMENTS = {"updated_at", "checked_at", "at"}

NONE = as_array(())

Row = Any
"""A named tuple: the column ``speaker__ref`` is its attribute ``speaker_ref``."""

Answers = list[tuple[Any, ...]]
"""Rows as PostgreSQL told them: each the text of a JSON array."""

Wanted = Mapping[str, "Wanted"]
"""Names of what is wanted of a record, with those wanted of each; none is all."""


class Moment(Func):
    """A time as ISO 8601 in UTC, written by PostgreSQL: read into Python it costs ten times that.

    As ``datetime.isoformat`` writes it: the fraction has six digits, or is left out where it is 0.
    """

    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000Z', 'Z')"
    )
    output_field = TextField()


class Told(Func):
    """Columns of a row as a JSON array: Django's ``JSONArray`` casts each, and to ``jsonb``."""

    function = "json_build_array"
    output_field = JSONField()


class AllTold(Subquery):
    """The rows of a subquery as a JSON array, in their order."""

    template = "array_to_json(ARRAY(%(subquery)s))"
    output_field = JSONField()


class AsText(Func):
    """JSON as text, which orjson reads sooner than the standard library reads JSON."""

    template = "(%(expressions)s)::text"
    output_field = TextField()


@dataclass(frozen=True, eq=False)
class Joined:
    """Columns of the one row that the foreign key ``by`` leads to: no subquery, and no list."""

    columns: str
    by: str

    @cached_property
    def row(self) -> Any:
        """The class of its rows."""
        return _named(self.columns)

    @property
    def told(self) -> Told:
        """As an expression of the row that has the key."""
        return Told(*(F(f"{self.by}__{name}") for name in self.columns.split()))

    def read(self, values: list[Any]) -> Row | None:
        """The row; None where the key leads to none."""
        return None if values[0] is None else self.row._make(values)


@dataclass(frozen=True, eq=False)
class Statement:
    """Columns of ``rows``, and what belongs to each: ``parts``, by their names in the answer.

    As a part it is found by its column ``key``, which is the primary key of the row it belongs to;
    of more than ``most`` it is the first. Parts ``left_out`` are not read, and nothing in its rows.
    """

    rows: QuerySet[Any]
    columns: str
    parts: Mapping[str, "Statement | Joined"] = field(default_factory=dict)
    key: str = "pk"
    most: int | None = None
    left_out: tuple[str, ...] = ()
    _trimmed: dict[frozenset[str], "Statement"] = field(default_factory=dict)

    @cached_property
    def row(self) -> Any:
        """The class of its rows."""
        return _named(self.columns, *self.parts, nothing=self.left_out)

    def among(self, keys: Iterable[int]) -> list[Row]:
        """The rows with these primary keys; nothing asked where there are none."""
        return self.read(self.told_of(keys))

    def bearing(self, ref: str) -> list[Row]:
        """The only row with this ref, or none."""
        return self.read(asked(self._by_ref, [ref]))

    def told_of(self, keys: Iterable[int]) -> Answers:
        """What PostgreSQL says of these primary keys, for :meth:`read`."""
        wanted = as_array(keys)
        return asked(self._by_keys, [wanted]) if wanted != NONE else []

    def read(self, told: Answers) -> list[Row]:
        """The rows that were told."""
        return [self._row(orjson.loads(one)) for (one,) in told]

    def only(self, wanted: Wanted) -> "Statement":
        """The same without the parts that nobody wants; all of it where nothing is named."""
        if not wanted or not self.parts:
            return self
        kept = frozenset(_paths(self.parts, wanted))
        if kept not in self._trimmed:  # one object, because it keeps its SQL
            self._trimmed[kept] = self._with_parts(wanted)
        return self._trimmed[kept]

    def _with_parts(self, wanted: Wanted) -> "Statement":
        parts = {
            name: part.only(wanted.get(name, {})) if isinstance(part, Statement) else part
            for name, part in self.parts.items()
            if name in wanted or isinstance(part, Joined)
        }
        left_out = tuple(name for name in self.parts if name not in parts)
        return replace(self, parts=parts, left_out=left_out, _trimmed={})

    @cached_property
    def _by_keys(self) -> str:
        return self.written(among_asked(F("pk")))

    @cached_property
    def _by_ref(self) -> str:
        return self.written(Q(ref=ASKED_FOR))

    def written(self, condition: Any) -> str:
        """The SQL that tells rows of which a condition is true."""
        told = self.rows.filter(condition).order_by().values_list(AsText(self._told))
        return with_places(*told.query.sql_with_params())

    @property
    def _told(self) -> Told:
        columns = (Moment(name) if name in MOMENTS else F(name) for name in self.columns.split())
        return Told(*columns, *(part.told for part in self.parts.values()))

    @property
    def told(self) -> AllTold:
        """As an expression of the row it belongs to."""
        rows = self.rows.filter(**{self.key: OuterRef("pk")})
        return AllTold(rows.values_list(self._told)[: self.most])

    def _row(self, values: list[Any]) -> Row:
        for number, read in self._readers:
            if told := values[number]:
                values[number] = read(told)
        return self.row(*values)

    def _rows(self, told: list[list[Any]]) -> list[Row]:
        return [self._row(one) for one in told]

    @cached_property
    def _readers(self) -> list[tuple[int, Callable[[list[Any]], Any]]]:
        """What reads its parts, and where they stand."""
        readers = (
            one.read if isinstance(one, Joined) else one._rows for one in self.parts.values()
        )
        return list(enumerate(readers, len(self.columns.split())))


def _named(columns: str, *parts: str, nothing: Sequence[str] = ()) -> Any:
    """A class of named tuples; what is at their end may be left out."""
    names = [name.replace("__", "_") for name in columns.split()]
    return namedtuple("Row", [*names, *parts, *nothing], defaults=[()] * len(nothing))


def _paths(parts: Mapping[str, Statement | Joined], wanted: Wanted) -> Iterator[str]:
    """The parts that are wanted, with points into what is nested; of a whole part, all."""
    for name, part in parts.items():
        if isinstance(part, Statement) and (not wanted or name in wanted):
            yield name
            yield from (f"{name}.{one}" for one in _paths(part.parts, wanted.get(name, {})))


NAMED = "pk ref name language description updated_at"
NAME = "name language kind"

PEOPLE = Statement(
    Person.objects.public(),
    NAMED,
    {"names": Statement(PersonName.objects.order_by("name"), NAME, key="person")},
)
ORGANIZATIONS = Statement(
    Organization.objects.public(),
    NAMED,
    {"names": Statement(OrganizationName.objects.order_by("name"), NAME, key="organization")},
)
TOPICS = Statement(Topic.objects.public(), "pk ref name updated_at")

SOURCE = (
    "pk ref is_public derives kind title publisher__ref publisher__name author_line url"
    " archived_url language published reference_number"
)
"""Of any kind of answer, in short; with whether it derives from others."""

ANY_SOURCES = Source.objects.annotate(
    derives=Exists(Derivation.objects.filter(source=OuterRef("pk")))
)
SOURCES = Statement(ANY_SOURCES, SOURCE)

THE_SOURCE = Joined(SOURCE, by="source")


def naming_a_source(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows whose :data:`THE_SOURCE` is told."""
    derives = Exists(Derivation.objects.filter(source=OuterRef("source_id")))
    return rows.annotate(source__derives=derives)


TEXTS = Statement(
    SourceText.objects.annotate(
        shown=Case(When(source__rights=Rights.PUBLIC, then="text"), output_field=TextField())
    ).order_by("-edition"),
    "edition sha256 language shown",
    key="source",
    most=1,
)
"""The newest captured edition of a source; its words only when the rights are public."""
PUBLIC_SOURCES = Statement(
    ANY_SOURCES.filter(is_public=True), f"{SOURCE} rights note updated_at", {"text": TEXTS}
)
ROLES = Statement(
    naming_a_source(Role.objects.public()),
    "pk ref title period updated_at person__ref person__name organization__ref organization__name",
    {"source": THE_SOURCE},
)
SPEECHES = Statement(
    Speech.objects.public(),
    "pk ref title occasion place language delivered note updated_at",
    {
        "speakers": Statement(
            SpeechSpeaker.objects.order_by("position"),
            "as_credited person__ref person__name organization__ref organization__name"
            " role__ref role__title",
            key="speech",
        ),
        "sources": Statement(
            naming_a_source(SpeechSource.objects.filter(source__is_public=True)).order_by(
                "position"
            ),
            "position",
            {"source": THE_SOURCE},
            key="speech",
        ),
    },
)
CHECKS = Statement(
    FidelityCheck.objects.order_by("-pk"), "verdict engine checked_at", key="citation", most=1
)
"""The verdict that counts: the newest."""
CITATIONS = Statement(
    naming_a_source(Citation.objects.filter(source__is_public=True).order_by("position")),
    "wording as_credited locator source_text__edition source_text__sha256 exact prefix suffix"
    " start end",
    {"source": THE_SOURCE, "fidelity": CHECKS},
    key="quote",
)
QUOTES = Statement(
    Quote.objects.shown(),
    "pk ref text language spoken_language kind speaker__ref speaker__name organization__ref"
    " organization__name role__ref role__title as_credited unattributed speech__ref speech__title"
    " said speech_delivered status standing public_note updated_at",
    {
        "topics": Statement(
            QuoteTopic.objects.order_by("topic__name"), "topic__ref topic__name", key="quote"
        ),
        "citations": CITATIONS,
        "relations": Statement(
            QuoteRelation.objects.filter(other__status__in=SHOWN).order_by("id"),
            "relation other__ref other__text other__language",
            key="quote",
        ),
        "corrections": Statement(
            Transition.objects.filter(step=Step.CORRECTED).order_by("pk"),
            "at note changed",
            key="quote",
        ),
    },
)

OF: dict[str, Statement] = {
    "person": PEOPLE,
    "organization": ORGANIZATIONS,
    "topic": TOPICS,
    "role": ROLES,
    "source": PUBLIC_SOURCES,
    "speech": SPEECHES,
    "quote": QUOTES,
}
"""By the name of the model: the records that the public may read."""
