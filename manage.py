#!/usr/bin/env python
"""Django's command line for the archive."""

import os
import sys

from config.pipes import ending_with_the_reader
from config.refusing import by_a_sentence


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    with by_a_sentence(status=1):
        settings.INSTALLED_APPS  # noqa: B018  # whatever is asked of them first reads them all
    with ending_with_the_reader():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
