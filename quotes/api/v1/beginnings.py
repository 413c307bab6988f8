"""The first page of a list that nobody narrowed: what most clients ask for, and ask again.

Its statement is always the same text, whatever the size of the page. So it is written once, with
the count and the records in it, and planned once a connection; the filter set is asked once too.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from archive.prepared import asked
from archive.written import with_places
from quotes.api.v1.rows import Statement
from quotes.paging import COUNT_FLOOR, Beginning, Order

SURELY = 2
"""How many times the floor the statistics of an index must hold for its rows not to be counted."""

# The inner limit is for the planner, which knows nothing of the outer one.
BEGINNING = """
SELECT {counted}, ({told}), first.* FROM ({first}) AS first
ORDER BY {sort} LIMIT %s::bigint
"""

COUNTED = "(SELECT count(*) FROM ({rows}) c)"

# ANALYZE and VACUUM tell how many rows a partial index has. All that was changed since may have
# left it; where ANALYZE was not here since the server crashed, nobody knows how much that is.
UNLESS_MANY = """CASE WHEN (
    SELECT reltuples - pg_stat_get_mod_since_analyze(indrelid) > {many}
        AND pg_stat_get_analyze_count(indrelid) + pg_stat_get_autoanalyze_count(indrelid) > 0
    FROM pg_class c JOIN pg_index ON indexrelid = c.oid WHERE c.oid = '{index}'::regclass
) THEN {number} ELSE {counted} END"""

Written = tuple[Order, str]

WRITTEN: dict[tuple[type[Any], str | None, Statement], Written] = {}
"""The order and the statement of a view, by the order asked for and what tells its records."""


def beginning(view: Any, statement: Statement, size: int, most: int) -> Beginning:
    """The first ``size`` of all that a view lists, of ``most`` at most, in the order asked for.

    Their number is told to the floor and one. Raises a 400 for an order that is not offered.
    ``most`` is always the same.
    """
    way = type(view), view.request.query_params.get("ordering"), statement
    if way not in WRITTEN:
        rows, order = view.ordered(view.filter_queryset(view.get_queryset()))
        WRITTEN[way] = order, _written(rows, order, statement, most, view.held_by)
    order, sql = WRITTEN[way]
    found = asked(sql, [str(size)])
    number = found[0][0] if found else 0
    return Beginning(order, number, [row[2:] for row in found], [row[1:2] for row in found])


def _written(
    rows: "QuerySet[Any]", order: Order, statement: Statement, most: int, held_by: str
) -> str:
    direction = "DESC" if order.descending else "ASC"
    key = RawSQL(f"first.{order.names[-1]}", [])  # noqa: S611  # a name of our own
    return BEGINNING.format(
        counted=_counted(rows, held_by),
        told=statement.written(Q(pk=key)),
        first=_sql(order.placed(rows).values_list(*order.names)[:most]),
        sort=", ".join(f"{name} {direction}" for name in order.names),
    ).strip()


def _counted(rows: "QuerySet[Any]", held_by: str) -> str:
    counted = COUNTED.format(rows=_sql(rows.order_by().values("pk")[: COUNT_FLOOR + 1]))
    if not held_by:
        return counted
    many, number = SURELY * COUNT_FLOOR, COUNT_FLOOR + 1
    # In one line: psycopg reads a statement of more than 4,096 characters anew each time.
    unless = " ".join(UNLESS_MANY.split())
    return unless.format(index=held_by, many=many, number=number, counted=counted)


def _sql(rows: "QuerySet[Any]") -> str:
    return with_places(*rows.query.sql_with_params())
