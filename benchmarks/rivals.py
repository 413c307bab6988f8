"""Other search engines over the same rows: SQLite's FTS5, and Tantivy.

Each ranks by bm25, returns the best 20 and counts all; neither checks rights, dates or names, or
fetches more than the rows' numbers. Han characters are put apart for both, as PostgreSQL has them.
"""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.questions import Question

TOP = 20
Rows = Iterable[tuple[int, str]]

_HAN = re.compile("([\u3400-\u9fff])")


def apart(text: str) -> str:
    """Han characters as words of their own."""
    return _HAN.sub(r" \1 ", text)


class Sqlite:
    """FTS5 with Porter's stemmer, in a file."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path, rows: Rows) -> None:
        self.path = folder / "fts.sqlite"
        self.connection = sqlite3.connect(self.path)
        self.connection.execute(
            "CREATE VIRTUAL TABLE quotes USING fts5(text, tokenize='porter unicode61')"
        )
        self.connection.executemany(
            "INSERT INTO quotes (rowid, text) VALUES (?, ?)",
            ((key, apart(text)) for key, text in rows),
        )
        self.connection.execute("INSERT INTO quotes (quotes) VALUES ('optimize')")
        self.connection.commit()

    def search(self, question: Question) -> int:
        """Rank the best, count all."""
        match = self._expression(question)
        ranked = "SELECT rowid FROM quotes WHERE quotes MATCH ? ORDER BY rank LIMIT ?"
        with closing(self.connection.execute(ranked, [match, TOP])) as cursor:
            cursor.fetchall()
        counted = "SELECT count(*) FROM quotes WHERE quotes MATCH ?"
        return int(self.connection.execute(counted, [match]).fetchone()[0])

    def size(self) -> int:
        """Bytes of the file, texts included."""
        return self.path.stat().st_size

    def _expression(self, question: Question) -> str:
        words = [f'"{term}"' for term in question.terms]
        match question.joined:
            case "PHRASE":
                return f'"{" ".join(question.terms)}"'
            case "PREFIX":
                return f"{words[0]}*"
        return f" {question.joined} ".join(words)


class Tantivy:
    """Tantivy through its Python package."""

    name = "Tantivy"

    def __init__(self, folder: Path, rows: Rows) -> None:
        import tantivy

        self.tantivy: Any = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("key", stored=True)
        schema.add_text_field("text", tokenizer_name="en_stem")
        self.folder = folder / "tantivy"
        self.folder.mkdir()
        self.index = tantivy.Index(schema.build(), path=str(self.folder))
        writer = self.index.writer(heap_size=256_000_000, num_threads=2)
        for key, text in rows:
            writer.add_document(tantivy.Document(key=key, text=apart(text)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, question: Question) -> int:
        """Rank the best, count all."""
        found = self.searcher.search(self._query(question), TOP, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # missing in its type stubs

    def size(self) -> int:
        """Bytes of the index, without the texts."""
        return sum(file.stat().st_size for file in self.folder.iterdir())

    def _query(self, question: Question) -> Any:
        if question.joined == "PREFIX":
            pattern = f"{question.terms[0]}.*"
            return self.tantivy.Query.regex_query(self.index.schema, "text", pattern)
        words = [f'"{term}"' for term in question.terms]
        if question.joined == "PHRASE":
            words = [f'"{" ".join(question.terms)}"']
        joined = f" {question.joined} " if question.joined == "OR" else " AND "
        return self.index.parse_query(joined.join(words), ["text"])
