"""``python -m benchmarks [NAME…] [--quick] [--quotes N]``: run benchmarks and print a table."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import django

from config.pipes import ending_with_the_reader

BENCHMARKS = ("desk", "importing", "matching", "pages", "quotations", "searching", "serving")
QUOTES, QUICK = 50_000, 5_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} quotes: does it run?")
    parser.add_argument("--quotes", type=int, metavar="N", help=f"default: {QUOTES:,}")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    size = options.quotes or (QUICK if options.quick else QUOTES)
    if not options.names:
        # A process each: none inherits another's caches, settings or connections.
        for name in BENCHMARKS:
            command = [sys.executable, "-m", "benchmarks", name, "--quotes", str(size)]
            subprocess.run(command, check=True)  # noqa: S603  # our own modules, by constant names
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name in options.names:
        show(name, size)


def show(name: str, size: int) -> None:
    """Run one benchmark in a database of its own."""
    print(f"\n{name}, {size:,} quotes")
    with own_database():
        for label, value in import_module(f"benchmarks.{name}").run(size):
            print(f"  {label:<34} {value}", flush=True)


@contextmanager
def own_database() -> Iterator[None]:
    """Make a database for this process, and drop it afterwards; never the archive's own."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"benchmark_{name}_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    with ending_with_the_reader():
        main()
