"""Serving: our API beside Datasette, on the same rows in the same run, on this machine alone.

``python -m benchmarks.serving --write`` also writes the table into ``docs/benchmarks.md``. Ours is
gunicorn with production's settings and ``gunicorn.conf.py``; its answers are ranked, counted,
highlighted and nested with citations and chains, Datasette's are flat rows in no order. Both are
asked over kept connections by 1, 8 and 32 clients, each class for a few seconds, one server after
the other; no answer is kept by either. Before, every answer is looked at (``benchmarks.mix``).
Beside the clock it tells what an answer took of the
processors: ours and PostgreSQL's together, which other work on the machine changes less.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.asking import HOST, Server, ask, connected, free_port
from benchmarks.mix import LIST, Class, Requests, classes, looked_at
from benchmarks.processor import Processor, worked
from benchmarks.program import QUICK, load, main

QUOTES = 1_000_000
CLIENTS, CLIENTS_QUICK = (1, 8, 32), (1, 8)
SECONDS, SECONDS_QUICK = 3.0, 0.5
ROOT = Path(__file__).parent.parent


def run(quotes: int) -> Iterator[tuple[str, str]]:
    """Serve a corpus, and yield lines for ``__main__``."""
    yield from load(quotes)
    for line in serve(quick=quotes <= QUICK):
        yield "", line


def serve(quick: bool) -> Iterator[str]:
    """Start both servers, ask them, and tell in Markdown what their answers took."""
    from benchmarks import datasette

    seconds, crowds = (SECONDS_QUICK, CLIENTS_QUICK) if quick else (SECONDS, CLIENTS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "quotes.db"
        datasette.fill(file)
        port = free_port()
        with (
            gunicorn(Path(folder)) as ours,
            running(datasette.start(file, port)) as neighbour,
        ):
            theirs = Served(Server(port), neighbour)
            theirs.server.wait("/-/versions.json")
            asked = classes(ours.server)
            found = list(looked_at(asked, ours.server, theirs.server, file))
            yield from compared(asked, ours, theirs, crowds, seconds)
            yield ""
            yield from found
            yield ""
            for format_, name in (("jsonl", "JSON Lines"), ("csv", "CSV")):
                yield f"- Export as {name}: {exported(ours, format_)}"


@dataclass(frozen=True)
class Served:
    """A server, its process and, if it asks one, that of its database."""

    server: Server
    process: "subprocess.Popen[bytes]"
    database: int | None = None

    def worked(self) -> float:
        """Seconds of processor time until now."""
        of_database = worked(self.database) if self.database else 0.0
        return worked(self.process.pid) + of_database


def compared(
    asked: list[Class], ours: Served, theirs: Served, crowds: tuple[int, ...], seconds: float
) -> Iterator[str]:
    """A row for each class and number of clients, and one for the mix of all classes."""
    heads = ["/s", "p50 ms", "p95 ms", "CPU ms"]
    yield f"| clients | class | ours{' | '.join(heads)} | Datasette{' | '.join(heads)} | ratio |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for clients in crowds:
        rates = []
        for one in asked:
            mine, mine_told = told(ours, one.ours, clients, seconds, one.expected)
            other, other_told = told(theirs, one.theirs, clients, seconds)
            rates.append((mine, other))
            cells = [str(clients), one.name, *mine_told, *other_told]
            yield f"| {' | '.join(cells)} | {mine / other:.1f} × |"
        mine_mixed, other_mixed = (mixed(each) for each in zip(*rates, strict=True))
        yield (
            f"| {clients} | **all, each as often** | {mine_mixed:,.0f} | | | | {other_mixed:,.0f}"
            f" | | | | **{mine_mixed / other_mixed:.1f} ×** |"
        )


def mixed(rates: tuple[float, ...]) -> float:
    """Requests a second when each class is asked as often."""
    return len(rates) / sum(1 / rate for rate in rates)


def told(
    served: Served, requests: Requests, clients: int, seconds: float, expected: int = 200
) -> tuple[float, list[str]]:
    """Ask, first to warm up: answers a second, and the cells that tell it.

    As long as it is measured, and over the same connections: each of our workers plans its
    statements, and looks up the words of the pages it meets, once. Of twenty rare words the first
    round took it 37 ms each, the second 12.5, those after the fourth 4.1; and a new connection
    mostly leads to another worker.
    """
    with connected(served.server, clients) as crowd:
        ask(crowd, requests, seconds, expected)
        before = served.worked()
        asked = ask(crowd, requests, seconds, expected)
    spent = 1000 * (served.worked() - before) / max(1, asked.answers)
    failed = f" ({asked.failed} failed)" if asked.failed else ""
    cells = [f"{asked.rate:,.0f}{failed}", f"{asked.p50:.1f}", f"{asked.p95:.1f}", f"{spent:.1f}"]
    return asked.rate, cells


def exported(served: Served, format_: str) -> str:
    """Rows a second of the whole archive as a file, and what memory the workers gained."""
    before = memory(served.process)
    connection = http.client.HTTPConnection(HOST, served.server.port, timeout=600)
    start, spent = time.perf_counter(), served.worked()
    connection.request("GET", f"{LIST}?format={format_}")
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    rows = size = 0
    first = most = 0.0
    while block := answer.read(2**20):
        rows += block.count(b"\n")
        size += len(block)
        most = max(most, now := memory(served.process))
        first = first or now
    seconds, spent = time.perf_counter() - start, served.worked() - spent
    return (
        f"{rows:,} quotes in {seconds:.0f} s, **{rows / seconds:,.0f} a second**"
        f" ({rows / spent:,.0f} a second of processor time), {size / 2**20:,.0f} MB; the workers"
        f" held {before:.0f} MB before, {first:.0f} MB at the beginning and {most:.0f} MB at most."
    )


def memory(process: "subprocess.Popen[bytes]") -> float:
    """Resident megabytes of a server's workers."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    pages = (int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children)
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def gunicorn(folder: Path) -> Iterator[Served]:
    """Our server as in production, but for TLS; the limit of requests is counted, never reached."""
    port = free_port()
    environment = {
        **os.environ,
        "PRODUCTION": "true",
        "SECRET_KEY": "of-a-benchmark-that-serves-this-machine-only-and-then-ends",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database_url(),
        "SECURE_SSL_REDIRECT": "false",
        "API_LIMIT": "1000000",
        "STATIC_ROOT": str(folder / "static"),
        "LOG_LEVEL": "ERROR",
    }
    command = [
        sys.executable, "-m", "gunicorn", "config.wsgi", "--reuse-port",
        "--bind", f"{HOST}:{port}", "--log-level", "error",
    ]  # fmt: skip
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True)  # noqa: S603  # our own words
    served = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603  # our own words
    with running(served) as process:
        server = Server(port)
        server.wait(LIST)
        yield Served(server, process, Processor().server)


@contextmanager
def running(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """A server, ended with what asks it."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def database_url() -> str:
    """The address of the database this benchmark is connected to."""
    from django.db import connection

    at: dict[str, Any] = connection.get_connection_params()
    password = f":{quote(at['password'])}" if at.get("password") else ""
    host, port = quote(str(at.get("host", "")), safe=""), at.get("port", 5432)
    return f"postgresql://{at['user']}{password}@/{at['dbname']}?host={host}&port={port}"


if __name__ == "__main__":
    main("serving", __doc__, QUOTES, serve)
