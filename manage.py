#!/usr/bin/env python
"""Django's command line for the archive."""

import os
import sys

from config.pipes import ending_with_the_reader


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    with ending_with_the_reader():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
