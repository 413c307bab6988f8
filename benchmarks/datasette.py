"""Datasette beside us: the same rows in SQLite, served as JSON. Imported only by ``serving``."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.rivals import apart

DATASETTE = (sys.executable, "-m", "datasette")

TABLE = """
CREATE TABLE quotes (
    id INTEGER PRIMARY KEY, ref TEXT, text TEXT, language TEXT, kind TEXT, speaker TEXT,
    organization TEXT, speech TEXT, said TEXT, source TEXT, locator TEXT
)
"""

INSERT = "INSERT INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

ROWS = """
SELECT q.id, q.ref, q.text, q.language, q.kind, p.name, o.name, s.title,
    coalesce(nullif(q.said, ''), q.speech_delivered), d.title, c.locator
FROM quotes_quote q
LEFT JOIN archive_person p ON p.id = q.speaker_id
LEFT JOIN archive_organization o ON o.id = q.organization_id
LEFT JOIN archive_speech s ON s.id = q.speech_id
LEFT JOIN quotes_citation c ON c.quote_id = q.id AND c.position = 1
LEFT JOIN archive_source d ON d.id = c.source_id
WHERE q.status = 'published' AND q.id > %s ORDER BY q.id LIMIT 10000
"""

INDEXED = (
    "CREATE VIRTUAL TABLE quotes_fts USING fts5("
    "text, content=[quotes], content_rowid='id', tokenize='porter unicode61')"
)
"""As ``sqlite-utils`` writes it. With quotation marks round the table's name Datasette does not see
that this is an index of ``quotes``: it passes over ``_search`` and answers with every row."""


def fill(file: Path) -> None:
    """Every published quote as a flat row, and an index of its words as ``sqlite-utils`` makes."""
    with sqlite3.connect(file) as into:
        into.execute(TABLE)
        for rows in _rows():
            into.executemany(INSERT, rows)
        into.execute("CREATE INDEX quotes_said ON quotes (said)")
        into.execute(INDEXED)
        into.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild')")
        into.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize')")
        into.execute("ANALYZE")
    into.close()


def _rows() -> Any:
    from django.db import connection

    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [after])
            rows = cursor.fetchall()
        if not rows:
            return
        yield [(*row[:2], apart(row[2]), *row[3:]) for row in rows]
        after = rows[-1][0]


def start(file: Path, port: int) -> "subprocess.Popen[bytes]":
    """Serve it as its manual says for a file that does not change, without suggesting facets.

    Rows are counted before, by ``inspect``: otherwise it counts a million of them for every list.
    """
    counts = file.with_suffix(".json")
    inspect = [*DATASETTE, "inspect", str(file), "--inspect-file", str(counts)]
    subprocess.run(inspect, check=True)  # noqa: S603  # our own words
    return subprocess.Popen(  # noqa: S603  # our own words
        [*DATASETTE, "serve", "--immutable", file, "--inspect-file", counts,
         "--port", str(port), "--host", "127.0.0.1",
         "--setting", "suggest_facets", "off", "--setting", "default_page_size", "20"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def search(words: str) -> str:
    """The address of a search."""
    return f"/quotes/quotes.json?_shape=objects&_search={quote(words)}"


def newest(size: int) -> str:
    """The address of the first page by date."""
    return f"/quotes/quotes.json?_shape=objects&_sort_desc=said&_size={size}"


def detail(key: int) -> str:
    """The address of a row."""
    return f"/quotes/quotes/{key}.json?_shape=objects"
