"""Processor time: what a run costs this process and its PostgreSQL, whatever else the machine does.

The clock on the wall counts waiting for others; this does not. It is known where the server runs
on this machine under Linux, else not at all.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from django.db import connection

PROCESSES = Path("/proc")


class Processor:
    """Seconds that this process and every process of its server have worked."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL")
            backend, local = cursor.fetchone()
        status = _status(PROCESSES / str(backend)) if local else None
        self.server = status[1] if status else None

    def spent(self) -> float | None:
        """Seconds until now; None where they cannot be told."""
        if self.server is None:
            return None
        found = map(_status, _folders())
        ours = [one for one in found if one and self.server in one[:2]]
        ticks = sum(sum(one[11:15]) for one in ours)  # with the children that have ended
        return process_time() + ticks / _ticks()


def worked(number: int) -> float:
    """Seconds that a process and its children have worked until now, children's children too."""
    found = {one[0]: one for one in map(_status, _folders()) if one}
    family = {number}
    while more := {one[0] for one in found.values() if one[1] in family} - family:
        family |= more
    return sum(sum(found[one][11:13]) for one in family if one in found) / _ticks()


def _folders() -> Iterator[Path]:
    return (folder for folder in PROCESSES.iterdir() if folder.name.isdigit())


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")


def _status(folder: Path) -> list[int] | None:
    """Fields of ``/proc/PID/stat`` (proc(5)) from the third on, the number of the process first."""
    try:
        after_name = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended, or this system has no such folder
        return None
    return [int(folder.name), *(int(field) for field in after_name[1:])]
