"""Sources: the documents that carry the words, their texts, and which derives from which."""

import re
from typing import Self

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import HashIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length, Now

from archive.models.base import Record, RecordQuerySet, desk_permissions
from archive.models.changes import Spread, differs, told, told_of
from archive.models.fields import (
    LanguageField,
    PartialDateField,
    earliest_of,
    is_a_date,
    is_a_language,
    is_a_ref,
    is_not_blank,
    latest_of,
)
from archive.models.history import kept
from archive.models.organizations import Organization


class SourceKind(models.TextChoices):
    """What sort of document a source is."""

    INTERNAL_POST = "internal_post", "internal post"
    PRESS_RELEASE = "press_release", "press release"
    STATEMENT = "statement", "statement"
    FILING = "filing", "filing"
    TRANSCRIPT = "transcript", "transcript"
    ARTICLE = "article", "article"
    INTERVIEW = "interview", "interview"
    VIDEO = "video", "video"
    AUDIO = "audio", "audio"
    BOOK = "book", "book"
    SOCIAL_POST = "social_post", "social post"
    OTHER = "other", "other"


class Rights(models.TextChoices):
    """Whether the public may read the source's text here."""

    UNKNOWN = "unknown", "unknown: not shown"
    WITHHELD = "withheld", "withheld: not shown"
    PUBLIC = "public", "public: shown"


def is_a_web_address(field: str) -> models.CheckConstraint:
    """The promise that ``field`` is empty or http(s): a ``javascript:`` address never lands."""
    return models.CheckConstraint(
        name=f"source_{field}_is_a_web_address",
        condition=Q(**{field: ""}) | Q(**{f"{field}__regex": r"^https?://\S+$"}),
        violation_error_message=f"“{field}” must start with http:// or https://.",
    )


def web_address(help_text: str) -> models.CharField:
    """A column for an http(s) address, empty when there is none."""
    return models.CharField(
        max_length=2000,
        blank=True,
        default="",
        help_text=help_text,
        validators=[URLValidator(schemes=["http", "https"])],
    )


def spellings(url: str) -> list[str]:
    """One web address with and without what seldom matters: s, www., a last slash, a fragment."""
    bare = re.sub(
        r"^https?://(www\.)?",
        "",
        url.partition("#")[0],
        flags=re.IGNORECASE,
    )
    host, slash, rest = bare.rstrip("/").partition("/")
    return [
        f"{scheme}://{www}{host.lower()}{slash}{rest}{end}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for end in ("", "/")
    ]


class SourceQuerySet(RecordQuerySet["Source"]):
    """Questions about sources."""

    def at_address(self, url: str) -> Self:
        """Sources published at a web address, written like this or with other trimmings."""
        typed = url.replace("\0", "").strip()
        return self.filter(url__in=[typed, *spellings(typed)]) if typed else self.none()

    def with_derivatives(self) -> Self:
        """These sources and every source that derives from one of them, however far."""
        sql, params = self.order_by().values("pk").query.sql_with_params()
        chain = RawSQL(f"({DERIVATIVES.format(start=sql)})", params)  # noqa: S611  # Django's own SQL, its values as parameters
        return self.model._default_manager.filter(pk__in=chain)  # type: ignore[return-value]  # our own manager


# UNION (not UNION ALL) ends the walk on a circle, should raw SQL ever write one.
DERIVATIVES = """
WITH RECURSIVE chain(id) AS (
    {start}
    UNION
    SELECT d.source_id FROM archive_derivation d JOIN chain ON d.origin_id = chain.id
)
SELECT id FROM chain
"""


