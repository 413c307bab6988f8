"""Clients that ask a server on this machine for a while, and what their answers took."""

import http.client
import re
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from statistics import quantiles

HOST = "127.0.0.1"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked\r\n", re.IGNORECASE)
LAST_CHUNK = b"\r\n0\r\n\r\n"
Headers = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """How fast a class of requests was answered: per second, and milliseconds of each.

    ``failed`` counts other answers, such as 503 for a statement that took too long; they are among
    the ``answers``, not in the rate.
    """

    rate: float
    p50: float
    p95: float
    answers: int
    failed: int = 0


@dataclass(frozen=True)
class Server:
    """A server on this machine."""

    port: int
    headers: tuple[tuple[str, str], ...] = ()

    def get(self, path: str, **headers: str) -> tuple[int, Headers, bytes]:
        """One answer, over a connection of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        with closing(connection):
            connection.request("GET", path, headers={**dict(self.headers), **headers})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def written(self, path: str, headers: Headers) -> bytes:
        """A request as it is sent."""
        lines = [f"{name}: {value}" for name, value in {**dict(self.headers), **headers}.items()]
        head = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", *lines]
        return "\r\n".join([*head, "", ""]).encode()

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


@contextmanager
def connected(server: Server, clients: int) -> "Iterator[list[Kept]]":
    """So many clients, each with its connection: to whoever answers it first, from then on."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Kept(server))) for _ in range(clients)]


def ask(
    clients: "Sequence[Kept]",
    requests: Sequence[tuple[str, Headers]],
    seconds: float,
    expected: int = 200,
) -> Asked:
    """All ``clients`` ask in turn for ``seconds``, each beginning elsewhere in ``requests``."""
    end = time.perf_counter() + seconds
    began = time.perf_counter()
    written = [clients[0].server.written(path, headers) for path, headers in requests]

    def client(number: int, connection: Kept) -> list[float | None]:
        took: list[float | None] = []
        at = number * len(written) // len(clients)
        while time.perf_counter() < end:
            start = time.perf_counter()
            status = connection.ask(written[at % len(written)])
            spent = 1000 * (time.perf_counter() - start)
            took.append(spent if status == expected else None)
            at += 1
        return took

    with ThreadPoolExecutor(len(clients)) as pool:
        each = pool.map(client, range(len(clients)), clients)
        answers = [one for took in each for one in took]
    spent = time.perf_counter() - began
    took = [one for one in answers if one is not None] or [1000 * spent]
    cuts = quantiles(took, n=100, method="inclusive") if len(took) > 1 else took * 99
    return Asked(len(took) / spent, cuts[49], cuts[94], len(answers), answers.count(None))


class Kept:
    """A connection that is kept, and reads no more of an answer than where it ends.

    ``http.client`` takes five times as long, of the processors that the servers share with it.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.socket = socket.create_connection((HOST, server.port), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> int:
        """The status of the answer; a connection that the server closed is opened again."""
        try:
            return self._answered(request)
        except ConnectionError:
            self.close()
            self.__init__(self.server)  # type: ignore[misc]  # the same, begun anew
            return self._answered(request)

    def _answered(self, request: bytes) -> int:
        self.socket.sendall(request)
        got = self._more()
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        if length := LENGTH.search(got, 0, end + 2):
            left = int(length[1]) - (len(got) - end - 4)
            while left > 0:
                left -= len(self._more())
        elif CHUNKED.search(got, 0, end + 2):
            last = got
            while not last.endswith(LAST_CHUNK):
                last = last[-len(LAST_CHUNK) :] + self._more()
        return int(got[9:12])

    def _more(self) -> bytes:
        if not (block := self.socket.recv(2**18)):
            raise ConnectionResetError("The server closed the connection.")
        return block

    def close(self) -> None:
        """End it."""
        self.socket.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
