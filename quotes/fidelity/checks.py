"""What the archive remembers of a captured text: how faithful citations are, what was no quote."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from archive.models import SourceText
from archive.models.changes import told_of
from archive.models.history import kept
from quotes.states import IS_SHOWN


class Verdict(models.TextChoices):
    """How a quote's words compare with the captured text they are cited from."""

    VERBATIM = "verbatim", "verbatim"
    TYPOGRAPHY = "typography", "verbatim but for typography"
    TRANSLATION = "translation", "as the translating source prints it"
    ALTERED = "altered", "altered"
    MEANING = "meaning_changed", "meaning-bearing word changed"
    SPLICED = "spliced", "spliced"
    TRUNCATED = "truncated", "truncated before a qualification"
    NOT_FOUND = "not_found", "not found"
    AMBIGUOUS = "ambiguous", "ambiguous place"
    OTHER_LANGUAGE = "other_language", "unchecked: the text is in another language"
    REPORTED = "reported", "indirect, in the source's own words"

    @property
    def failed(self) -> bool:
        """Whether an editor should look."""
        return self in FAILED


FAILED = (
    Verdict.ALTERED, Verdict.MEANING, Verdict.SPLICED, Verdict.TRUNCATED, Verdict.NOT_FOUND,
    Verdict.AMBIGUOUS,
)  # fmt: skip

UNCHECKED = "unchecked: no text"
"""What is said of a citation without captured text; no row is kept for it."""


CITING = "(SELECT quote_id FROM public.quotes_citation c WHERE c.id = after.citation_id)"


class FidelityCheck(models.Model):
    """One verdict on one citation. Only ever added to: the newest counts, the older explain it.

    Like a change log it names its citation and text without a constraint: it outlives a draft that
    was deleted, and deleting one needs no permission here.
    """

    citation = models.ForeignKey(
        "quotes.Citation", models.DO_NOTHING, db_constraint=False, related_name="checks"
    )
    source_text = models.ForeignKey(
        SourceText, models.DO_NOTHING, db_constraint=False, related_name="checks"
    )
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    engine = models.PositiveSmallIntegerField(help_text="Version of the rules that judged.")
    compared = models.CharField(max_length=64, help_text="SHA-256 of the wordings compared.")
    details = models.JSONField(default=dict, help_text="What differs: segments, changes, cuts.")
    checked_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["citation", "-id"], name="fidelity_newest_of_citation"),
            models.Index(
                fields=["citation"], name="fidelity_failed", condition=Q(verdict__in=FAILED)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="fidelity_verdict_is_known", condition=Q(verdict__in=Verdict.values)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="verdicts_are_only_added", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            *told_of("quote", "quotes_quote", CITING, IS_SHOWN)[:1],  # others are refused
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} (rules {self.engine})"


@pghistory.track(*kept())
class Dismissal(models.Model):
    """A quotation found in an edition that an editor said is no quote for the archive."""

    source_text = models.ForeignKey(SourceText, models.CASCADE, related_name="dismissals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="dismissals"
    )
    at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = ["source_text", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_text", "start", "end"], name="dismissal_once_each"
            ),
            models.CheckConstraint(
                name="dismissal_begins_before_it_ends", condition=Q(end__gt=models.F("start"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_text}, characters {self.start} to {self.end}"
