"""Who is asking: the address of a client, also behind proxies.

``X-Forwarded-For`` is what the client likes to claim, but for the entries that our own proxies
append at its end: each writes the address that connected to it. So the client is the entry as many
places from the right as there are trusted proxies (``TRUSTED_PROXIES``), and never another.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; empty over a Unix socket without one."""
    connected = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return connected
    claimed = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    # Fewer entries than proxies: asked from within, past the outer ones.
    return _bare(claimed[-min(proxies, len(claimed))]) or connected


def client_network(request: HttpRequest) -> str:
    """The client as limits count it: an IPv6 customer holds a whole /64, and may change within."""
    return _network(client_address(request))


@lru_cache(maxsize=10_000)
def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        inner = known.ipv4_mapped
        return str(inner) if inner else f"{IPv6Address(int(known) >> 64 << 64)}/64"
    return address


def _bare(entry: str) -> str:
    """An entry without its port; empty when it is no address."""
    entry = entry.strip()
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ip_address(entry))
    except ValueError:
        return ""
