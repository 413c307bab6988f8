"""The ``config`` application: it has no models, only checks and commands about running."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """System checks and management commands about running the archive."""

    name = "config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        """Register the system checks."""
        from config import checks  # noqa: F401  (imported for its @register decorators)
