"""The ``config`` application: it has no models, only checks and commands about running."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ConfigConfig(AppConfig):
    """System checks and management commands about running the archive."""

    default = True
    name = "config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        """Register the system checks."""
        from config import checks  # noqa: F401  (imported for its @register decorators)


class DeskConfig(admin.AdminConfig):
    """Django's admin, at the archive's own desk."""

    default = False
    default_site = "config.admin.Desk"
