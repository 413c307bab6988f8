"""From the record into files: what the importer reads, written from the same shapes.

One record a line, kinds in the order of their dependence, each kind by its refs in the order of
their code points, keys in the order of the shape, nothing that the importer assumes anyway: the
same archive always gives the same bytes.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate

from archive.importing.fields import Field
from archive.importing.shapes import Children, Kind

Record = dict[str, Any]
CHUNK = 1_000

ALL = Q()


def _every(_: Children) -> Q:
    return ALL


def line(record: Record) -> str:
    """The one way to write a record."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def records(
    kind: Kind,
    rows: QuerySet[Any],
    *,
    private: bool = False,
    items: Callable[[Children], Q] = _every,
) -> Iterator[Record]:
    """Every record among ``rows``; ``items`` says which items of a list are written."""
    fields = [field for field in kind.fields if private or not field.private]
    found = rows.order_by(*(Collate(key, "C") for key in kind.identity))
    values = iter(found.values_list("pk", *(f.path for f in fields)).iterator(chunk_size=CHUNK))
    while chunk := list(islice(values, CHUNK)):
        lists = _lists(kind, [pk for pk, *_ in chunk], items)
        for pk, *shown in chunk:
            written = zip(fields, shown, strict=True)
            yield {"type": kind.name, **_object(written), **lists.get(pk, {})}


def _object(values: Iterable[tuple[Field, Any]]) -> Record:
    """Values by their keys, without those that are assumed when absent."""
    return {
        field.key: _moment(value) if isinstance(value, datetime) else value
        for field, value in values
        if field.required or value not in (None, "", field.default)
    }


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _lists(
    kind: Kind, owners: list[int], items: Callable[[Children], Q]
) -> dict[int, dict[str, list[Any]]]:
    """The lists of each owner, in the order of the shape."""
    lists: dict[int, dict[str, list[Any]]] = defaultdict(dict)
    for child in kind.children:
        owner = f"{child.owner}_id"
        found = child.model._default_manager.filter(items(child), **{f"{owner}__in": owners})
        ordered = found.order_by(owner, *(_order(child, key) for key in child.order))
        for pk, *shown in ordered.values_list(owner, *(f.path for f in child.fields)):
            item = shown[0] if child.single else _object(zip(child.fields, shown, strict=True))
            lists[pk].setdefault(child.key, []).append(item)
    return lists


def _order(child: Children, key: str) -> Any:
    field = next((field for field in child.fields if field.key == key), None)
    if field is None or field.type != "text":
        return F(key)
    return Collate(F(field.path), "C")
