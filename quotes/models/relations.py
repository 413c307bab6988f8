"""How quotes relate to each other: translations and variants."""

import pghistory
from django.db import models
from django.db.models import F, Q

from archive.models.changes import told_of
from archive.models.history import kept
from quotes.models.quotes import Quote
from quotes.states import IS_SHOWN


class QuoteRelationKind(models.TextChoices):
    """How one quote relates to another."""

    TRANSLATION_OF = "translation_of", "translation of"
    VARIANT_OF = "variant_of", "variant of"


@pghistory.track(*kept())
class QuoteRelation(models.Model):
    """``quote`` is a translation or a variant of ``other``."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Quote, models.CASCADE, related_name="relations_from")
    relation = models.CharField(max_length=20, choices=QuoteRelationKind.choices)

    class Meta:
        ordering = ["quote", "id"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "other"], name="quoterelation_once_each"),
            models.CheckConstraint(
                name="quoterelation_not_to_itself",
                condition=~Q(quote=F("other")),
                violation_error_message="A quote cannot be related to itself.",
            ),
            models.CheckConstraint(
                name="quoterelation_is_known",
                condition=Q(relation__in=QuoteRelationKind.values),
            ),
        ]
        triggers = told_of("quote", "quotes_quote", "quote_id", IS_SHOWN)

    def __str__(self) -> str:
        return f"{self.quote} ({self.get_relation_display()} {self.other})"
