"""Speeches: occasions on which something was said, by whom, and the sources that record them."""

from collections.abc import Iterable
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from archive.dates import parse
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
    overlaps,
)
from archive.models.history import kept
from archive.models.organizations import Organization
from archive.models.people import Person
from archive.models.roles import Role
from archive.models.sources import Source


class SpeechQuerySet(RecordQuerySet["Speech"]):
    """Questions about speeches."""

    def maybe_the_same_as(self, speech: "Speech") -> Self:
        """Other speeches of one of its speakers that may have been given on the same day."""
        speakers = speech.speakers.values_list("person", "organization")
        return self.maybe_given(speech.delivered, speakers).exclude(pk=speech.pk)

    def maybe_given(
        self, delivered: str, speakers: Iterable[tuple[int | None, int | None]]
    ) -> Self:
        """Speeches of one of these (person, organization) that may have been given then.

        None when the date or the speakers are unknown: then nothing says that two are one.
        """
        if not delivered:
            return self.none()
        pairs = list(speakers)
        people = [person for person, _ in pairs if person]
        companies = [company for person, company in pairs if company and not person]
        spoken = SpeechSpeaker.objects.filter(
            Q(person__in=people) | Q(person=None, organization__in=companies)
        )
        return self.filter(overlaps("delivered", parse(delivered)), pk__in=spoken.values("speech"))


@pghistory.track(*kept(), exclude=["delivered_earliest", "delivered_latest"])
class Speech(Record):
    """An occasion on which something was said."""

    title = models.CharField(max_length=1000, help_text="Its own, or a plain description.")
    occasion = models.CharField(max_length=500, blank=True, default="")
    place = models.CharField(max_length=300, blank=True, default="")
    language = LanguageField(help_text="Language it was spoken in.")
    delivered = PartialDateField()
    delivered_earliest = earliest_of("delivered")
    delivered_latest = latest_of("delivered")
    note = models.TextField(blank=True, default="", help_text="Public remark about the speech.")
    sources = models.ManyToManyField(Source, through="SpeechSource", related_name="speeches")

    objects = SpeechQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "speeches"
        indexes = [
            models.Index(
                fields=["delivered_earliest", "delivered_latest"], name="speech_delivered_dates"
            ),
        ]
        permissions = desk_permissions("speech", "speeches")
        constraints = [
            *is_a_ref("speech"),
            is_not_blank("speech", "title"),
            is_a_date("speech", "delivered"),
            *is_a_language("speech", "language"),
            # The target of the quote's composite foreign key (see quotes' migrations).
            models.UniqueConstraint(fields=["id", "delivered"], name="speech_with_delivered"),
        ]
        triggers = told("speech", {Spread.SHOWN: differs("title")})

    def __str__(self) -> str:
        return self.title


@pghistory.track(*kept())
class SpeechSpeaker(models.Model):
    """Who spoke: as the record credits them, and who we conclude that is."""

    speech = models.ForeignKey(Speech, models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="speeches"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="speeches"
    )
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="speeches")
    as_credited = models.CharField(
        max_length=500, blank=True, default="", help_text="Name and title as the record prints it."
    )

    class Meta:
        ordering = ["speech", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["speech", "position"], name="speechspeaker_one_a_place"
            ),
            models.CheckConstraint(
                name="speechspeaker_is_someone",
                condition=Q(person__isnull=False)
                | Q(organization__isnull=False)
                | ~Q(as_credited=""),
                violation_error_message="Name a person, an organization, or the credit as printed.",
            ),
        ]
        triggers = told_of("speech", "archive_speech", "speech_id")

    def __str__(self) -> str:
        return str(self.person or self.organization or self.as_credited)


@pghistory.track(*kept())
class SpeechSource(models.Model):
    """A source that records a speech."""

    speech = models.ForeignKey(Speech, models.CASCADE, related_name="records")
    source = models.ForeignKey(Source, models.PROTECT, related_name="records")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["speech", "position"]
        constraints = [
            models.UniqueConstraint(fields=["speech", "source"], name="speechsource_once_each"),
        ]
        triggers = told_of("speech", "archive_speech", "speech_id")

    def __str__(self) -> str:
        return f"{self.speech}: {self.source}"
