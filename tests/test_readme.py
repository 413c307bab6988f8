"""The README's commands run, and answer what it says they answer."""

import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from config.local_postgres import binaries

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
RUN_ELSEWHERE = {
    "make demo": "tests/config/test_demo.py runs it in a project of its own",
    "make test": "this is it",
}
RUN_HERE = (
    "A tour of the API",
    "Checking a quotation",
    "Import and export",
    "Deployment",
    "Backup",
)
SITE = "http://127.0.0.1:8000"


def blocks(heading):
    """The commands of a section with the output the README promises: [(command, output), …]."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert section, f"the README has no section “{heading}”"
    steps = []
    for block in re.findall(r"^```console\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif line.startswith("> "):
                steps[-1] = (f"{steps[-1][0]}\n{line[2:]}", [])
            else:
                steps[-1][1].append(line)
    return [(command, "\n".join(output)) for command, output in steps]


def run(steps, **environment):
    """Run the commands in one shell, as a reader would, and return each one's output."""
    mark = "----- next command -----"
    script = "\n".join(["set -e", *(f"{command}\necho '{mark}'" for command, _ in steps)])
    ran = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env={**os.environ, **environment}, check=False,
        capture_output=True, text=True, timeout=900,  # ends a hang: they take 22 s
    )  # fmt: skip
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return [output.strip("\n") for output in ran.stdout.split(f"{mark}\n")[:-1]]


def test_every_command_of_the_readme_is_run_by_a_test():
    tested = [command for heading in RUN_HERE for command, _ in blocks(heading)]
    every = re.findall(r"^\$ (.*)$", README, re.MULTILINE)
    assert [command for command in every if command not in [*tested, *RUN_ELSEWHERE]] == []


@pytest.fixture
def sample(transactional_db):
    call_command("import_archive", *map(str, sorted((ROOT / "fixtures").glob("*.jsonl"))))


def test_the_tour_answers_what_the_readme_says(sample, live_server):
    steps = blocks("A tour of the API")
    here = [(command.replace(SITE, live_server.url), output) for command, output in steps]
    answers = run(here)
    for (command, promised), answer in zip(here, answers, strict=True):
        assert answer.replace(live_server.url, SITE) == promised, command


@pytest.mark.parametrize("heading", ["Import and export", "Checking a quotation"])
def test_a_file_goes_in_and_an_answer_comes_out(sample, heading):
    steps = [(here(command), output) for command, output in blocks(heading)]
    database = f"postgresql:///{connection.settings_dict['NAME']}"
    answers = run(steps, DATABASE_URL=database, **address_of_the_database())
    for (command, promised), answer in zip(steps, answers, strict=True):
        assert answer == promised, command


def here(command):
    """The README's command with the interpreter of this test run."""
    return command.replace(".venv/bin/", f"{shlex.quote(str(Path(sys.executable).parent))}/")


def address_of_the_database():
    """The database's own tools on the path, and where they find the server."""
    parameters = connection.get_connection_params()
    variables = {
        name: str(parameters[key])
        for name, key in {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}.items()
        if parameters.get(key)
    }
    if password := parameters.get("password"):
        variables["PGPASSWORD"] = password
    return variables


def programs():
    """The folder of the newest pg_dump at hand: an older one refuses a newer server."""
    return str(binaries.find(os.environ.get("LOCAL_POSTGRES_BIN", "")))


@pytest.fixture
def free_port():
    """A port that stays free for a server with --reuse-port: to nobody else is it given."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


@pytest.fixture
def operator(tmp_path):
    """An operator's shell: PostgreSQL's programs, a database and a folder of its own."""
    folders = [programs(), str(Path(sys.executable).parent)]
    name = f"readme_{os.getpid()}"
    yield {
        **address_of_the_database(),
        "PATH": os.pathsep.join([*folders, os.environ["PATH"]]),
        "HERE": str(tmp_path),
        "NAME": name,
    }
    drop = ["psql", "-qd", "postgres", "-c", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"]
    path = {"PATH": os.pathsep.join([*folders, os.environ["PATH"]])}
    subprocess.run(drop, env={**os.environ, **address_of_the_database(), **path}, check=True)


def localized(command, operator):
    """The README's command with its database, files and interpreter replaced by the test's own."""
    return here(
        command.replace("archive.dump", f"{operator['HERE']}/archive.dump")
        .replace("postgresql:///archive", f"postgresql:///{operator['NAME']}")
        .replace("CREATE DATABASE archive", f"CREATE DATABASE {operator['NAME']}")
    )


@pytest.mark.django_db
def test_the_deployment_works_and_its_backup_is_whole(operator, free_port):
    steps = [
        (localized(command, operator), output)
        for heading in ("Deployment", "Backup")
        for command, output in blocks(heading)
    ]
    serving = next(n for n, (command, _) in enumerate(steps) if "gunicorn" in command)
    server = steps[serving][0]
    steps[serving] = (f"{server} & server=$!\n{AWAIT}\nkill $server; wait $server || true", "")
    address = f"127.0.0.1:{free_port}"
    steps = [(command.replace("127.0.0.1:8000", address), "") for command, _ in steps]
    run(steps, STATIC_ROOT=f"{operator['HERE']}/static", **operator)


AWAIT = f"""{shlex.quote(sys.executable)} - <<'PYTHON'
import time, urllib.request
request = urllib.request.Request("http://127.0.0.1:8000/api/v1/quotes/", headers={{
    "Host": "archive.example", "X-Forwarded-Proto": "https"}})
end = time.monotonic() + 300
while time.monotonic() < end:
    try:
        assert urllib.request.urlopen(request).status == 200
        break
    except OSError:
        time.sleep(0.1)
else:
    raise SystemExit("gunicorn did not answer")
PYTHON"""
