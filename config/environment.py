"""Typed readers of the environment that fail loudly, by name. Values are never printed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

T = TypeVar("T")


def required(reader: Callable[..., T], name: str, production: bool, otherwise: T) -> T:
    """The variable ``name``, or ``otherwise`` outside production; in production it must be set."""
    if not production:
        return reader(name, otherwise)
    try:
        value = reader(name)
    except EnvError:
        value = None
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when PRODUCTION is true.")
    return value


def whole_number(env: Env, name: str, otherwise: int) -> int:
    """The variable ``name`` as a number ≥ 0."""
    number = env.int(name, otherwise)
    if number < 0:
        raise ImproperlyConfigured(f"{name} must be 0 or more.")
    return number


def lifetime(env: Env, version: str) -> tuple[date, date] | None:
    """The days when a version of the API is deprecated and when it ends; None while undecided.

    Who builds on it was promised a year from the one to the other.
    """
    names = [f"{version}_DEPRECATED", f"{version}_SUNSET"]
    days = [env.date(name, None) for name in names]
    if not any(days):
        return None
    deprecated, sunset = days
    if not deprecated or not sunset:
        raise ImproperlyConfigured(f"{names[0]} and {names[1]} must be set together.")
    if sunset < deprecated + timedelta(days=365):
        raise ImproperlyConfigured(f"{names[1]} must be a year after {names[0]} at least.")
    return deprecated, sunset


def database_from_url(url: str) -> dict[str, Any]:
    """Django's settings for a ``postgresql://`` address.

    Raises ``ImproperlyConfigured`` for another scheme or an address without a database name; the
    address itself holds a password and is not repeated.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            "DATABASE_URL must start with postgresql://: the archive runs on PostgreSQL only."
        )
    try:
        database = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read as an address.") from error
    if not database.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database: end it with /NAME.")
    return {**database, "ENGINE": "config.postgres"}
