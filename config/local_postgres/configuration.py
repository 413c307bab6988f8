"""What the server is told: its settings, who may connect, and how its cluster is made."""

import os
import sys
from pathlib import Path

NAME = "archive"
"""The database, and the role that owns it and everything else in this private cluster."""

PORT = 5432  # only part of the socket's file name
FILE = "postgresql.conf"
BUILTIN_LOCALE_SINCE = 17

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


def write(folder: Path, socket_folder: Path, account_name: str) -> None:
    """Write anew what may change between two starts: the project can have moved.

    ``account_name`` is who may connect.
    """
    hba, ident = folder / "pg_hba.conf", folder / "pg_ident.conf"
    quoted_folder = '"{}"'.format(str(socket_folder).replace('"', '""'))
    text = CONFIGURATION.format(
        port=PORT,
        buffers=_buffers(),
        socket_folder=_quoted(quoted_folder),
        hba_file=_quoted(hba),
        ident_file=_quoted(ident),
        shared_memory="posix" if sys.platform == "darwin" else "sysv",
    )
    _write_readable(folder / FILE, text)
    _write_readable(hba, f"local all {NAME} peer map=local\n")
    _write_readable(ident, f'local "{account_name}" {NAME}\n')


def initdb_options(major: int) -> list[str]:
    """How a cluster of this version of PostgreSQL is made."""
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    options = [f"--username={NAME}", "--encoding=UTF8", f"--locale={locale}", "--lc-messages=C"]
    if major >= BUILTIN_LOCALE_SINCE:
        # The same on every machine, where libc's changes with the system under the indexes.
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*options, "--auth-local=peer", "--auth-host=reject", "--no-instructions"]


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
