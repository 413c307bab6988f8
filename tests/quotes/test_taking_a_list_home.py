"""Any list as a file, JSON Lines or CSV: all of it, in order, streamed."""

import csv
import io
import json
import threading
import time

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from quotes import streaming
from quotes.api.v1 import tables
from quotes.api.v1.rows import Statement
from quotes.api.v1.tables import TABLES
from quotes.models import Quote

LISTS = ["quotes", "speeches", "sources", "people", "organizations", "roles", "topics"]


def file(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content
    assert answer.streaming
    return answer, b"".join(answer.streaming_content).decode()


def lines(client, address):
    return [json.loads(line) for line in file(client, address)[1].splitlines()]


def rows(client, address):
    return list(csv.DictReader(io.StringIO(file(client, address)[1], newline="")))


@pytest.fixture
def several(make_quote, monkeypatch):
    """Seven days and two unknown ones; a file is put together of several batches."""
    monkeypatch.setattr(streaming, "KEYS_AT_ONCE", 4)
    monkeypatch.setattr(streaming, "ROWS_AT_ONCE", 3)
    for day in range(1, 8):
        make_quote(f"Growing on day {day}", unattributed=True, said=f"2020-01-0{day}",
                   ref=f"day-{day}")  # fmt: skip
    for number in (1, 2):
        make_quote("Growing", unattributed=True, ref=f"undated-{number}")


NEWEST = [*(f"day-{day}" for day in range(7, 0, -1)), "undated-2", "undated-1"]
OLDEST = [*(f"day-{day}" for day in range(1, 8)), "undated-1", "undated-2"]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("", NEWEST),
        ("&ordering=oldest", OLDEST),
        ("&q=growing", NEWEST),
        ("&q=day&ordering=oldest", OLDEST[:7]),
        ("&said=2020-01-03/2020-01-05", NEWEST[2:5]),
        ("&q=nothing", []),
    ],
)
def test_the_whole_result_comes_in_order(client, several, parameters, found):
    for format_ in ("jsonl", "csv"):
        read = lines if format_ == "jsonl" else rows
        got = [one["id"] for one in read(client, f"/api/v1/quotes/?format={format_}{parameters}")]
        assert got == found


@pytest.mark.parametrize("noun", LISTS)
def test_a_line_is_what_the_list_shows(client, quote, misattributed, noun):
    assert (
        lines(client, f"/api/v1/{noun}/?format=jsonl")
        == (client.get(f"/api/v1/{noun}/").json()["results"])
    )


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_is_a_table_too(client, quote, misattributed, noun):
    table = rows(client, f"/api/v1/{noun}/?format=csv")
    assert [one["id"] for one in table] == [
        one["id"] for one in client.get(f"/api/v1/{noun}/").json()["results"]
    ]


def test_a_row_of_the_table_says_who_what_when_and_where(client, quote):
    [row] = rows(client, "/api/v1/quotes/?format=csv")
    assert {name: row[name] for name in ("speaker", "speaker_name", "role_title", "speech")} == {
        "speaker": "alice", "speaker_name": "Alice Ångström", "role_title": "Chief executive",
        "speech": "speech",
    }  # fmt: skip
    assert (row["said"], row["said_earliest"], row["said_latest"]) == (
        "2019-03", "2019-03-01", "2019-03-31",
    )  # fmt: skip
    assert (row["topics"], row["sources"], row["is_translation"]) == ("growth", "article", "true")


@pytest.mark.parametrize(
    "words", ['He said "no", twice', "Two\nlines", "=1+1", "云服务；“好”", " space ", "a;b,c\td"]
)
def test_the_words_are_exact_in_both(client, make_quote, words):
    make_quote(words, unattributed=True)
    assert lines(client, "/api/v1/quotes/?format=jsonl")[0]["text"] == words
    assert rows(client, "/api/v1/quotes/?format=csv")[0]["text"] == words


