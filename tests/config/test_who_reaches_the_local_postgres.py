"""Nobody but its own account reaches the local PostgreSQL, wherever the project lies."""

import os
import pwd
import site
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from config.local_postgres import binaries
from config.local_postgres.binaries import LocalPostgresError
from tests.config.servers import REPOSITORY, answer, as_root, needs_proc


def test_there_is_no_tcp_and_the_socket_folder_is_closed(running):
    assert answer(running, "SHOW listen_addresses") == ""
    assert running.socket_folder.stat().st_mode & 0o777 == 0o700


def held_by(pid: int) -> set[str]:
    """What the process has open, but for what it closes while one looks."""
    held = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            held.add(os.readlink(file))
    return held


@needs_proc
def test_no_tcp_socket_listens_and_nothing_of_the_starter_is_inherited(running):
    pid = running.process()
    held = held_by(pid)
    tables = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
    tcp = {
        f"socket:[{line.split()[9]}]"
        for table in tables
        if table.exists()
        for line in table.read_text().splitlines()[1:]
    }
    assert not held & tcp
    assert not any(file.endswith("/lock") for file in held)
    assert os.readlink(f"/proc/{pid}/fd/0") == "/dev/null"
    assert os.readlink(f"/proc/{pid}/fd/1") == str(running.log)
    assert os.getsid(pid) != os.getsid(0)


@as_root
@needs_proc
def test_under_root_the_server_has_no_privilege_left(running):
    lines = Path(f"/proc/{running.process()}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    account = running.account
    assert account.pw_uid != 0
    assert set(status["Uid"].split()) == {str(account.pw_uid)}
    assert set(status["Gid"].split()) == {str(account.pw_gid)}
    assert status["Groups"].split() == []
    assert int(status["CapEff"], 16) == 0


@as_root
def test_under_root_the_account_cannot_change_what_root_reads(running):
    for name in ("", "lock", "postgresql.conf", "pg_hba.conf", "pg_ident.conf"):
        found = (running.state / name).stat()
        assert found.st_uid == 0
        assert not found.st_mode & 0o022


@as_root
def test_another_account_is_turned_away_even_with_the_folder_open(running):
    socket = running.socket_folder
    socket.chmod(0o711)
    (socket / ".s.PGSQL.5432").chmod(0o777)
    psql = [running.programs / "psql", "-h", socket, "-U", "archive", "-c", "SELECT 1"]
    daemon = pwd.getpwnam("daemon")
    try:
        refused = binaries.run(psql, user=daemon.pw_uid, group=daemon.pw_gid)
    finally:
        socket.chmod(0o700)
    assert refused.returncode
    assert "Peer authentication failed" in refused.stdout


@pytest.mark.parametrize("name", ["/".join(["a folder with a 'long' name"] * 6), "a,b", "äöü 档案"])
def test_a_long_or_odd_path_is_no_obstacle(make_server, name):
    server = make_server(name)
    assert len(str(server.socket_folder)) < 90
    server.start()
    assert answer(server, "SELECT 1") == 1
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_that_others_may_enter_is_refused(make_server):
    server = make_server("long" * 30)
    server.socket_folder.mkdir(mode=0o755)
    with pytest.raises(LocalPostgresError, match="must be a folder of the account"):
        server.start()


def test_a_socket_folder_that_is_a_link_is_refused(make_server, folder):
    server = make_server("long" * 30)
    server.socket_folder.symlink_to(folder)
    try:
        with pytest.raises(LocalPostgresError, match="must be a folder of the account"):
            server.start()
    finally:
        server.socket_folder.unlink()


# An ordinary user, where these tests run as root

LIFE = """
from pathlib import Path
import psycopg
from config.local_postgres.server import Server, state_folder
server = Server(state_folder(Path.cwd()))
server.start()
with psycopg.connect(**server.address, dbname="archive") as connection:
    print(connection.execute("SELECT current_user").fetchone()[0])
print(server.account.pw_name, server.state.relative_to(Path.cwd()))
print(server.stop(), server.is_running())
"""


def python_for(account: pwd.struct_passwd, environment: dict[str, str]) -> str:
    """A Python like ours that the account can run; ours is often below /root."""
    probe = f"import sys, psycopg; assert sys.version_info[:2] == {sys.version_info[:2]}"
    for python in (sys.executable, "/usr/bin/python3"):
        command = [python, "-c", probe]
        try:
            ran = subprocess.run(command, env=environment, **identity(account), check=False)
        except OSError:
            continue
        if ran.returncode == 0:
            return python
    pytest.skip(f"{account.pw_name} can run no Python {sys.version_info[:2]} here")


def identity(account: pwd.struct_passwd) -> dict:
    return {
        "user": account.pw_uid,
        "group": account.pw_gid,
        "extra_groups": [],
        "cwd": "/",
        "stderr": subprocess.DEVNULL,
    }


@as_root
def test_an_ordinary_user_has_the_server_in_the_project(folder):
    account = pwd.getpwnam("nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    environment = {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), *site.getsitepackages()])}
    python = python_for(account, environment)
    life = subprocess.run(
        [python, "-c", LIFE],
        **identity(account) | {"cwd": folder, "stderr": None},
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert life.stdout.splitlines() == ["archive", "nobody .local/postgres", "True False"]