@pghistory.track(*kept(), exclude=["published_earliest", "published_latest"])
class Source(Record):
    """One published or internal document."""

    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    title = models.CharField(max_length=1000, help_text="As the document gives it.")
    publisher = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        help_text="Empty when unknown.",
    )
    author_line = models.CharField(
        max_length=500, blank=True, default="", help_text="The byline as printed."
    )
    url = web_address("Where it was published.")
    archived_url = web_address("A capture in a web archive.")
    language = LanguageField()
    published = PartialDateField()
    published_earliest = earliest_of("published")
    published_latest = latest_of("published")
    reference_number = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text="The issuer's own number: 电邮[2020]146号.",
    )
    rights = models.CharField(max_length=10, choices=Rights.choices, default=Rights.UNKNOWN)
    note = models.TextField(blank=True, default="", help_text="Public remark about the document.")
    origins = models.ManyToManyField(
        "self",
        through="Derivation",
        through_fields=("source", "origin"),
        symmetrical=False,
        related_name="derivatives",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        indexes = [
            models.Index(
                fields=["published_earliest", "published_latest"], name="source_published"
            ),
            # Whose are these? Facets count the publishers of thousands.
            models.Index(
                fields=["id"],
                include=["publisher"],
                condition=Q(is_public=True),
                name="source_publisher",
            ),
            # Is this address held already? A hash, since an address may be too long for a tree.
            HashIndex(fields=["url"], name="source_at_address"),
        ]
        permissions = desk_permissions("source", "sources")
        constraints = [
            *is_a_ref("source"),
            is_not_blank("source", "title"),
            is_a_date("source", "published"),
            is_a_web_address("url"),
            is_a_web_address("archived_url"),
            *is_a_language("source", "language"),
            models.CheckConstraint(
                name="source_kind_is_known", condition=Q(kind__in=SourceKind.values)
            ),
            models.CheckConstraint(
                name="source_rights_are_known", condition=Q(rights__in=Rights.values)
            ),
        ]
        triggers = told(
            "source",
            {
                Spread.SHOWN: differs(
                    "kind", "title", "publisher_id", "author_line", "published", "language",
                    "reference_number", "url", "archived_url",
                ),
                Spread.OPENED: differs("is_public"),
            },
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Relation(models.TextChoices):
    """How a source derives from its origin."""

    REPORTS = "reports", "reports"
    TRANSLATES = "translates", "translates"
    REPRINTS = "reprints", "reprints"
    EXCERPTS = "excerpts", "excerpts"


@pghistory.track(*kept())
class Derivation(models.Model):
    """One link of the provenance chain: ``source`` reports, translates or reprints ``origin``."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="derived_from")
    origin = models.ForeignKey(Source, models.PROTECT, related_name="gave_rise_to")
    relation = models.CharField(max_length=12, choices=Relation.choices)

    class Meta:
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "origin"], name="derivation_once_each"),
            models.CheckConstraint(
                name="derivation_not_from_itself",
                condition=~Q(source=F("origin")),
                violation_error_message="A source cannot derive from itself.",
            ),
            models.CheckConstraint(
                name="derivation_relation_is_known", condition=Q(relation__in=Relation.values)
            ),
        ]
        triggers = told_of("source", "archive_source", "source_id", spreads=True)

    def __str__(self) -> str:
        return f"{self.source} {self.relation} {self.origin}"


@pghistory.track(*kept(), exclude=["sha256", "length"])
class SourceText(models.Model):
    """An immutable edition of a source's text, exactly as captured. A corrected text is a new one.

    The trigger that refuses to change ``text`` is part of the history: the editions *are* the
    history of the document, and a quote's anchor counts characters in one of them.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="texts")
    edition = models.PositiveIntegerField(default=1)
    text = models.TextField()
    language = LanguageField()
    captured_at = models.DateTimeField(default=None, null=True, blank=True)
    note = models.TextField(blank=True, default="", help_text="How and from where it was captured.")
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    sha256 = models.GeneratedField(
        expression=Func(F("text"), function="public.sha256_hex"),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )
    length = models.GeneratedField(
        expression=Length(F("text")), output_field=models.IntegerField(), db_persist=True
    )

    class Meta:
        ordering = ["source", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["source", "edition"], name="sourcetext_edition_once"),
            # The target of the citation's composite foreign key (see quotes' migrations).
            models.UniqueConstraint(
                fields=["id", "source", "length"], name="sourcetext_of_source_with_length"
            ),
            models.CheckConstraint(
                name="sourcetext_edition_counts_from_1", condition=Q(edition__gte=1)
            ),
            is_not_blank("sourcetext", "text"),
            *is_a_language("sourcetext", "language"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="text_is_immutable", fields=["text"]),
            *told_of("source", "archive_source", "source_id"),
        ]

    def __str__(self) -> str:
        return f"{self.source}, edition {self.edition}"