CELLS = st.text(st.sampled_from("a\",\r\n; '\t云")) | st.none() | st.booleans()
LINKS = st.none() | st.fixed_dictionaries({"id": st.text(), "name": st.text()})
RECORDS = st.lists(
    st.fixed_dictionaries({"words": CELLS, "link": LINKS, "parts": st.lists(LINKS)}), max_size=5
)


def as_cell(value):
    if isinstance(value, list):
        return ";".join(as_cell(one) for one in value if one is not None)
    return {None: "", True: "true", False: "false"}.get(value, value)


@given(records=RECORDS)
def test_any_reader_of_csv_reads_what_was_written(records):
    columns = {"words": "words", "who": "link.id", "name": "link.name", "all": "parts.id"}
    text = tables.header(columns) + tables.lines(columns, records)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [
        list(columns),
        *(
            [
                as_cell(one["words"]),
                *[(one["link"] or {}).get(name, "") for name in ("id", "name")],
                as_cell([part and part["id"] for part in one["parts"]]),
            ]
            for one in records
        ),
    ]
    alone = tables.lines({"words": "words"}, records)
    assert [row for [row] in csv.reader(io.StringIO(alone, newline=""))] == [
        row[0] for row in read[1:]
    ]


@pytest.mark.parametrize("noun", LISTS)
def test_a_column_alone_says_what_it_says_among_all(client, quote, misattributed, noun):
    table = rows(client, f"/api/v1/{noun}/?format=csv")
    for column in table[0]:
        alone = rows(client, f"/api/v1/{noun}/?format=csv&fields={column}")
        assert [one[column] for one in alone] == [one[column] for one in table], column


def test_what_no_column_shows_is_not_read(client, quote):
    with CaptureQueriesContext(connection) as captured:
        file(client, "/api/v1/quotes/?format=csv&fields=id,topics")
    asked = " ".join(one["sql"] for one in captured)
    assert "quotes_quote_topics" in asked
    assert "quotes_citation" not in asked
    assert "quotes_transition" not in asked


def test_an_empty_table_still_names_its_columns(client, db):
    _, text = file(client, "/api/v1/quotes/?format=csv")
    assert text == ",".join(TABLES["quote"]) + "\r\n"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv"),
        ("application/jsonl", "application/jsonl"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("text/csv;q=0.5, application/jsonl", "application/jsonl"),
    ],
)
def test_the_accept_header_chooses_too(client, quote, accept, media_type):
    answer, _ = file(client, "/api/v1/quotes/", Accept=accept)
    assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="quotes.')


def test_what_a_client_may_ask_for_is_told_of_each_address(client, quote):
    def told(address):
        return client.options(f"/api/v1/{address}").json()["renders"]

    any_answer = ["application/json", "text/html"]
    files = ["application/jsonl", "application/x-ndjson", "text/csv"]
    assert told("quotes/") == [*any_answer, *files]
    assert "application/ld+json" in told(f"quotes/{quote.ref}/")
    assert told("check/") == any_answer


