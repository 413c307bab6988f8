"""The desk: Django's admin, with what editors work on most first."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

FIRST = ("quotes", "archive")
"""Applications in the order they are listed; Django's own order, by name, is for the others."""


class Desk(AdminSite):
    """The site all of the archive's forms are registered at."""

    site_header = site_title = "Speech and quote archive"
    index_title = "The desk"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Quotes and the record above accounts and keys, on the home page and beside every page."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: _place(app["app_label"]))


def _place(label: str) -> int:
    return FIRST.index(label) if label in FIRST else len(FIRST)
