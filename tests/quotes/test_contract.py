"""The API keeps its contract, whatever it is asked: schemathesis against the live application.

All of its checks. ``CONTRACT_EXAMPLES`` says how many requests are made up for each operation:
``.ci/run`` asks for more than the suite does.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
SAMPLE = sorted(map(str, (ROOT / "fixtures").glob("*.jsonl")))

EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "15")

# `fields` leaves out what the contract calls required, as its description says.
# Data that the schema allows may still be refused, but only as `contract_hooks` allows it.
CONFIGURATION = """
[parameters]
"query.fields" = ""

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "404", "410"]
"""


@pytest.mark.django_db(transaction=True)
def test_nothing_asked_breaks_the_contract(live_server, tmp_path):
    """Of the sample archive, of which the contract's own examples are."""
    call_command("import_archive", *SAMPLE, verbosity=0, no_progress=True)
    schemathesis = Path(sys.executable).with_name("schemathesis")
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    ran = subprocess.run(
        [
            schemathesis, "run", f"{live_server.url}/api/v1/schema/",
            f"--max-examples={EXAMPLES}", "--phases=examples,coverage,fuzzing,stateful",
            "--generation-deterministic", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1800,
        env={**os.environ, "PYTHONPATH": str(ROOT),
             "SCHEMATHESIS_HOOKS": "tests.quotes.contract_hooks"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]
    assert "passed" in ran.stdout
