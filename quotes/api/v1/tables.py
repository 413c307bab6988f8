"""A resource as a row of CSV: which columns, and where in its JSON each value stands.

A column takes the value at its path; through a list, the values of all items with ``;`` between
them (only refs, which cannot contain it). Words are exact: nothing is put before a leading ``=``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from rest_framework.exceptions import ValidationError

from quotes.api.v1.shaping import Tree, meant, names

Columns = Mapping[str, str]
"""The path in the JSON for each column's name."""

QUOTE = '"'
SPECIAL = re.compile(r'[",\r\n]').search

ADDRESSES = ("id", "url", "web_url")


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _link(name: str, label: str = "name") -> dict[str, str]:
    return {name: f"{name}.id", f"{name}_{label}": f"{name}.{label}"}


def _date(name: str) -> dict[str, str]:
    bounds = {f"{name}_{bound}": f"{name}.{bound}" for bound in ("earliest", "latest")}
    return {name: f"{name}.edtf", **bounds}


NAMED = {
    **_same(*ADDRESSES, "name", "language"),
    "names": "names.name",
    **_same("description", "updated_at"),
}

TABLES: dict[str, Columns] = {
    "quote": {
        **_same(*ADDRESSES, "text", "language", "spoken_language", "is_translation", "kind"),
        **_link("speaker"),
        **_link("organization"),
        **_link("role", "title"),
        **_same("as_credited", "unattributed"),
        **_link("speech", "title"),
        **_date("said"),
        "topics": "topics.id",
        **_same("status", "standing", "public_note"),
        "sources": "citations.source.id",
        **_same("updated_at"),
    },
    "speech": {
        **_same(*ADDRESSES, "title", "occasion", "place", "language"),
        **_date("delivered"),
        "speakers": "speakers.person.id",
        "organizations": "speakers.organization.id",
        "sources": "sources.id",
        **_same("note", "updated_at"),
    },
    "source": {
        **_same(*ADDRESSES, "kind", "title"),
        **_link("publisher"),
        **_same("author_line"),
        **_date("published"),
        **_same("language", "reference_number", "source_url", "archived_url"),
        "derived_from": "derived_from.source.id",
        **_same("rights", "note", "updated_at"),
    },
    "person": NAMED,
    "organization": NAMED,
    "role": {
        **_same(*ADDRESSES),
        **_link("person"),
        **_link("organization"),
        **_same("title"),
        **_date("period"),
        "source": "source.id",
        **_same("updated_at"),
    },
    "topic": _same(*ADDRESSES, "name", "updated_at"),
}


def chosen(kind: str, asked: Mapping[str, str]) -> Columns:
    """The columns that ``fields`` names, or all; raises a 400 for one that is not there."""
    columns = TABLES[kind]
    if "expand" in asked:
        raise ValidationError({"expand": ["A table has no place for this: ask for jsonl."]})
    wanted = names(asked.get("fields", ""))
    if unknown := [name for name in wanted if name not in columns]:
        raise ValidationError({"fields": [_no_column(unknown[0], columns)]})
    return {name: columns[name] for name in wanted} or columns


def _no_column(name: str, columns: Columns) -> str:
    """Where the name is one of the JSON, the columns that hold what is there are meant."""
    inside = [one for one, path in columns.items() if f"{path}.".startswith(f"{name}.")]
    listed = " and ".join(f"“{one}”" for one in inside)
    instead = f" In a table that is {listed}." if inside else meant(name, columns)
    return f"There is no column “{name[:60]}”.{instead} Known: {', '.join(columns)}."


def wanted(columns: Columns) -> Tree:
    """What the columns need of a record."""
    tree: Tree = {}
    for path in columns.values():
        branch = tree
        for step in path.split("."):
            branch = branch.setdefault(step, {})
    return tree


def header(columns: Columns) -> str:
    """The first line."""
    return ",".join(columns) + "\r\n"


def lines(columns: Columns, records: Sequence[Mapping[str, Any]]) -> str:
    """A line for each record.

    Not by ``csv``, which looks at each letter by itself: of a million quotes that took ten seconds.
    """
    paths = [path.split(".") for path in columns.values()]
    # Columns side by side that begin alike are the cells of one value, such as a link.
    writers = [(name, _writer([*run])) for name, run in groupby(paths, itemgetter(0))]
    written = [",".join([write(one[name]) for name, write in writers]) for one in records]
    if len(columns) == 1:  # an empty line would be no row
        written = [line or '""' for line in written]
    return "".join([f"{line}\r\n" for line in written])


def _writer(paths: Sequence[Sequence[str]]) -> Callable[[Any], str]:
    """Writes the cells of a value in which these paths begin."""
    if paths == [paths[0][:1]]:
        return _cell
    readers = [partial(_at, path[1:]) for path in paths]
    known: dict[int, str] = {}

    def write(value: Any) -> str:
        # Many records hold the very same link or date; all of them live longer than this.
        if (cells := known.get(id(value))) is None:
            cells = known[id(value)] = ",".join([_cell(read(value)) for read in readers])
        return cells

    return write


def _at(path: Sequence[str], value: Any) -> Any:
    """What stands at a path; of the items of a list, a list of that."""
    if value is None or not path:
        return value
    if isinstance(value, list):
        return [_at(path, one) for one in value]
    return _at(path[1:], value[path[0]])


def _cell(value: Any) -> str:
    """A value as it stands in a line: quoted where it must be (RFC 4180)."""
    text = value if type(value) is str else _text(value)
    return f'"{text.replace(QUOTE, QUOTE * 2)}"' if SPECIAL(text) else text


def _text(value: Any) -> str:
    """What may be no text, as one; nothing for None."""
    if isinstance(value, list):
        return ";".join([_text(one) for one in value if one is not None])
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
