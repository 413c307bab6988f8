"""Roles: who held what title where, and when."""

from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value

from archive.dates import parse
from archive.models.base import Record, RecordQuerySet, desk_permissions
from archive.models.changes import Spread, differs, told
from archive.models.fields import (
    PartialDateField,
    earliest_of,
    is_a_date,
    is_a_ref,
    is_not_blank,
    latest_of,
    overlaps,
)
from archive.models.history import kept
from archive.models.organizations import Organization
from archive.models.people import Person
from archive.models.sources import Source


class RoleQuerySet(RecordQuerySet["Role"]):
    """Who held what, when."""

    def on(self, date: str) -> Self:
        """Roles that may have been held at ``date`` (EDTF). A role of unknown period never is.

        Raises ``archive.dates.DateError`` when ``date`` is not a partial date.
        """
        return self.filter(overlaps("period", parse(date)))

    def undated(self) -> Self:
        """Roles whose period is unknown: they may be offered, never concluded."""
        return self.filter(period="")


@pghistory.track(*kept(), exclude=["period_earliest", "period_latest"])
class Role(Record):
    """A title a person held at an organization for a period, and the source that says so."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roles")
    title = models.CharField(max_length=300, help_text="As the source gives it.")
    period = PartialDateField(help_text="1987/.., 2018-03/2020-12. Empty: unknown.")
    period_earliest = earliest_of("period")
    period_latest = latest_of("period")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="roles_evidenced"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["person", "period_earliest", "title", "id"]
        permissions = desk_permissions("role", "roles")
        constraints = [
            *is_a_ref("role"),
            is_not_blank("role", "title"),
            is_a_date("role", "period"),
            # An unknown period overlaps every other: date it before adding the same title again.
            ExclusionConstraint(
                name="role_not_held_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    ("title", RangeOperators.EQUAL),
                    (
                        Func(
                            F("period_earliest"),
                            F("period_latest"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person already has this title there in that period.",
            ),
        ]
        triggers = told("role", {Spread.SHOWN: differs("title")})

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.organization}"
