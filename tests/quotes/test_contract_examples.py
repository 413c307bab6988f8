"""The contract's examples are what the sample archive answers, and every parameter has one.

``REWRITE_EXAMPLES=1`` writes them anew; the difference is then there to be read.
"""

import json
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from quotes.api.v1.checking import LARGEST_BODY
from quotes.api.v1.documentation import contract
from quotes.api.v1.schema import EXAMPLES, examples
from quotes.following.cursor import Cursor
from quotes.models import Quote

ROOT = Path(__file__).parents[2]

DETAILS = {
    "quotes": "ren-unlimited-cash", "speeches": "ren-speech-2020-11",
    "sources": "huawei-must-scale-back-article", "people": "ren-zhengfei",
    "organizations": "huawei", "roles": "ren-zhengfei-founder-and-ceo", "topics": "strategy",
}  # fmt: skip
LISTS = {
    "quotes": "?q=%22unlimited+cash%22&facets=speaker,timeline",
    "speeches": "?speaker=ren-zhengfei",
    "sources": "?kind=article",
    "topics": "?name=strategy",
}
ASKED = {
    **{f"{noun}_list 200": f"{noun}/{LISTS.get(noun, '')}" for noun in DETAILS},
    **{f"{noun}_list 400": f"{noun}/?colour=red" for noun in DETAILS},
    "quotes_list 400": "quotes/?speeker=ren-zhengfei&said=30+December",
    **{f"{noun}_retrieve 200": f"{noun}/{ref}/" for noun, ref in DETAILS.items()},
    **{f"{noun}_retrieve 400": f"{noun}/{ref}/?colour=red" for noun, ref in DETAILS.items()},
    **{f"{noun}_retrieve 404": f"{noun}/nowhere/" for noun in DETAILS},
    "quotes_retrieve 410": "quotes/ren-combat-strength/",
    "* 401": "quotes/",
    "* 406": "quotes/",
    "* 429": "quotes/",
    "* 503": "quotes/",
    "changes_list 200": "changes/?page_size=2",
    "changes_list 400": "changes/?since=made-up&colour=red",
    "changes_list 410": f"changes/?since={Cursor('another archive')}",
    "check_create 400": "check/",
    "check_create 413": "check/",
    "check_create 415": "check/",
}
SENT: dict[str, Any] = {
    "check_create 400": {
        "data": {"sentence": "tremendous pressure", "date": "30 December"},
        "content_type": "application/json",
    },
    "check_create 413": {"data": b" " * (LARGEST_BODY + 1), "content_type": "application/json"},
    "check_create 415": {"data": "tremendous pressure", "content_type": "text/plain"},
}
HEADERS = {"* 401": {"Authorization": "Bearer sqa_unknown"}, "* 406": {"Accept": "image/png"}}

HAS_NO_EXAMPLE = {
    "cursor": "it is signed by the server that gives it out",
    "since": "it belongs to the archive that gives it out",
}
FINDS_NOTHING = {("roles", "on"): "the only role of the sample is of unknown period"}


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        files = sorted((ROOT / "fixtures").glob("*.jsonl"))
        call_command("import_archive", *map(str, files), verbosity=0, no_progress=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def archive(sample, db):
    """The sample, of which one quote has been removed."""
    Quote.objects.filter(ref="ren-combat-strength").update(status="removed")


TIME = "2026-01-31T09:00:00Z"
CURSOR = "WyJhcmNoaXZlIl0:1uPaQe:Zl0c"


def without_times(value):
    """The answer with one time for all: when a record was loaded is no part of the example.

    Nor is where the feed of this database stands, which its cursor says.
    """
    if isinstance(value, list):
        return [without_times(one) for one in value]
    if not isinstance(value, dict):
        return value
    same = {name: TIME for name in ("updated_at", "changed_at") if value.get(name)}
    if "more" in value:
        following = value["next"].replace(value["cursor"], CURSOR)
        same |= {"cursor": CURSOR, "next": following}
    return {name: same.get(name) or without_times(part) for name, part in value.items()}


def answered(client, key, settings):
    """What is answered to the example's question."""
    path = f"/api/v1/{ASKED[key]}"
    headers = {"Host": "127.0.0.1:8000", **HEADERS.get(key, {})}
    settings.API_LIMIT = 1 if key == "* 429" else 0
    if key == "* 429":
        client.get(path)
    if key in SENT:
        return client.post(path, headers=headers, **SENT[key])
    with connection.execute_wrapper(stopped) if key == "* 503" else nullcontext():
        return client.get(path, headers=headers)


def stopped(execute, sql, parameters, many, context):
    """Each statement runs into its time limit, as the database has it."""
    with connection.cursor() as cursor:
        cursor.connection.execute("SET LOCAL statement_timeout = 1")
        return execute("SELECT pg_sleep(1)", None, False, {**context, "cursor": cursor})


def test_the_examples_are_what_the_archive_answers(archive, client, settings):
    found = {}
    for key, path in ASKED.items():
        with transaction.atomic():
            answer = answered(client, key, settings)
            assert answer.status_code == int(key.split()[1]), (key, answer.content)
            transaction.set_rollback(True)
        asked = path.partition("since=")[0] if "410" in key else path
        found[key] = {"asked": f"/api/v1/{asked}", "answer": without_times(answer.json())}
    if os.environ.get("REWRITE_EXAMPLES"):
        EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        examples.cache_clear()
    assert found == examples()


def operations():
    for path, methods in contract()["paths"].items():
        for method, operation in methods.items():
            if method == "get":
                yield path, operation


def test_every_answer_in_json_has_an_example():
    for path, methods in contract()["paths"].items():
        for operation in methods.values():
            for status, body in operation["responses"].items():
                content = body.get("content", {}).get("application/json")
                assert content is None or {"example", "examples"} & content.keys(), (path, status)


def test_every_parameter_says_what_it_means_and_how_it_is_used():
    for path, operation in operations():
        for one in operation.get("parameters", []):
            assert one.get("description"), (path, one["name"])
            assert one.get("example") or one["name"] in HAS_NO_EXAMPLE, (path, one["name"])


def test_every_operation_and_answer_is_named_and_described():
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names)) == len({one["summary"] for _, one in operations()})
    tags = {tag["name"] for tag in contract()["tags"]}
    for _, operation in operations():
        assert set(operation["tags"]) <= tags
        for status, body in operation["responses"].items():
            assert body["description"] or status == "200"


def test_each_example_of_a_parameter_finds_something(archive, client):
    for path, operation in operations():
        noun = operation["tags"][0]
        if noun not in DETAILS:
            continue
        address = path.replace("{ref}", DETAILS[noun])
        for one in operation["parameters"]:
            if one["in"] == "query" and "example" in one:
                query = {one["name"]: one["example"]}
                answer = client.get(address, query)
                assert answer.status_code == 200, (path, query, answer.content)
                if "{ref}" not in path and (noun, one["name"]) not in FINDS_NOTHING:
                    assert answer.json()["count"], (path, query)


def test_operations_keep_their_names_because_generated_clients_call_them():
    assert contract()["openapi"].startswith("3.1")
    named = {path: one["operationId"] for path, one in operations()}
    for noun in DETAILS:
        assert named[f"/api/v1/{noun}/"] == f"{noun}_list"
        assert named[f"/api/v1/{noun}/{{ref}}/"] == f"{noun}_retrieve"
