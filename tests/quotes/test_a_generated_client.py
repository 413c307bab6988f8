"""A client made of the contract by openapi-python-client works against the archive."""

import json
import subprocess
import sys

import pytest
from rest_framework.utils.encoders import JSONEncoder

from quotes.api.v1.documentation import contract

USE = """
import sys
from archive_client import Client
from archive_client.api.people import people_list
from archive_client.api.quotes import quotes_list, quotes_retrieve

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
page = quotes_list.sync(client=client, q='"at any price"', page_size=1)
[found] = page.results
assert (page.count, page.count_exact) == (1, True), page
assert found.speaker.name == "Alice Ångström"
quote = quotes_retrieve.sync(found.id, client=client)
assert quote.citations[0].source.derived_from[0].source.id == "post"
assert (quote.said.edtf, quote.kind.value) == ("2019-03", "direct")
assert (quote.status.value, quote.public_note, quote.spoken_language) == ("published", "", "zh")
refused = quotes_list.sync_detailed(client=client, speaker="nobody")
assert refused.status_code == 400, refused
assert "No person here" in refused.parsed.additional_properties["speaker"][0]
missing = quotes_retrieve.sync("nowhere", client=client)
assert missing.detail == "No public quote has this address."
assert people_list.sync(client=client, name="爱丽丝").results[0].id == "alice"
print("It works.")
"""

EVERY_OPERATION = """
import sys
from importlib import import_module
from pkgutil import walk_packages
from archive_client import Client, api
from archive_client.models import CheckSentences, CheckText, Claim, Person

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
refs = {"quotes": "any-price", "speeches": "speech", "sources": "article", "people": "alice",
        "organizations": "acme", "roles": "alice-ceo", "topics": "growth"}
used = set()

def call(name, *given, **options):
    used.add(name)
    operation = import_module(f"archive_client.api.{name}")
    answer = operation.sync_detailed(*given, client=client, **options)
    assert answer.status_code == 200, (name, answer)
    return answer.parsed

for noun, ref in refs.items():
    page = call(f"{noun}.{noun}_list", page_size=1)
    assert len(page.results) == 1
    whole = page.to_dict()["results"][0]
    record = call(f"{noun}.{noun}_retrieve", whole["id"])
    assert record.to_dict().keys() == whole.keys()
    assert call(f"{noun}.{noun}_retrieve", ref).id == ref
first = call("changes.changes_list", page_size=1)
second = call("changes.changes_list", since=first.cursor)
assert first.results[0].record.to_dict()["id"] == first.results[0].id != second.results[0].id
told = [*first.results, *second.results]
assert all(type(change).__name__ == f"{type(change.record).__name__}Change" for change in told)
assert {change.type_ for change in told if isinstance(change.record, Person)} == {"person"}
claim = Claim(sentence="We will grow at any price")
for body in (claim, CheckText(text=f"“{claim.sentence}”"), CheckSentences(sentences=[claim])):
    [result] = call("check.check_create", body=body).results
    assert result.verdict.value == "altered", result
there = {one.name.removeprefix("archive_client.api.")
         for one in walk_packages(api.__path__, "archive_client.api.") if not one.ispkg}
assert used == there, there ^ used
print(len(used))
"""


@pytest.mark.django_db(transaction=True)
def test_a_client_made_of_the_contract_works(quote, misattributed, live_server, tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(contract(), cls=JSONEncoder))
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    run(
        tmp_path, "-m", "openapi_python_client", "generate", "--path", "schema.json",
        "--config", "config.yml", "--meta", "none", "--output-path", "archive_client",
        "--fail-on-warning",
    )  # fmt: skip
    assert run(tmp_path, "-c", USE, live_server.url).strip() == "It works."
    operations = sum(len(methods) for methods in contract()["paths"].values())
    assert run(tmp_path, "-c", EVERY_OPERATION, live_server.url).strip() == str(operations)


def run(folder, *words):
    ran = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
