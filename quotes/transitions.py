"""The steps a quote took on its way, each with who, when and why: the desk's own record.

Append-only. What a quote says, and said before, is in the change log; a step says why.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Step(models.TextChoices):
    """What was done with a quote."""

    SUBMITTED = "submitted", "submitted for review"
    WITHDRAWN = "withdrawn", "taken back from review"
    SENT_BACK = "sent_back", "sent back"
    SCHEDULED = "scheduled", "approved for a time"
    UNSCHEDULED = "unscheduled", "no longer scheduled"
    PUBLISHED = "published", "published"
    CORRECTED = "corrected", "corrected"
    STANDING = "standing", "given another standing"
    RETRACTED = "retracted", "retracted"
    RESTORED = "restored", "restored"
    REMOVED = "removed", "removed"


class Transition(models.Model):
    """One step of one quote.

    ``note`` is for the public and part of the record; ``reason`` is for the desk alone.
    """

    quote = models.ForeignKey("quotes.Quote", models.CASCADE, related_name="transitions")
    step = models.CharField(max_length=12, choices=Step.choices)
    reason = models.TextField(blank=True, default="", help_text="For the desk.")
    note = models.TextField(blank=True, default="", help_text="For the public.")
    changed = models.JSONField(
        blank=True, default=list, help_text="Names of the fields a correction changed."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["quote", "id"]
        constraints = [
            models.CheckConstraint(
                name="transition_step_is_known", condition=Q(step__in=Step.values)
            ),
            models.CheckConstraint(
                name="transition_in_public_says_why",
                condition=~Q(step__in=[Step.CORRECTED, Step.RETRACTED]) | Q(note__regex=r"\S"),
                violation_error_message="A correction or retraction needs a public note.",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="step_stays_as_it_was",
                fields=["step", "reason", "note", "changed", "at"],
            )
        ]

    def __str__(self) -> str:
        return self.get_step_display()
