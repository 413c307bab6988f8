"""The API keeps its contract, whatever it is asked: schemathesis against the live application."""

import subprocess
import sys
from pathlib import Path

import pytest

# Left out: a parameter may be text by the schema and still name nobody, or be no date; and an
# empty one is as good as none, because a browser's form sends all of its fields.
LEFT_OUT = "positive_data_acceptance,negative_data_rejection"

# `fields` leaves out what the contract calls required, as its description says.
CONFIGURATION = """
[parameters]
"query.fields" = ""
"""


@pytest.mark.django_db(transaction=True)
def test_nothing_asked_breaks_the_contract(quote, misattributed, live_server, tmp_path):
    schemathesis = Path(sys.executable).with_name("schemathesis")
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    ran = subprocess.run(
        [
            schemathesis, "run", f"{live_server.url}/api/v1/schema/",
            "--max-examples=8", "--phases=coverage,fuzzing", "--generation-deterministic",
            "--no-color", f"--exclude-checks={LEFT_OUT}",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]
    assert "passed" in ran.stdout
