"""Pairs of quotes that an editor judged to be two: looked at once, and not offered again."""

from collections.abc import Collection
from typing import Any

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now

from archive.history import on_record
from archive.models.history import kept


@pghistory.track(*kept())
class Distinction(models.Model):
    """Two quotes that are no duplicates of one another, however alike their words are."""

    quote = models.ForeignKey("quotes.Quote", models.CASCADE, related_name="distinctions")
    other = models.ForeignKey("quotes.Quote", models.CASCADE, related_name="distinguished")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="distinctions"
    )
    at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = ["-id"]
        constraints = [
            # Whichever of the two was looked at: the pair is judged once.
            models.UniqueConstraint(
                Least("quote", "other"), Greatest("quote", "other"), name="distinction_once_a_pair"
            ),
            models.CheckConstraint(
                name="distinction_of_two_quotes", condition=~Q(quote=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote} is not {self.other}"


@transaction.atomic
def tell_apart(quote: int, other: int, by: Any) -> bool:
    """Keep that the quotes of these keys are two; False if that was said before."""
    if pairs(quote, other).exists():
        return False
    with on_record(by, "not a duplicate"):
        Distinction.objects.bulk_create(
            [Distinction(quote_id=quote, other_id=other, by=by)], ignore_conflicts=True
        )
    return True


@transaction.atomic
def forget(quote: int, other: int, by: Any) -> bool:
    """Take that back, so that the pair is offered again; False if it was not said."""
    with on_record(by, "perhaps a duplicate after all"):
        return bool(pairs(quote, other).delete()[0])


def pairs(quote: int, other: int) -> "models.QuerySet[Distinction]":
    """The judgement on these two, either way round."""
    return Distinction.objects.filter(Q(quote=quote, other=other) | Q(quote=other, other=quote))


def of(keys: Collection[int]) -> "models.QuerySet[Distinction]":
    """The judgements in which one of these quotes stands."""
    return Distinction.objects.filter(Q(quote__in=keys) | Q(other__in=keys))
