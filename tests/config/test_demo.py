"""``make demo``: its refusals, its first run and its second."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def free_port() -> Iterator[str]:
    """A port that stays free for who asks for it by number: to nobody else is it given."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield str(kept.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield str(taken.getsockname()[1])


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(REPOSITORY / "Makefile", folder)
    command = ["make", "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_a_taken_port_is_one_sentence_before_anything_slow(project, taken_port):
    refused = make(project.path, "demo", f"PORT={taken_port}")
    assert refused.returncode
    assert refused.stderr.startswith(f"Port {taken_port} of 127.0.0.1 is taken. Choose another")
    assert not (project.path / ".venv").exists()

    refused = project.manage("demo", "--port", taken_port)
    assert refused.stderr.startswith(f"CommandError: Port {taken_port} of 127.0.0.1 is taken.")
    assert not project.server.state.exists()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "٨٠٠٠", ""])
def test_a_port_that_is_none_is_one_sentence(tmp_path, project, port):
    refused = project.manage("demo", f"--port={port}")
    assert "PORT must be a number from 1 to 65535" in refused.stderr


def test_make_says_which_prerequisite_is_missing(tmp_path):
    assert (
        "there is no no-such-python here" in make(tmp_path, "demo", "PYTHON=no-such-python").stderr
    )

    old = tmp_path / "old python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    refused = make(tmp_path, "demo", f"PYTHON={old}")
    assert "Python 3.11 or newer is needed; this is Python 3.9.2." in refused.stderr

    bare = tmp_path / "bare python"
    bare.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')
    bare.chmod(0o755)
    assert "apt install python3-venv" in make(tmp_path, "demo", f"PYTHON={bare}").stderr
    assert not (tmp_path / ".venv").exists()


def test_make_alone_lists_every_command(tmp_path):
    listed = make(tmp_path).stdout
    for command in ("help", "demo", "test", "lint", "bench", "lock", "psql", "stop", "clean"):
        assert re.search(rf"^make {command} +\w", listed, re.MULTILINE)


def test_a_real_archive_gets_no_demo(project):
    refused = project.manage(
        "demo",
        PRODUCTION="true",
        SECRET_KEY="k" * 60,
        ALLOWED_HOSTS="archive.example",
        DATABASE_URL="postgresql://db.example/archive",
    )
    assert refused.stderr.startswith("CommandError: PRODUCTION is set")


def test_a_database_that_does_not_answer_is_said_at_once(project, free_port):
    refused = project.manage(
        "demo",
        f"--port={free_port}",
        DATABASE_URL=f"postgresql://archive:hidden-password@127.0.0.1:{free_port}/archive",
    )
    assert "The database does not answer" in refused.stderr
    assert "Connection refused" in refused.stderr
    assert "hidden-password" not in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr


class Demo:
    """``manage.py demo`` while it serves."""

    def __init__(self, project, port: str) -> None:
        self.site = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", port],
            cwd=project.path,
            env=project.environment(PYTHONWARNINGS="default"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def get(self, path: str) -> int:
        """The status of a page; waits for the server, or for the end of the process."""
        end = time.monotonic() + 300
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(self.site + path, timeout=60) as page:
                    return page.status
            except urllib.error.HTTPError as refusal:
                with refusal:
                    self.refused = refusal.read().decode()
                    return refusal.code
            except OSError:
                assert self.process.poll() is None, self.process.communicate()[0]
                time.sleep(0.1)
        raise AssertionError("The demo did not answer for five minutes.")

    def interrupt(self) -> str:
        """Press Ctrl-C; all that it printed."""
        self.process.send_signal(signal.SIGINT)
        printed = self.process.communicate(timeout=120)[0]
        assert self.process.returncode == 0, printed
        return printed


@pytest.fixture
def start_demo(project, free_port) -> Iterator[Callable[[], Demo]]:
    started: list[Demo] = []

    def start() -> Demo:
        started.append(Demo(project, free_port))
        return started[-1]

    yield start
    for demo in started:
        demo.process.terminate()
        demo.process.communicate()


def count(project, table: str) -> int:
    asked = project.manage("localdb", "psql", "--", "-Atc", f"SELECT count(*) FROM {table}")
    return int(asked.stdout)


def test_the_demo_serves_a_sample_and_the_second_run_loses_nothing(project, start_demo):
    demo = start_demo()
    assert demo.get("/admin/login/") == 200
    assert demo.get("/static/admin/css/base.css") == 200
    assert demo.get("/api/v1/quotes/") == 200
    assert demo.get("/nowhere/") == 404
    assert "Nothing at this address" in demo.refused  # and not Django's list of patterns
    assert demo.get("/search/?q=" + quote("云" * 900)) == 200  # an address of 8,100 characters
    printed = demo.interrupt()
    assert re.search(r"^Password +\S{16}  \(shown this once\)$", printed, re.MULTILINE)
    assert f"{demo.site}/api/v1/" in printed
    assert printed.count("Not Found: /nowhere/") == 1
    quotes = count(project, "quotes_quote")

    correction = "UPDATE archive_person SET name = name || ' (corrected)'"
    corrected = project.manage("localdb", "psql", "--", "-c", correction)
    assert corrected.returncode == 0, corrected.stderr

    demo = start_demo()
    assert demo.get("/admin/login/") == 200
    printed = demo.interrupt()
    assert "Password " not in printed
    assert "changepassword editor" in printed
    assert count(project, "quotes_quote") == quotes
    assert count(project, "archive_person WHERE name NOT LIKE '%(corrected)'") == 0
    assert count(project, "auth_user") == 1
