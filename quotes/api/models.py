"""Keys: who asks, and how much they may."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone


class ApiKey(models.Model):
    """A key for one app or person, of which only the beginning and the SHA-256 are kept.

    SHA-256 and no slow password hash: the secret is 160 random bits, which nobody guesses, and it
    is checked with every request.
    """

    name = models.CharField(max_length=200, unique=True, help_text="Whose it is, or what for.")
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    per_minute = models.PositiveIntegerField(
        "requests a minute",
        null=True,
        blank=True,
        help_text="Empty: as every key (API_KEY_LIMIT). 0: no limit.",
    )
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: never.")
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    last_used_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(
                name="apikey_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message="“name” must not be empty.",
            ),
            models.CheckConstraint(
                name="apikey_keeps_a_digest_not_the_key",
                condition=Q(digest__regex="^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """``works``, ``expired`` or ``revoked``."""
        if self.revoked_at:
            return "revoked"
        expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return "expired" if expired else "works"
