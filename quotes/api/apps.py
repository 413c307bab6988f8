"""The ``quotes.api`` application: the keys and limits of every version of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Who may ask how much."""

    name = "quotes.api"
    label = "api"
    verbose_name = "API"
    default_auto_field = "django.db.models.BigAutoField"
