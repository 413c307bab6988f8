"""A resource as a row of CSV: which columns, and where in its JSON each value stands.

A column takes the value at its path; through a list, the values of all items with ``;`` between
them (only refs, which cannot contain it). Words are exact: nothing is put before a leading ``=``.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from rest_framework.exceptions import ValidationError

from quotes.api.v1.shaping import names

Columns = Mapping[str, str]
"""The path in the JSON for each column's name."""

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
        listed = ", ".join(columns)
        sentence = f"There is no column “{unknown[0][:60]}”. Known: {listed}."
        raise ValidationError({"fields": [sentence]})
    return {name: columns[name] for name in wanted} or columns


class _Line:
    """What ``csv`` writes into: keeps the one line it was given."""

    def write(self, line: str) -> str:
        return line


_writer = csv.writer(_Line())  # writerow returns what write returns


def header(columns: Columns) -> str:
    """The first line."""
    return str(_writer.writerow(columns))


def lines(columns: Columns, records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each record."""
    written: Any = _writer.writerow
    readers = [_reader(*path.split(".")) for path in columns.values()]
    for record in records:
        values = [read(record) for read in readers]
        yield written([v if v is None or type(v) is str else _cell(v) for v in values])


def _reader(step: str, *further: str) -> Callable[[Mapping[str, Any]], Any]:
    """Reads what stands at a path; made once for all the records."""
    if not further:
        return itemgetter(step)
    read = _reader(*further)

    def within(value: Mapping[str, Any]) -> Any:
        part = value[step]
        if isinstance(part, list):
            return [read(one) for one in part]
        return None if part is None else read(part)

    return within


def _cell(value: Any) -> str:
    """What is no text, as one; ``csv`` itself writes nothing for None."""
    if isinstance(value, list):
        return ";".join([_cell(one) for one in value if one is not None])
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
