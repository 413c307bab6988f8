"""``manage.py localdb``, ``dbshell`` and Django's connections, in a project of their own."""

import pytest

RECOVER = """
import os, select, signal
import django
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.db import close_old_connections, connection
from config.local_postgres.base import local_server

def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        socket = connection.connection.fileno()
    close_old_connections()
    connection.close()
    return socket

kept_in_the_pool = ask()
first = local_server().process()
os.kill(first, signal.SIGKILL)
# The postmaster is gone at once, the process of our connection when it notices: until then it still
# answers, and a question that it dies over is lost whatever comes back.
assert select.select([kept_in_the_pool], [], [], 60)[0], "the connection outlived its server"
ask()
assert local_server().process() != first
connection.close_pool()
"""


def test_nothing_starts_before_the_first_connection(project):
    imported = project.python(
        "-c",
        "import django; django.setup(); import config.local_postgres.base",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    assert imported.returncode == 0, imported.stderr
    assert "stopped" in project.manage("localdb", "status").stdout
    assert "not running" in project.manage("localdb", "stop").stdout
    assert project.manage("migrate", "--help").returncode == 0
    assert not project.server.state.exists()


def test_start_show_query_stop(project):
    started = project.manage("localdb", "start")
    assert f"(process {project.server.process()})" in started.stdout, started.stderr

    status = project.manage("localdb", "status").stdout
    assert f"running (process {project.server.process()})" in status
    for thing in ("data", "socket_folder", "log"):
        assert str(getattr(project.server, thing)) in status

    assert project.manage("localdb", "psql", "--", "-Atc", "SELECT 6 * 7").stdout == "42\n"
    assert project.manage("localdb", "psql", "--", "-c", "nonsense").returncode == 1
    assert project.manage("localdb", "stop").stdout == "PostgreSQL stopped.\n"
    assert not project.server.is_running()


def test_dbshell_is_the_psql_of_the_server_and_starts_it(project):
    shell = project.manage("dbshell", "--", "-Atc", "SELECT current_user, version()")
    assert shell.stdout.startswith("archive|PostgreSQL "), shell.stderr


def test_the_url_serves_as_a_database_url(project):
    url = project.manage("localdb", "url").stdout.strip()
    ask = "from django.db import connection as c; c.ensure_connection(); print(c.vendor); c.close()"
    asked = project.python(
        "-c",
        f"import django; django.setup(); {ask}; c.close_pool()",
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=url,
    )
    assert asked.stdout == "postgresql\n", asked.stderr


def test_a_process_that_goes_on_brings_a_killed_server_back(project):
    """A pool of one connection: it may hold two, and only one's goodbye is waited for."""
    asked = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_POOL_MAX": "1"}
    recovered = project.python("-c", RECOVER, **asked)
    assert recovered.returncode == 0, recovered.stderr


@pytest.mark.parametrize("action", ["start", "psql", "url"])
def test_with_a_database_url_the_local_server_is_left_alone(project, action):
    refused = project.manage("localdb", action, DATABASE_URL="postgresql://db.example/archive")
    assert refused.returncode
    assert "DATABASE_URL is set" in refused.stderr
    assert not project.server.state.exists()


def test_programs_that_are_missing_are_one_sentence(project):
    refused = project.manage("localdb", "start", LOCAL_POSTGRES_BIN="/nowhere")
    assert refused.stderr.startswith("CommandError: LOCAL_POSTGRES_BIN is /nowhere")
    checked = project.manage("check", "--database", "default", LOCAL_POSTGRES_BIN="/nowhere")
    assert "config.E001" in checked.stderr
    assert "LOCAL_POSTGRES_BIN is /nowhere" in checked.stderr
