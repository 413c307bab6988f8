"""Servers and projects of their own for these tests: the developer's data is never touched."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.local_postgres.server import Server, state_folder

REPOSITORY = Path(__file__).resolve().parents[2]


@contextmanager
def open_folder() -> Iterator[Path]:
    """An empty folder, with a short path that any account can pass: pytest's are 0700."""
    path = Path(tempfile.mkdtemp(prefix="archive-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture
def make_server(folder: Path) -> Iterator[Callable[..., Server]]:
    """Make servers, each of a state folder below ``folder``; stop them in the end."""
    made: list[Server] = []

    def make(name: str = "state", **options: str) -> Server:
        made.append(Server(folder / name, **options))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)


@pytest.fixture
def server(make_server: Callable[..., Server]) -> Server:
    """A server that was never started."""
    return make_server()


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    """A running server, for tests that leave it as it was."""
    with open_folder() as path:
        server = Server(path / "state")
        server.start()
        yield server
        server.stop()


class Project:
    """A copy of this project in a folder of its own, with its own local server."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.server = Server(state_folder(path))
        shutil.copytree(REPOSITORY / "config", path / "config")
        for program in ("manage.py", "gunicorn.conf.py"):
            shutil.copy(REPOSITORY / program, path)
        for package in ("archive", "quotes", "fixtures"):
            (path / package).symlink_to(REPOSITORY / package)

    def environment(self, **variables: str) -> dict[str, str]:
        inherited = ("PATH", "HOME", "LANG", "LOCAL_POSTGRES_BIN", "COVERAGE_PROCESS_START")
        kept = {name: os.environ[name] for name in inherited if name in os.environ}
        return {**kept, "PYTHONWARNINGS": "error", **variables}

    def manage(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.python("manage.py", *words, **variables)

    def python(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.path,
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,  # ends a hang
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    path = folder / "project"
    path.mkdir()
    project = Project(path)
    yield project
    project.server.stop()
    shutil.rmtree(project.server.state, ignore_errors=True)
