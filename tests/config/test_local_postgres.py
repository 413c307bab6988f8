"""The local PostgreSQL: started from nothing, found running, hurt, mended and stopped."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from config.local_postgres.binaries import LocalPostgresError
from config.local_postgres.processes import until
from config.local_postgres.server import Server
from tests.config.servers import REPOSITORY, answer

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


def test_making_the_object_starts_nothing(make_server: Callable[..., Server]):
    server = make_server()
    assert server.address["user"] == "archive"
    assert not server.state.exists()


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
