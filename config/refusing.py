"""A wrong value of the environment ends a process by its sentence, not by a page of Python."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

NOT_LOADED = 4
"""By this gunicorn knows that a worker could not load the application; it starts no other."""


@contextmanager
def by_a_sentence(status: int) -> Iterator[None]:
    """End what reads the environment in here, with ``status``, saying what is wrong with it."""
    try:
        yield
    except (ImproperlyConfigured, EnvError) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(status) from None
