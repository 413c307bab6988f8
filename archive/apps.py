"""The ``archive`` application."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The record of who, where, when and in what source."""

    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"
