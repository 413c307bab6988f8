"""Merges: which two records became one, why, and every row that was touched on the way."""

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Merge(models.Model):
    """One merge, with what undoing it needs: the journal of ``archive.merging``."""

    kind = models.CharField(max_length=20, help_text="Model name: person, organization, source …")
    kept_ref = models.CharField(max_length=120)
    old_ref = models.CharField(max_length=120)
    old_label = models.TextField(help_text="What the merged record was called.")
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(db_default=Now())
    journal = models.JSONField(encoder=DjangoJSONEncoder, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undo_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "kept_ref"], name="merge_kept")]
        constraints = [
            models.CheckConstraint(name="merge_has_a_reason", condition=Q(reason__regex=r"\S")),
            models.CheckConstraint(
                name="merge_undone_says_why",
                condition=Q(undone_at__isnull=True) | Q(undo_reason__regex=r"\S"),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="merge_stays_as_it_was",
                fields=["kind", "kept_ref", "old_ref", "old_label", "reason", "at", "journal"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_label} ({self.kind} {self.old_ref}) → {self.kept_ref}"
