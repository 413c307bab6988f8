"""What tests of the local PostgreSQL ask a server, and where they can run; no tests here."""

import os
from pathlib import Path

import psycopg
import pytest

from config.local_postgres.server import Server

REPOSITORY = Path(__file__).resolve().parents[2]

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another")
needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux's /proc")


def answer(server: Server, question: str) -> object:
    with psycopg.connect(**server.address, dbname="archive") as connection:
        row = connection.execute(question).fetchone()
    assert row
    return row[0]
