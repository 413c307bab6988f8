"""The record that a search points to: its address or its ref, pasted where words are searched."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from archive.models import Organization, Person, Role, Source, Speech
from archive.models.base import Record
from archive.models.fields import REF_PATTERN
from archive.models.redirects import Redirect
from quotes.models import SHOWN, Quote, Topic

Place = tuple[str, str]
"""The kind of a record and its ref."""

KINDS: dict[str, type[Any]] = {
    "quote": Quote,
    "speech": Speech,
    "source": Source,
    "person": Person,
    "organization": Organization,
    "topic": Topic,
    "role": Role,
}

ROUTE = re.compile(rf"(?:embed-)?({'|'.join(KINDS)})(?:-detail)?")
"""What a record's addresses are called: its page, its frame, its data."""


def place_of(typed: str, host: str) -> Place | None:
    """The record whose address on this ``host`` is typed, whether it is there or not."""
    address = typed.strip()
    if "/" not in address or re.search(r"\s", address):
        return None
    try:
        parts = urlsplit(address if "//" in address or address[0] == "/" else f"//{address}")
        found = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    named = ROUTE.fullmatch(found.url_name or "")
    own = parts.netloc.lower() in ("", host.lower())
    return (named[1], found.kwargs["ref"]) if own and named else None


def pointed_at(typed: str, host: str) -> Record | None:
    """The public record whose address or ref is typed, or the one it was merged into.

    It asks the database once a kind: for what finds nothing by its words.
    """
    if place := place_of(typed, host):
        return _public(*place)
    ref = typed.strip()
    if "-" not in ref or not re.search(REF_PATTERN, ref):  # a mere word asks nothing
        return None
    return next((one for kind in KINDS if (one := _public(kind, ref))), None)


def _public(kind: str, ref: str) -> Record | None:
    model = KINDS[kind]
    rows: Any = (
        Quote.objects.filter(status__in=SHOWN)
        if model is Quote
        else model._default_manager.public()
    )
    refs = [ref, Redirect.objects.target(kind, ref) or ref]
    found: Record | None = rows.filter(ref__in=refs).first()
    return found
