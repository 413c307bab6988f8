"""From a record at the desk to its page for readers."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse

from quotes.models import SHOWN, Quote

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


class OnTheSite(Base):
    """Mixin: “View on site” leads to the page of what readers can see, and stands nowhere else."""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The address of its page, named after its noun; none while it is not public."""
        if obj is None or not is_shown(obj):
            return None
        return reverse(f"web:{obj._meta.model_name}", args=[obj.ref])


def is_shown(record: Any) -> bool:
    """Whether readers meet the record."""
    return record.status in SHOWN if isinstance(record, Quote) else bool(record.is_public)
