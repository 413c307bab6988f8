"""Staging: what was read waits in temporary tables, so that memory stays flat and checks are sets.

``staged_<kind>`` holds a row a record and ``staged_<kind>_<list>`` a row an item; the first column
``n`` says where it was read: the file's number in the high bits, the line's in the low.
``placed_<kind>`` gives each record its row in the archive, ``staged_refusal`` collects what is
wrong. All vanish with the run.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection

from archive.importing.fields import Field
from archive.importing.refusals import RecordError
from archive.importing.shapes import Children, Kind, Row

PLACED = "(n bigint, ref text, id bigint, is_new boolean, written boolean DEFAULT false)"
LINE_BITS = 40
LINE_MASK = (1 << LINE_BITS) - 1
FLUSH_ROWS = 10_000
FLUSH_BYTES = 8 * 2**20


def fill(template: str, **names: str) -> str:
    """SQL with its ``{names}`` filled in: tables, columns and expressions of our own.

    Nothing a file says ever stands in the SQL: values are parameters or staged.
    """
    return template.format(**names)


def _sent(sql: str, params: Sequence[Any] | None) -> tuple[str, Sequence[Any]]:
    """SQL and parameters; without any, ``%`` is doubled, since the change log adds its own."""
    return (sql.replace("%", "%%"), ()) if params is None else (sql, params)


def place(file: int, line: int) -> int:
    """The number ``n`` of a line."""
    return file << LINE_BITS | line


class Created(NamedTuple):
    """A record that a run made: the line it stood on, its ref and its row."""

    file: str
    line: int
    ref: str
    pk: int


class Stage:
    """The temporary tables of one run.

    ``alone`` when no transaction is around it, so that helpers can see what it commits. ``begun``
    are the kinds that have theirs, ``known`` those of which the archive has some already.
    """

    def __init__(self, kinds: Sequence[Kind], *, alone: bool) -> None:
        self.alone = alone
        self.kinds = {kind.name: kind for kind in kinds}
        self.begun: set[str] = set()
        self.known: set[str] = set()
        self._made: set[str] = set()
        self._columns: dict[str, str] = {}
        self._buffer: dict[str, list[Row]] = {}
        self._buffered_bytes = 0
        self._buffered_rows = 0
        self._filled: set[str] = set()

    # --- SQL ---------------------------------------------------------------------------------

    def run(self, template: str, params: Sequence[Any] | None = None, **names: str) -> int:
        """Run SQL as :func:`fill` makes it; the number of rows it changed."""
        with connection.cursor() as cursor:
            cursor.execute(*_sent(fill(template, **names), params))
            return cursor.rowcount

    def ask(self, template: str, params: Sequence[Any] | None = None, **names: str) -> list[Any]:
        """Run a query like :meth:`run`; its rows."""
        with connection.cursor() as cursor:
            cursor.execute(*_sent(fill(template, **names), params))
            return cursor.fetchall()

    def make(self, made: str, definition: str, /, **names: str) -> None:
        """Create a temporary table anew: ``(columns)`` or ``AS SELECT …``."""
        if made in self._made:
            self.run("DROP TABLE IF EXISTS pg_temp.{made}", made=made)
        self.run(f"CREATE TEMPORARY TABLE {{made}} {definition}", made=made, **names)
        self._made.add(made)

    # --- Life --------------------------------------------------------------------------------

    def open(self) -> None:
        """Begin with no tables but those of the files and the refusals."""
        self.close()
        self.make("staged_file", "(file bigint, name text, partial boolean)")
        self.make("staged_refusal", "(n bigint, kind text, field text, reason text)")
        self._columns["staged_refusal"] = "n, kind, field, reason"

    def begin(self, kind: Kind) -> None:
        """Create the tables of a kind, unless they are there."""
        if kind.name in self.begun:
            return
        self.begun.add(kind.name)
        self._make_staged(f"staged_{kind.name}", "size", kind.fields)
        for child in kind.children:
            self._make_staged(staged_items(kind, child), "i", child.fields)
        self.make(f"placed_{kind.name}", PLACED)

    def _make_staged(self, table: str, second: str, fields: Sequence[Field]) -> None:
        columns = [f'"{field.key}" {field.type}' for field in fields]
        definition = ", ".join(["n bigint", f"{second} integer", *columns])
        self.make(table, "({columns})", columns=definition)
        self._columns[table] = ", ".join(["n", second, *(f'"{field.key}"' for field in fields)])

    def close(self) -> None:
        """Drop the tables; the connection may serve others afterwards."""
        self.run("DISCARD TEMPORARY")

    # --- Filling -----------------------------------------------------------------------------

    def add_file(self, file: int, name: str, *, partial: bool) -> None:
        """Note a file; ``partial`` when its format cannot express all there is."""
        self.run("INSERT INTO staged_file VALUES (%s, %s, %s)", [file, name, partial])

    def add(
        self, kind: Kind, n: int, size: int, row: Row, lists: list[tuple[Children, list[Row]]]
    ) -> None:
        """Stage one checked record, read from a line of ``size`` bytes."""
        self.begin(kind)
        row[0], row[1] = n, size
        self._put(f"staged_{kind.name}", [row])
        for child, rows in lists:
            for item in rows:
                item[0] = n
            self._put(staged_items(kind, child), rows)

    def refuse(self, n: int, kind: str, refused: RecordError) -> None:
        """Note that a line is not taken."""
        self._put("staged_refusal", [[n, kind, refused.field, refused.reason]])

    def _put(self, table: str, rows: list[Row]) -> None:
        self._buffer.setdefault(table, []).extend(rows)
        self._buffered_rows += len(rows)

    def flush_if_full(self, size: int) -> int:
        """Count ``size`` more bytes read, and write what is buffered once it is much: how much."""
        self._buffered_bytes += size
        if self._buffered_bytes < FLUSH_BYTES and self._buffered_rows < FLUSH_ROWS:
            return 0
        written = self._buffered_bytes
        self.flush()
        return written

    def flush(self) -> None:
        """Write what is buffered."""
        with connection.cursor() as cursor:
            for table, rows in self._buffer.items():
                with cursor.copy(f"COPY {table} ({self._columns[table]}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        self._filled.update(self._buffer)
        self._buffer.clear()
        self._buffered_bytes = self._buffered_rows = 0

    def settle(self) -> None:
        """After the last line: index by line, and tell the planner how much there is."""
        self.flush()
        for table in self._filled:
            if table != "staged_refusal":
                self.run("CREATE INDEX ON {table} (n)", table=table)
            self.run("ANALYZE {table}", table=table)

    # --- Asking ------------------------------------------------------------------------------

    def count(self, table: str, condition: str = "true") -> int:
        """How many rows of ``table`` meet the condition."""
        counted = self.ask(
            "SELECT count(*) FROM {table} WHERE {condition}", table=table, condition=condition
        )
        return int(counted[0][0])

    def holds(self, table: str) -> bool:
        """Whether anything was staged in ``table``."""
        return table in self._filled

    def drop_refused(self, kind: Kind) -> None:
        """Let refused records go; their items are only ever looked at through them."""
        for table in (f"staged_{kind.name}", f"placed_{kind.name}"):
            self.run(
                "DELETE FROM {table} USING staged_refusal r WHERE r.n = {table}.n", table=table
            )

    def created(self, kind: str) -> int:
        """How many records of a kind this run made; those that others name inline not counted."""
        if kind not in self.begun:
            return 0
        return self.count(f"placed_{kind}", "is_new AND n IS NOT NULL")

    def each_created(self, kind: str, rows: int) -> Iterator[list[Created]]:
        """Those records in the order of their lines, so many at a time; there must be some."""
        last = -1
        while found := self.ask(CREATED, [last, rows], kind=kind, mask=str(LINE_MASK)):
            yield [Created(*row) for _n, *row in found]
            last = found[-1][0]

    def refusals(self) -> Iterator[tuple[int, int, str, str, str]]:
        """Every refused line once, in the order of the lines: file, line, kind, field, reason."""
        last = -1
        while rows := self.ask(REFUSALS, [last]):
            for n, kind, field, reason in rows:
                yield n >> LINE_BITS, n & LINE_MASK, kind, field, reason
            last = rows[-1][0]


CREATED = """
SELECT p.n, f.name, p.n & {mask}, p.ref, p.id
FROM placed_{kind} p JOIN staged_file f ON f.file = p.n >> 40
WHERE p.is_new AND p.n > %s ORDER BY p.n LIMIT %s
"""

REFUSALS = """
SELECT DISTINCT ON (n) n, kind, field, reason FROM staged_refusal
WHERE n > %s ORDER BY n, field, reason LIMIT 10000
"""


def staged_items(kind: Kind, child: Children) -> str:
    """The table in which a list's items wait."""
    return f"staged_{kind.name}_{child.key}"
