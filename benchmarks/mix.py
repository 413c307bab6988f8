"""What ``serving`` asks both servers, and a look at whether they answer it before it is measured.

A Datasette that passes over ``_search`` is fast, and so is a server that finds nothing. So each
answer is held against what SQLite itself counts in the same file, and the two against each other.
"""

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.asking import Headers, Server

EACH = 20
"""Different requests of a class."""

LIST = "/api/v1/quotes/"
DEFAULT_SIZE = 20
"""Quotes on a page."""

LIKE = 5
"""How many times as many one may find as the other: they stem words differently.

SQLite's porter makes “on” of “one”, and finds three times as many quotes as hold it.
"""

Requests = list[tuple[str, Headers]]
Data = dict[str, Any]


@dataclass(frozen=True)
class Class:
    """A class of requests: to us, and the like to Datasette."""

    name: str
    ours: Requests
    theirs: Requests
    expected: int = 200
    searched: tuple[str, ...] = ()
    """The words of each request, if it is a search."""


class WrongAnswerError(Exception):
    """A server did not answer what it was asked, so that to measure it would tell nothing."""


def classes(ours: Server) -> list[Class]:
    """The mix: words that few, some and many quotes hold, phrases, lists, details, and 304."""
    from benchmarks import datasette
    from benchmarks.corpus import SEED
    from benchmarks.questions import COMMON, FREQUENT, questions
    from quotes.models import Quote

    rng = random.Random(SEED)
    typed: dict[str, list[str]] = {}
    for one in questions(EACH):
        typed.setdefault(one.kind, []).append(one.typed)
    keys = list(Quote.objects.published().order_by("pk").values_list("pk", "ref")[:20_000])
    details = rng.sample(keys, 10 * EACH)
    searched = [
        Class(
            name,
            [(f"{LIST}?q={quote(words)}", {}) for words in asked],
            [(datasette.search(words), {}) for words in asked],
            searched=tuple(asked),
        )
        for name, asked in (
            ("search, rare word", typed["rare word"]),
            ("search, word in 1 to 5 %", rng.sample(FREQUENT, EACH)),
            ("search, word in 5 % or more", COMMON),
            ("search, phrase", typed["exact phrase, common words"]),
        )
    ]
    ours_detail: Requests = [(f"{LIST}{ref}/", {}) for _, ref in details]
    theirs_detail: Requests = [(datasette.detail(key), {}) for key, _ in details]
    sizes = range(DEFAULT_SIZE - EACH // 2, DEFAULT_SIZE + EACH // 2)
    return [
        *searched,
        Class(
            "list, newest",
            [(f"{LIST}?page_size={size}", {}) for size in sizes],
            [(datasette.newest(size), {}) for size in sizes],
        ),
        Class("detail", ours_detail, theirs_detail),
        Class(
            "detail unchanged (304; Datasette has none)",
            [(path, known(ours, path)) for path, _ in ours_detail],
            theirs_detail,
            304,
        ),
    ]


def known(server: Server, path: str) -> Headers:
    """What a client sends that has the answer already."""
    return {"If-None-Match": server.get(path)[1]["etag"]}


# --- Whether it is answered -------------------------------------------------------------------


def looked_at(asked: Iterable[Class], ours: Server, theirs: Server, file: Path) -> Iterator[str]:
    """Ask everything once; tell what searches found. Raises ``WrongAnswerError``."""
    with closing(sqlite3.connect(file)) as rows:
        for one in asked:
            mine = [_answer(ours, *request, one.expected) for request in one.ours]
            other = [_answer(theirs, *request, 200) for request in one.theirs]
            if one.searched:
                held = [_holding(rows, words) for words in one.searched]
                yield _searched(one, mine, other, held)
            elif one.expected == 200:
                _alike(one, mine, other)


def _answer(server: Server, path: str, headers: Headers, expected: int) -> Data:
    status, _, body = server.get(path, **headers)
    if status != expected:
        raise WrongAnswerError(f"{path}: {status} and not {expected}")
    if (status == 304) is bool(body):
        raise WrongAnswerError(f"{path}: {status} with {len(body)} bytes")
    answer: Data = json.loads(body) if body else {}
    return answer


def _holding(rows: sqlite3.Connection, words: str) -> int:
    """How many rows hold the words, as SQLite itself says."""
    sql = "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH ?"
    return int(rows.execute(sql, [words]).fetchone()[0])


def _searched(one: Class, mine: list[Data], other: list[Data], held: list[int]) -> str:
    """Each search found what there is, and all that is found of it is on its page."""
    for words, us, them, number in zip(one.searched, mine, other, held, strict=True):
        found, theirs = us["count"], them["filtered_table_rows_count"]
        if theirs != number or len(them["rows"]) != min(number, DEFAULT_SIZE):
            raise WrongAnswerError(f"Datasette finds {theirs:,} of {number:,} for {words}")
        if len(us["results"]) != min(found, DEFAULT_SIZE):
            raise WrongAnswerError(f"{len(us['results'])} of {found:,} are on our page of {words}")
        if not _like(found, us["count_exact"], number):
            raise WrongAnswerError(f"We find {found:,} for {words}, Datasette {number:,}")
    found_here = f"{sum(us['count'] for us in mine):,} here (each counted to 10,000)"
    return f"- {one.name}: {len(held)} searches found {found_here} and {sum(held):,} there."


def _like(found: int, is_exact: bool, number: int) -> bool:
    """Whether two counts may be of the same search; one that is not exact is a floor.

    Of what is rare a few more or less are no other search.
    """
    few = found <= LIKE * number + LIKE
    return few and (not is_exact or number <= LIKE * found + LIKE)


def _alike(one: Class, mine: list[Data], other: list[Data]) -> None:
    """Pages are as long on both sides, and a detail is of the same quote."""
    for us, them in zip(mine, other, strict=True):
        if "results" in us:
            same = len(us["results"]) == len(them["rows"]) > 0
        else:
            same = [us["id"]] == [row["ref"] for row in them["rows"]]
        if not same:
            raise WrongAnswerError(f"{one.name}: the two do not answer the same")
