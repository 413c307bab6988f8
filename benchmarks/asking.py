"""Clients that ask a server on this machine for a while, and what their answers took."""

import http.client
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

HOST = "127.0.0.1"
Headers = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """How fast a class of requests was answered: per second, and milliseconds of each.

    ``failed`` counts other answers, such as 503 for a statement that took too long; they are not
    in the rate.
    """

    rate: float
    p50: float
    p95: float
    failed: int = 0


@dataclass(frozen=True)
class Server:
    """A server on this machine."""

    port: int
    headers: tuple[tuple[str, str], ...] = ()

    def get(self, path: str, **headers: str) -> tuple[int, Headers, bytes]:
        """One answer, over a connection of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            return _answer(connection, path, {**dict(self.headers), **headers})
        finally:
            connection.close()

    def wait(self, path: str, seconds: float = 60) -> None:
        """Until it answers."""
        end = time.monotonic() + seconds
        while True:
            try:
                status, _, body = self.get(path)
            except OSError:
                status, body = 0, b""
            if status == 200:
                return
            if time.monotonic() > end:
                raise RuntimeError(f"No answer at {path}: {status} {body[:200]!r}")
            time.sleep(0.2)


def ask(
    server: Server,
    requests: Sequence[tuple[str, Headers]],
    clients: int,
    seconds: float,
    expected: int = 200,
) -> Asked:
    """All ``clients`` ask in turn for ``seconds``, each beginning elsewhere in ``requests``."""
    end = time.perf_counter() + seconds
    began = time.perf_counter()

    def client(number: int) -> list[float | None]:
        connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
        took: list[float | None] = []
        at = number * len(requests) // clients
        try:
            while time.perf_counter() < end:
                path, headers = requests[at % len(requests)]
                at += 1
                start = time.perf_counter()
                status, _, _ = _answer(connection, path, {**dict(server.headers), **headers})
                spent = 1000 * (time.perf_counter() - start)
                took.append(spent if status == expected else None)
        finally:
            connection.close()
        return took

    with ThreadPoolExecutor(clients) as pool:
        answers = [one for each in pool.map(client, range(clients)) for one in each]
    spent = time.perf_counter() - began
    took = [one for one in answers if one is not None] or [1000 * spent]
    cuts = quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
    return Asked(len(took) / spent, cuts[49], cuts[94], answers.count(None))


def _answer(
    connection: http.client.HTTPConnection, path: str, headers: Headers
) -> tuple[int, Headers, bytes]:
    """One answer; a connection that the server closed meanwhile is opened again."""
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
    except (http.client.RemoteDisconnected, ConnectionError):
        connection.close()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
