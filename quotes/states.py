"""What a quote can be: of which kind, where in the editors' work, and how sure."""

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """How much of the wording is the speaker's."""

    DIRECT = "direct", "direct"
    PARTIAL = "partial", "partial"
    INDIRECT = "indirect", "indirect"


class Status(models.TextChoices):
    """Where a quote is in the editors' work."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    PUBLISHED = "published", "published"
    RETRACTED = "retracted", "retracted"
    REMOVED = "removed", "removed"


class Standing(models.TextChoices):
    """How sure the archive is that this was said."""

    UNVERIFIED = "unverified", "unverified"
    CONFIRMED = "confirmed", "confirmed"
    DISPUTED = "disputed", "disputed"
    MISATTRIBUTED = "misattributed", "misattributed"


PUBLISHED = Q(status=Status.PUBLISHED.value)

SCHEDULED = Q(status=Status.IN_REVIEW.value, publish_at__isnull=False)
"""Approved, and waiting for its time: the public knows nothing of it."""

SHOWN = (Status.PUBLISHED, Status.RETRACTED)
"""Statuses whose words the public may read; a retracted quote's page stays, with its note."""

IS_SHOWN = "{row}.status IN ('published', 'retracted')"
"""The same in SQL, of a row of quotes."""

WAS_OR_IS_SHOWN = f"({IS_SHOWN.format(row='a')} OR {IS_SHOWN.format(row='b')})"

ONCE_PUBLIC = (*SHOWN, Status.REMOVED)
"""Statuses whose address was given out and keeps answering."""