def test_a_file_keeps_only_what_is_public(client, quote, make_quote):
    make_quote("Not yet", unattributed=True, status="draft")
    Quote.objects.filter(ref="any-price").update(status="removed")
    assert file(client, "/api/v1/quotes/?format=jsonl")[1] == ""


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ("speeker=alice", "speeker"),
        ("page_size=5", "page_size"),
        ("cursor=x", "cursor"),
        ("facets=kind", "facets"),
        ("q=growth&ordering=relevance", "ordering"),
    ],
)
@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_a_refusal_is_json_whatever_was_asked(client, quote, parameters, field, format_):
    answer = client.get(f"/api/v1/quotes/?format={format_}&{parameters}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    assert field in answer.json()


def test_a_format_that_is_not_offered_is_refused_by_name(client, quote):
    answer = client.get("/api/v1/quotes/?format=xlsx")
    assert answer.status_code == 400
    assert "There is no “xlsx” here. Known: api, csv, json, jsonl." in answer.json()["format"][0]
    assert client.get("/api/v1/quotes/any-price/?format=csv").status_code == 400


def test_a_failure_midway_is_an_incomplete_transfer_not_a_shorter_file(
    client, several, monkeypatch
):
    """The exception reaches the server, which then breaks the connection off."""
    answer = client.get("/api/v1/quotes/?format=jsonl")

    def broken(*_):
        raise RuntimeError("The disk is on fire.")

    body = iter(answer.streaming_content)
    assert json.loads(next(body).splitlines()[0])["id"] == "day-7"
    monkeypatch.setattr(streaming, "_next", broken)
    with pytest.raises(RuntimeError):
        list(body)


def test_rows_that_come_and_go_meanwhile_disturb_no_other(client, several, make_quote):
    answer = client.get("/api/v1/quotes/?format=jsonl")
    body = iter(answer.streaming_content)
    read = [json.loads(line)["id"] for line in next(body).splitlines()]
    make_quote("Growing later", unattributed=True, said="2021", ref="later")
    Quote.objects.filter(ref="day-2").delete()
    read += [json.loads(line)["id"] for chunk in body for line in chunk.splitlines()]
    assert read == [ref for ref in NEWEST if ref != "day-2"]


def test_a_batch_asks_a_fixed_number_of_questions(client, quote, make_quote, article, growth):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            file(client, "/api/v1/quotes/?format=jsonl")
        return len([one for one in captured if one["sql"].startswith(("SELECT", "WITH", "\nWITH"))])

    few = asked()
    for number in range(30):
        make_quote(f"Number {number}", [article], [growth], unattributed=True)
    assert asked() == few


# --- Read ahead: over a connection of its own, so not within the transaction of a test -----------

REAL = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(monkeypatch):
    """The primary keys whose rows were read, as they are asked for."""
    asked, read = [], Statement.told_of

    def noted(statement, keys):
        asked.append(list(keys))
        return read(statement, keys)

    monkeypatch.setattr(Statement, "told_of", noted)
    return asked


def out_of_the_pool():
    """Connections that nobody gave back, but for this thread's own."""
    connection.close()
    told = connection.pool.get_stats()
    return told["pool_size"] - told["pool_available"]


@pytest.fixture
def lent(several):
    """Connections out of the pool before: those of threads that earlier tests left without them."""
    return out_of_the_pool()


def wait_for(met):
    end = time.monotonic() + 60
    while not met():
        assert time.monotonic() < end
        time.sleep(0.01)


@REAL
@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_a_file_that_is_read_ahead_is_the_same(client, several, format_):
    read = lines if format_ == "jsonl" else rows
    got = [one["id"] for one in read(client, f"/api/v1/quotes/?format={format_}")]
    assert got == NEWEST


@REAL
def test_only_one_batch_is_read_ahead_of_the_reader(client, several, asked):
    answer = client.get("/api/v1/quotes/?format=jsonl")
    body = iter(answer.streaming_content)
    next(body)
    wait_for(lambda: len(asked) == 2)
    time.sleep(0.1)
    assert [len(keys) for keys in asked] == [3, 1]
    next(body)
    wait_for(lambda: len(asked) == 3)
    answer.close()


@REAL
def test_who_goes_away_ends_the_work_and_gives_the_connections_back(client, lent, asked):
    answer = client.get("/api/v1/quotes/?format=jsonl")
    next(iter(answer.streaming_content))
    answer.close()
    began = len(asked)
    assert began <= 2
    wait_for(lambda: out_of_the_pool() == lent)
    assert len(asked) == began
    assert not [one for one in threading.enumerate() if one.name.startswith("ahead")]


@REAL
def test_a_failure_while_reading_ahead_reaches_the_reader(client, lent, monkeypatch):
    answer = client.get("/api/v1/quotes/?format=jsonl")

    def broken(*_):
        raise DatabaseError("The disk is on fire.")

    body = iter(answer.streaming_content)
    next(body)
    monkeypatch.setattr(Statement, "told_of", broken)
    with pytest.raises(DatabaseError):
        list(body)
    answer.close()
    wait_for(lambda: out_of_the_pool() == lent)
