"""What every noun of the record has: a permanent ref, and whether the public may see it."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.functions import Now

from archive.models.fields import RefField

Noun = TypeVar("Noun", bound="Record")


class RecordQuerySet(models.QuerySet[Noun]):
    """Questions every noun answers."""

    def public(self) -> Self:
        """What visitors may see."""
        return self.filter(is_public=True)


def desk_permissions(noun: str, nouns: str) -> list[tuple[str, Any]]:
    """What an editor may do with a noun of the record beside adding, changing and deleting it."""
    return [
        (f"correct_{noun}", f"Can change {nouns} the public sees"),
        (f"merge_{noun}", f"Can merge {nouns}"),
    ]


class Record(models.Model):
    """A noun of the record with a permanent public address.

    ``is_public`` says whether visitors may see it. It is set when a published quote leads here
    (``quotes.workflow``), and stays: an address once given out keeps answering.
    """

    ref = RefField()
    is_public = models.BooleanField(
        "public",
        default=False,
        db_default=False,
        help_text="May visitors see this? Publishing a quote sets it along the chain.",
    )
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        abstract = True
