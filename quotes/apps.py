"""The ``quotes`` application."""

from django.apps import AppConfig


class QuotesConfig(AppConfig):
    """What was said, and how a visitor finds it."""

    name = "quotes"
    verbose_name = "Quotes"
    default_auto_field = "django.db.models.BigAutoField"
