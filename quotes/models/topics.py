"""Topics: what quotes are about."""

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func

from archive.models.base import Record, RecordQuerySet, desk_permissions
from archive.models.changes import Spread, differs, told
from archive.models.fields import (
    is_a_ref,
    is_not_blank,
)
from archive.models.history import kept
from archive.models.names import inside_names


class Topic(Record):
    """What a quote is about."""

    name = models.CharField(max_length=100)

    objects = RecordQuerySet["Topic"].as_manager()

    class Meta:
        ordering = ["name"]
        permissions = desk_permissions("topic", "topics")
        indexes = [
            # For suggestions while typing; people and organizations keep their folded names.
            GinIndex(
                OpClass(Func(F("name"), function="public.fold_name"), name="gin_trgm_ops"),
                name="topic_trigrams",
            ),
            inside_names("topic_inside", "name", Func(F("name"), function="public.fold_name")),
        ]
        constraints = [
            *is_a_ref("topic"),
            is_not_blank("topic", "name"),
            models.UniqueConstraint(
                Func(F("name"), function="public.fold_name"),
                name="topic_named_once",
                violation_error_message="There is already a topic of this name.",
            ),
        ]
        triggers = told("topic", {Spread.SHOWN: differs("name")})

    def __str__(self) -> str:
        return self.name


pghistory.track(*kept())(Topic)
