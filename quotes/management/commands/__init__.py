"""The commands: ``import_archive`` and ``export_archive``."""
