"""The environment is read by name, and a wrong or missing value is refused by name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "a-key-for-tests-that-is-long-and-varied-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "archive.example",
    "DATABASE_URL": "postgresql://archive:hidden-password@db.example/archive",
}


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, **variables: str) -> str:
    code = f"from config import settings; print({expression})"
    return run("-c", code, **variables).stdout.strip()


def refusal(**variables: str) -> str:
    """The last line of what a process says that these variables stop."""
    stopped = run("-c", "import config.settings", **variables)
    assert stopped.returncode
    return stopped.stderr.strip().splitlines()[-1]


def test_without_any_environment_the_archive_serves_this_machine_only():
    assert setting("settings.ALLOWED_HOSTS") == "['127.0.0.1', 'localhost', '[::1]']"
    assert setting("settings.DATABASES['default']['ENGINE']") == "config.local_postgres"


def test_importing_settings_loads_no_database_code():
    loaded = setting("'psycopg' in __import__('sys').modules")
    assert loaded == "False"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without(name, value):
    variables = {key: word for key, word in PRODUCTION.items() if key != name}
    if value is not None:
        variables[name] = value
    assert f"{name} must be set when PRODUCTION is true." in refusal(**variables)


def test_production_is_strict():
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert setting(f"settings.{name}", **PRODUCTION) == "True"
    assert setting("settings.DEBUG", **PRODUCTION) == "False"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PRODUCTION", "perhaps"),
        ("DEBUG", "2"),
        ("ONE_PERSON_DESK", "maybe"),
        ("DATABASE_POOL_MAX", "many"),
        ("DATABASE_POOL_MIN", "-1"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("STATEMENT_TIMEOUT", "5s"),
        ("LOG_LEVEL", "chatty"),
        ("DATABASE_POOL_MIN", "9"),  # above the most there may be
        ("DATABASE_URL", "sqlite:///archive.db"),
        ("DATABASE_URL", "postgresql://db.example"),
        ("DATABASE_URL", "postgresql://archive:hidden-password@db.example:port/archive"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(variable, value):
    sentence = refusal(**{variable: value})
    assert variable in sentence
    assert "hidden-password" not in sentence


@pytest.mark.parametrize(
    ("words", "status"), [(("manage.py", "check"), 1), (("-c", "import config.wsgi"), 4)]
)
@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY must be set when PRODUCTION is true."),
        ("API_LIMIT", "many", 'Environment variable "API_LIMIT" invalid: Not a valid integer.'),
    ],
)
def test_a_process_ends_by_the_sentence_alone(words, status, variable, value, sentence):
    stopped = run(*words, **{**PRODUCTION, variable: value})
    assert (stopped.returncode, stopped.stderr.strip()) == (status, sentence)


def test_the_pool_is_on_and_sized_by_the_environment():
    size = "settings.DATABASES['default']['OPTIONS']['pool']['max_size']"
    assert setting(size, DATABASE_POOL_MAX="3") == "3"
    assert setting(size, DATABASE_POOL_MAX="3", DATABASE_URL=PRODUCTION["DATABASE_URL"]) == "3"


def test_check_deploy_doubts_a_proxy_that_hides_every_visitor():
    """Everybody would share one limit of the API, and one lock at the desk."""
    deploy = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    behind = {**PRODUCTION, "BEHIND_TLS_PROXY": "true"}
    assert "all visitors have one address" in run(*deploy, **behind).stderr
    assert run(*deploy, **behind, TRUSTED_PROXIES="1").returncode == 0


def limits(**variables: str) -> str:
    """What a web process asks of each connection."""
    code = "from config.wsgi import options; print(options['options'])"
    return run("-c", code, **variables).stdout.strip()


def test_a_web_process_limits_its_statements_beside_what_the_operator_asks_of_a_connection():
    """libpq forgets PGOPTIONS where the address has options: the limit was lost without a word."""
    own = "-c search_path=public"
    address = f"{PRODUCTION['DATABASE_URL']}?options={own.replace(' ', '%20')}"
    ours = (
        "-c statement_timeout=900 -c jit=off -c max_parallel_workers_per_gather=0"
        " -c plan_cache_mode=force_generic_plan"
    )
    both = f"{ours} {own}"
    assert limits(STATEMENT_TIMEOUT="900") == ours
    assert limits(STATEMENT_TIMEOUT="900", DATABASE_URL=address) == both
    assert limits(STATEMENT_TIMEOUT="900", PGOPTIONS=own) == both


def test_check_deploy_has_nothing_to_say_in_production():
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
