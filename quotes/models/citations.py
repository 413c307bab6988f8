"""Citations: where a quote is printed, and as what."""

import pghistory
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from archive.models import Source, SourceText
from archive.models.changes import told_of
from archive.models.fields import (
    CopiedIntegerField,
    where_known,
)
from archive.models.history import kept, unindexed
from quotes.models.quotes import Quote
from quotes.states import IS_SHOWN


class Citation(models.Model):
    """A quote in a source: the wording and attribution as printed there, and where.

    The anchor is W3C Web Annotation's TextQuoteSelector (``exact``, ``prefix``, ``suffix``) and
    TextPositionSelector (``start``, ``end``: characters, from 0, end exclusive) into one edition.
    """

    quote = models.ForeignKey(
        Quote,
        models.CASCADE,
        related_name="citations",
        db_index=False,  # `citation_one_a_place` begins with it
    )
    position = models.PositiveSmallIntegerField(default=1, help_text="Order among the citations.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    wording = models.TextField(
        blank=True, default="", help_text="As printed there, where it differs from the quote."
    )
    as_credited = models.CharField(
        max_length=500, blank=True, default="", help_text="As printed there: cautioned Ren."
    )
    locator = models.CharField(
        max_length=200, blank=True, default="", help_text="para 6, p. 12, 00:13:05."
    )
    source_text = models.ForeignKey(
        SourceText,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        db_constraint=False,  # the key that keeps `text_length` true says this too
        related_name="citations",
        help_text="The captured edition the anchor counts in.",
    )
    text_length = CopiedIntegerField(of="source_text.length", null=True, blank=True, default=None)
    exact = models.TextField(blank=True, default="")
    prefix = models.CharField(max_length=200, blank=True, default="")
    suffix = models.CharField(max_length=200, blank=True, default="")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["quote", "position"]
        indexes = where_known("citation", "source_text")
        constraints = [
            # It knows the source too: facets count the sources of ten thousand quotes.
            models.UniqueConstraint(
                fields=["quote", "position"], include=["source"], name="citation_one_a_place"
            ),
            models.CheckConstraint(
                name="citation_anchor_is_whole",
                condition=Q(start__isnull=True, end__isnull=True, exact="")
                | Q(start__isnull=False, end__isnull=False, source_text__isnull=False)
                & ~Q(exact=""),
                violation_error_message=(
                    "An anchor needs a captured text, its exact words, a start and an end."
                ),
            ),
            models.CheckConstraint(
                name="citation_anchor_is_as_long_as_its_words",
                condition=Q(start__isnull=True)
                | Q(
                    end=F("start")
                    + Func(F("exact"), function="char_length", output_field=models.IntegerField())
                ),
                violation_error_message="The anchor must be exactly as long as its words.",
            ),
            models.CheckConstraint(
                name="citation_anchor_lies_in_the_text",
                condition=Q(end__isnull=True) | Q(end__lte=Coalesce(F("text_length"), Value(0))),
                violation_error_message="The anchor ends after the captured text does.",
            ),
            models.CheckConstraint(
                name="citation_text_has_its_length",
                condition=Q(source_text__isnull=True, text_length__isnull=True)
                | Q(source_text__isnull=False, text_length__isnull=False),
            ),
        ]
        triggers = told_of("quote", "quotes_quote", "quote_id", IS_SHOWN)

    def __str__(self) -> str:
        return f"{self.quote} — {self.source}"


pghistory.track(*kept(), attrs=unindexed(Citation, "source", "source_text"))(Citation)
