"""Processes as others see them: which one is a server, and waiting for what it does."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from config.local_postgres import binaries

PATIENCE = 60  # seconds for a start, a recovery or a stop


def until(done: Callable[[], bool], patience: float = PATIENCE, pause: float = 0.05) -> bool:
    """Ask again and again; False if it never was."""
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def pid_in(file: Path) -> int | None:
    """The number in the first line of a file; None where there is no file, or no number."""
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_server(pid: int, data: Path) -> bool:
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
