"""How many rows an index of words holds for a question: told without looking at any of them.

To look at 13,800 quotes that hold two words takes 30 milliseconds more than to gather their places
from the index, and PostgreSQL counts no other way. But it tells how many places it gathered to who
asks it to explain what it did: a statement is explained that ends after a hundred rows. How many
of these are public and answer all that is asked tells what share of the places counts.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from archive.prepared import asked
from quotes.conditions import Condition

LOOKED_AT: Final = 100
"""Rows that are looked at for what the index does not know."""

KNOWN: Final = {"id", "status", "language", "stems", "exact"}
"""Columns that words alone are asked of."""

_COLUMN = re.compile(r'"quotes_quote"\."(\w+)"')

EXPLAINED = """
EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)
WITH found AS MATERIALIZED (SELECT id FROM quotes_quote WHERE {chosen}) SELECT FROM found LIMIT %s
"""
"""The first rows of a plan that was made for all: for a hundred it would not ask the index."""

ARCHIVE = """
SELECT greatest(reltuples, 0)::float, pg_stat_get_dead_tuples(oid)::float
FROM pg_class WHERE oid = 'public.quotes_quote'::regclass
"""


def entries(condition: Condition) -> tuple[float, float] | None:
    """About how many rows match at least, and their share of all.

    None where no index tells: a phrase is not in it, all that begins in one way takes it longer
    than a sample, places that two indexes hold are not counted, and where more than words is asked
    all might be looked at for the first hundred. The index holds what was changed since, until it
    is cleaned: the share of that is taken off.
    """
    chosen, params = condition
    is_gathered = any("<" in one or ":*" in one for one in params if isinstance(one, str))
    if is_gathered or not set(_COLUMN.findall(chosen)) <= KNOWN:
        return None
    with connection.cursor() as cursor:
        cursor.execute(EXPLAINED.format(chosen=chosen), [*params, LOOKED_AT])
        plan = cursor.fetchone()[0]
    heaps = [node for node in _nodes(plan[0]["Plan"]) if node["Node Type"] == "Bitmap Heap Scan"]
    if len(heaps) != 1 or not (held := _held(heaps[0]["Plans"][0])):
        return None
    (heap,) = heaps
    found, removed = heap["Actual Rows"], heap.get("Rows Removed by Filter", 0)
    ((rows, dead),) = asked(ARCHIVE)
    number = held * rows / max(rows + dead, 1) * found / max(found + removed, 1)
    return number, number / max(rows, 1)


def _held(node: dict[str, Any]) -> float:
    """How many places this part of a plan gathered for words, at least."""
    match node["Node Type"]:
        case "Bitmap Index Scan" if "@@" in node.get("Index Cond", ""):
            return float(node["Actual Rows"])
        case "BitmapOr":
            return max(map(_held, node["Plans"]))
    return 0


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
