"""Organizations: companies, publishers, hosts; an organization can speak too."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from archive.models.base import Record, RecordQuerySet, desk_permissions
from archive.models.changes import Spread, differs, told, told_of
from archive.models.fields import LanguageField, is_a_language, is_a_ref, is_not_blank
from archive.models.history import kept
from archive.models.names import NameKind, folded_name, inside_names, known_as, name_constraints


class OrganizationQuerySet(RecordQuerySet["Organization"]):
    """Questions about organizations."""

    def named(self, name: str) -> Self:
        """Organizations known by ``name`` in any script, whatever its case and accents."""
        return self.filter(known_as(name)).distinct()


@pghistory.track(*kept(), exclude=["folded"])
class Organization(Record):
    """A company, authority, publisher or other body."""

    name = models.CharField(max_length=300, help_text="As the archive shows it.")
    language = LanguageField(help_text="Language the name above is written in: en, zh.")
    description = models.TextField(blank=True, default="", help_text="One line, for telling apart.")
    folded = folded_name()

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["folded"], name="organization_folded"),
            inside_names("organization_inside", "folded", models.F("folded")),
            GinIndex(fields=["folded"], name="organization_trigrams", opclasses=["gin_trgm_ops"]),
        ]
        permissions = desk_permissions("organization", "organizations")
        constraints = [
            *is_a_ref("organization"),
            is_not_blank("organization", "name"),
            *is_a_language("organization", "language"),
        ]
        triggers = told("organization", {Spread.SHOWN: differs("name")})

    def __str__(self) -> str:
        return self.name


@pghistory.track(*kept(), exclude=["folded"])
class OrganizationName(models.Model):
    """Another name of an organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    language = LanguageField()
    kind = models.CharField(max_length=20, choices=NameKind.choices, default=NameKind.ALIAS)
    folded = folded_name()

    class Meta:
        ordering = ["organization", "name"]
        indexes = [
            models.Index(fields=["folded"], name="organizationname_folded"),
            inside_names("organizationname_inside", "folded", models.F("folded")),
            GinIndex(
                fields=["folded"], name="organizationname_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ]
        constraints = [
            *name_constraints("organizationname", "organization"),
            is_not_blank("organizationname", "name"),
            *is_a_language("organizationname", "language"),
        ]
        triggers = told_of("organization", "archive_organization", "organization_id")

    def __str__(self) -> str:
        return self.name
