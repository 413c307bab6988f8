"""What the API's answers are made of, read by statements the ORM wrote once.

A page of quotes needs the same few statements every time, with other keys. Writing one anew took
Django as long as PostgreSQL took to answer it, and a model instance for each link of each quote as
long again; so a statement is compiled at its first use, and its rows are plain named tuples.
"""

from collections import namedtuple
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Case, F, Func, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import JSONObject

from archive.models import (
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
from quotes.fidelity.verifying import newest_check
from quotes.models import (
    SHOWN,
    Citation,
    Quote,
    QuoteRelation,
    QuoteTopic,
    Step,
    Topic,
    Transition,
)
from quotes.paging import Among, as_array

NONE = as_array(())

MOMENTS = {"updated_at", "checked_at"}

Row = Any
"""A named tuple: the column ``speaker__ref`` is its attribute ``speaker_ref``."""


def named(columns: Iterable[str]) -> Any:
    """The class of a row with these columns."""
    return namedtuple("Row", [name.replace("__", "_") for name in columns])


class Moment(Func):
    """A time as ISO 8601 in UTC, written by PostgreSQL: read into Python it costs ten times that.

    As ``datetime.isoformat`` writes it: the fraction has six digits, or is left out where it is 0.
    """

    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000Z', 'Z')"
    )
    output_field = TextField()


class Statement:
    """The columns of ``rows`` whose ``key`` is among those asked for."""

    def __init__(self, rows: QuerySet[Any], columns: str, key: str = "pk") -> None:
        self.rows, self.key = rows, key
        self.columns = columns.split()
        self.row = named(self.columns)

    @cached_property
    def _written(self) -> tuple[str, list[Any]]:
        """The SQL and its values, among them the keys asked for as an empty array."""
        none = Value(NONE, TextField())
        shown = (Moment(name) if name in MOMENTS else name for name in self.columns)
        asked = self.rows.filter(Among(F(self.key), none)).values_list(*shown)
        sql, values = asked.query.sql_with_params()
        return sql, list(values)

    def among(self, keys: Iterable[int]) -> list[Row]:
        """The rows with these keys; nothing asked where there are none."""
        wanted = list(keys)
        if not wanted:
            return []
        sql, values = self._written
        with connection.cursor() as cursor:
            cursor.execute(sql, [as_array(wanted) if v == NONE else v for v in values])
            return list(map(self.row._make, cursor.fetchall()))


NAMED = "pk ref name language description updated_at"
NAME = "name language kind"

PEOPLE = Statement(Person.objects.public(), NAMED)
PERSON_NAMES = Statement(
    PersonName.objects.order_by("person_id", "name"), f"person_id {NAME}", "person"
)
ORGANIZATIONS = Statement(Organization.objects.public(), NAMED)
ORGANIZATION_NAMES = Statement(
    OrganizationName.objects.order_by("organization_id", "name"),
    f"organization_id {NAME}",
    "organization",
)
TOPICS = Statement(Topic.objects.public(), "pk ref name updated_at")
ROLES = Statement(
    Role.objects.public(),
    "pk ref title period updated_at source_id"
    " person__ref person__name organization__ref organization__name",
)
SOURCES = Statement(
    Source.objects.all(),
    "pk ref is_public kind title publisher__ref publisher__name author_line url archived_url"
    " language published reference_number rights note updated_at",
)
SOURCE_TEXTS = Statement(
    SourceText.objects.annotate(
        shown=Case(When(source__rights=Rights.PUBLIC, then="text"), output_field=TextField())
    )
    .order_by("source_id", "-edition")
    .distinct("source_id"),
    "source_id edition sha256 language shown",
    "source",
)
"""The newest captured edition of each source; its words only when the rights are public."""
SPEECHES = Statement(
    Speech.objects.public(),
    "pk ref title occasion place language delivered note updated_at",
)
SPEAKERS = Statement(
    SpeechSpeaker.objects.order_by("speech_id", "position"),
    "speech_id as_credited person__ref person__name organization__ref organization__name"
    " role__ref role__title",
    "speech",
)
RECORDS = Statement(
    SpeechSource.objects.filter(source__is_public=True).order_by("speech_id", "position"),
    "speech_id source_id",
    "speech",
)
CORRECTIONS = (
    Transition.objects.filter(quote=OuterRef("pk"), step=Step.CORRECTED)
    .order_by("pk")
    .values(told=JSONObject(at="at", note="note", changed="changed"))
)
QUOTES = Statement(
    Quote.objects.shown().annotate(corrections=ArraySubquery(CORRECTIONS)),
    "pk ref text language spoken_language kind speaker__ref speaker__name organization__ref"
    " organization__name role__ref role__title as_credited unattributed speech__ref speech__title"
    " said speech_delivered status standing public_note corrections updated_at",
)
TOPICS_OF_QUOTES = Statement(
    QuoteTopic.objects.order_by("quote_id", "topic__name"),
    "quote_id topic__ref topic__name",
    "quote",
)
CITATIONS = Statement(
    Citation.objects.order_by("quote_id", "position").annotate(
        verdict=newest_check("verdict"),
        engine=newest_check("engine"),
        checked_at=newest_check("checked_at"),
    ),
    "quote_id source_id wording as_credited locator source_text__edition source_text__sha256"
    " exact prefix suffix start end verdict engine checked_at",
    "quote",
)
RELATIONS = Statement(
    QuoteRelation.objects.filter(other__status__in=SHOWN).order_by("quote_id", "id"),
    "quote_id relation other__ref other__text other__language",
    "quote",
)
