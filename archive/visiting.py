"""Does an address still answer? Visited carefully: an archive's server must reach no inner network.

The name is resolved once and the connection goes to that very number, so that a name cannot be
public when asked and private when visited. Every redirect is judged like the first address.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

HOPS = 5
"""Redirects followed."""

AGENT = "speech-and-quote-archive (checks whether cited sources still answer)"


@dataclass(frozen=True)
class Answer:
    """What an address answered, and whether it is alive."""

    said: str
    alive: bool


class RefusedError(Exception):
    """An address that is not visited; the message says why."""


def visit(address: str, seconds: float = 10, private: bool = False) -> Answer:
    """Ask for the address, following redirects; never raises for what the network does.

    401, 403 and 429 are alive: somebody is there and does not talk to programs.
    """
    try:
        for _ in range(HOPS + 1):
            status, target = _ask(urlsplit(address), seconds, private)
            if target is None:
                return Answer(str(status), status < 400 or status in (401, 403, 429))
            address = urljoin(address, target)
    except RefusedError as refused:
        return Answer(f"not visited: {refused}", alive=False)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(f"no answer: {error or type(error).__name__}"[:300], alive=False)
    return Answer(f"more than {HOPS} redirects", alive=False)


def _ask(url: SplitResult, seconds: float, private: bool) -> tuple[int, str | None]:
    if url.scheme not in ("http", "https") or not url.hostname:
        raise RefusedError("only http and https are visited")
    connection = _connect(url, seconds, private)
    try:
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        # As a browser sends it: /wiki/任正非 is written with percent signs, and those stay.
        connection.request("GET", iri_to_uri(path), headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        moved = answer.status in (301, 302, 303, 307, 308)
        return answer.status, _location(answer) if moved else None
    finally:
        connection.close()


def _location(answer: http.client.HTTPResponse) -> str | None:
    """Where a redirect leads: what is not ASCII is UTF-8, and ``http.client`` reads Latin-1."""
    given = answer.getheader("Location")
    return None if given is None else given.encode("latin-1").decode(errors="replace")


def _connect(url: SplitResult, seconds: float, private: bool) -> http.client.HTTPConnection:
    assert url.hostname is not None
    port = url.port or (443 if url.scheme == "https" else 80)
    number = _number(url.hostname, port, private)
    connection = http.client.HTTPConnection(url.hostname, port, timeout=seconds)
    connection.sock = socket.create_connection((number, port), seconds)
    if url.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=url.hostname)
    return connection


def _number(host: str, port: int, private: bool) -> str:
    """The address to connect to; refused when any of the name's addresses is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [str(one[4][0]) for one in found]
    if not private and not _all_public(numbers):
        raise RefusedError("it leads to a private network")
    return numbers[0]


def _all_public(numbers: Iterable[str]) -> bool:
    plain = [ipaddress.ip_address(number.partition("%")[0]) for number in numbers]
    mapped = [getattr(one, "ipv4_mapped", None) or one for one in plain]
    return all(one.is_global and not one.is_multicast for one in mapped)
