"""Whether the addresses of sources still answer, as last seen by ``manage.py check_addresses``."""

from django.db import models
from django.db.models import F, Q

from archive.models.sources import Source


class AddressCheckQuerySet(models.QuerySet["AddressCheck"]):
    """Questions about what was seen."""

    def dead(self) -> "AddressCheckQuerySet":
        """Addresses that did not answer, and that their source still gives."""
        current = Q(address=F("source__url")) | Q(address=F("source__archived_url"))
        return self.filter(current, dead_since__isnull=False)


class AddressCheck(models.Model):
    """What one address of a source answered last. An observation: no part of the record."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="address_checks")
    address = models.CharField(max_length=2000)
    checked_at = models.DateTimeField()
    answer = models.CharField(max_length=300, help_text="200, 404, or why there was none.")
    dead_since = models.DateTimeField(
        null=True, blank=True, help_text="The first of the failures in a row; empty: it answers."
    )

    objects = AddressCheckQuerySet.as_manager()

    class Meta:
        ordering = ["source", "address"]
        indexes = [
            models.Index(
                fields=["dead_since"],
                name="addresscheck_dead",
                condition=Q(dead_since__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "address"], name="addresscheck_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.answer}"
