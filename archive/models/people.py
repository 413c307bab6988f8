"""People who speak, under every name they are known by."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from archive.models.base import Record, RecordQuerySet, desk_permissions
from archive.models.changes import Spread, differs, told, told_of
from archive.models.fields import LanguageField, is_a_language, is_a_ref, is_not_blank
from archive.models.history import kept
from archive.models.names import NameKind, folded_name, inside_names, known_as, name_constraints


class PersonQuerySet(RecordQuerySet["Person"]):
    """Questions about people."""

    def named(self, name: str) -> Self:
        """People known by ``name`` in any script, whatever its case and accents."""
        return self.filter(known_as(name)).distinct()


@pghistory.track(*kept(), exclude=["folded"])
class Person(Record):
    """Someone who spoke."""

    name = models.CharField(max_length=300, help_text="As the archive shows it.")
    language = LanguageField(help_text="Language the name above is written in: en, zh.")
    description = models.TextField(blank=True, default="", help_text="One line, for telling apart.")
    folded = folded_name()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"
        indexes = [
            models.Index(fields=["folded"], name="person_folded"),
            inside_names("person_inside", "folded", models.F("folded")),
            GinIndex(fields=["folded"], name="person_trigrams", opclasses=["gin_trgm_ops"]),
        ]
        permissions = desk_permissions("person", "people")
        constraints = [
            *is_a_ref("person"),
            is_not_blank("person", "name"),
            *is_a_language("person", "language"),
        ]
        triggers = told("person", {Spread.SHOWN: differs("name")})

    def __str__(self) -> str:
        return self.name


@pghistory.track(*kept(), exclude=["folded"])
class PersonName(models.Model):
    """Another name of a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    language = LanguageField()
    kind = models.CharField(max_length=20, choices=NameKind.choices, default=NameKind.ALIAS)
    folded = folded_name()

    class Meta:
        ordering = ["person", "name"]
        indexes = [
            models.Index(fields=["folded"], name="personname_folded"),
            inside_names("personname_inside", "folded", models.F("folded")),
            GinIndex(fields=["folded"], name="personname_trigrams", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            *name_constraints("personname", "person"),
            is_not_blank("personname", "name"),
            *is_a_language("personname", "language"),
        ]
        triggers = told_of("person", "archive_person", "person_id")

    def __str__(self) -> str:
        return self.name
