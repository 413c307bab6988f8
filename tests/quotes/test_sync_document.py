"""The client printed in the documentation keeps a copy that is right."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.models import Person
from quotes.api.v1.changes import ACTIONS
from quotes.models import Quote

DOCUMENT = (Path(__file__).parents[2] / "docs" / "sync.md").read_text()


@pytest.fixture
def follow(live_server, tmp_path):
    [program] = re.findall(r"```python\n(.+?)```", DOCUMENT, re.DOTALL)
    (tmp_path / "follow.py").write_text(program)

    def run():
        ran = subprocess.run(
            [sys.executable, "follow.py", live_server.url, "copy.json"],
            cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return ran.stdout, json.loads((tmp_path / "copy.json").read_text())["records"]

    return run


@pytest.mark.django_db(transaction=True)
def test_the_printed_client_copies_follows_and_forgets(quote, misattributed, follow):
    said, records = follow()
    assert said == f"{len(records)} records\n"
    assert records["quote any-price"]["speaker"]["name"] == "Alice Ångström"
    Person.objects.filter(ref="alice").update(name="Alice Newname")
    Quote.objects.filter(ref="a-choice").update(status="removed")
    _, records = follow()
    assert records["quote any-price"]["speaker"]["name"] == "Alice Newname"
    assert "quote a-choice" not in records


def test_every_action_is_explained():
    explained = re.findall(r"^\| `(\w+)` \| [a-z]", DOCUMENT, re.MULTILINE)
    assert explained == ["action", *ACTIONS]
