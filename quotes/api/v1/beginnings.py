"""The first page of a list that nobody narrowed: what most clients ask for, and ask again.

Its statement is always the same text. So it is written once, with the count in it, and planned once
a connection: writing and planning two took three times as long as they ran.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from archive.prepared import asked
from quotes.paging import COUNT_FLOOR, Order, Place

WRITTEN: dict[tuple[type[Any], str], str] = {}
"""The statement for a view and the name of an order."""

BEGINNING = """
SELECT (SELECT count(*) FROM ({counted}) AS counted), first.* FROM ({first}) AS first
ORDER BY {sort}
"""


def beginning(
    view: type[Any], rows: "QuerySet[Any]", order: Order, most: int
) -> tuple[int, list[Place]]:
    """How many ``rows`` a whole list has, to the floor and one; the sort keys of its first ones.

    ``rows`` and ``most`` are always the same for a view.
    """
    way = view, order.name
    if way not in WRITTEN:
        WRITTEN[way] = _written(rows, order, most)
    found = asked(WRITTEN[way])
    return (found[0][0] if found else 0), [keys for _, *keys in found]


def _written(rows: "QuerySet[Any]", order: Order, most: int) -> str:
    direction = "DESC" if order.descending else "ASC"
    return BEGINNING.format(
        counted=_sql(rows.order_by().values("pk")[: COUNT_FLOOR + 1]),
        first=_sql(order.placed(rows).values_list(*order.names)[:most]),
        sort=", ".join(f"first.{name} {direction}" for name in order.names),
    ).strip()


def _sql(rows: "QuerySet[Any]") -> str:
    operations: Any = connection.ops
    return str(operations.compose_sql(*rows.query.sql_with_params())).replace("%", "%%")
