"""Redirects: where a merged record's address leads now, and why."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from archive.models.changes import told_where_it_leads
from archive.models.fields import REF_PATTERN
from archive.models.history import kept


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """Questions about old addresses."""

    def target(self, kind: str, ref: str) -> str | None:
        """The ref that ``ref`` of this kind was merged into; None when it never was."""
        return self.filter(kind=kind, old_ref=ref).values_list("new_ref", flat=True).first()


@pghistory.track(*kept())
class Redirect(models.Model):
    """An address given out once that now leads to another record of the same kind."""

    kind = models.CharField(max_length=20, help_text="Model name: person, organization, source …")
    old_ref = models.CharField(max_length=120)
    new_ref = models.CharField(max_length=120)
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "old_ref"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "old_ref"], name="redirect_one_an_address"),
            models.CheckConstraint(
                name="redirect_not_to_itself", condition=~Q(old_ref=F("new_ref"))
            ),
            models.CheckConstraint(
                name="redirect_refs_fit_an_address",
                condition=Q(old_ref__regex=REF_PATTERN) & Q(new_ref__regex=REF_PATTERN),
            ),
            models.CheckConstraint(name="redirect_has_a_reason", condition=Q(reason__regex=r"\S")),
        ]
        triggers = told_where_it_leads()

    def __str__(self) -> str:
        return f"{self.kind} {self.old_ref} → {self.new_ref}"
