"""The account that the server runs as, and what belongs to it: folders closed to everyone else."""

import os
import pwd
import stat
from pathlib import Path

from config.local_postgres.binaries import LocalPostgresError

UNPRIVILEGED = ("postgres", "nobody", "daemon")


def account_of(uid: int) -> pwd.struct_passwd:
    """The account with this number. Raises ``LocalPostgresError`` where it has no name."""
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise LocalPostgresError(
            f"The account with the number {uid} has no name on this machine, and PostgreSQL needs "
            "one: add it to /etc/passwd, or set DATABASE_URL to a server."
        ) from error


def unprivileged() -> pwd.struct_passwd:
    """Whom root lets the server run as. Raises ``LocalPostgresError`` where there is nobody."""
    known = {account.pw_name: account for account in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known and known[name].pw_uid != 0:
            return known[name]
    raise LocalPostgresError(
        "PostgreSQL refuses to run as root, and this machine has none of the accounts "
        f"{', '.join(UNPRIVILEGED)}. Work as an ordinary user, or set DATABASE_URL to a server."
    )


def give(path: Path, account: pwd.struct_passwd) -> None:
    """Let the account own it, if we are root; otherwise it is ours, and so is the server."""
    if os.geteuid() == 0:
        os.chown(path, account.pw_uid, account.pw_gid)


def own_private_folder(folder: Path, account: pwd.struct_passwd) -> None:
    """Make the folder, or refuse one that is not as it was made."""
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
        give(folder, account)
    require_private(folder, account)


def require_private(folder: Path, account: pwd.struct_passwd) -> None:
    """Raise ``LocalPostgresError`` unless it is the account's, and closed to all others."""
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != account.pw_uid:
        raise LocalPostgresError(
            f"{folder} must be a folder of the account {account.pw_name} that is closed to all "
            "others (mode 0700). Remove it; it is made anew."
        )
