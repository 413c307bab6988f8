"""What rows are chosen by, as SQL: compiled once, and put into statements that are written by hand.

Some statements of a search are always the same but for what is searched. Composing each by the ORM
took as long as PostgreSQL took to answer it: the same condition was copied, resolved and compiled
for every one of them.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.where import AND, OR, WhereNode

if TYPE_CHECKING:
    from quotes.paging import Order

Row = TypeVar("Row", bound=Model)
Condition = tuple[str, Sequence[Any]]
"""SQL about the columns of one table, and its parameters."""

NEVER: Condition = ("FALSE", ())
ALWAYS: Condition = ("TRUE", ())

MOST_APART = 4
"""Languages' questions that are asked of an index each by itself."""


def is_of_one_table(rows: "QuerySet[Any]") -> bool:
    """Whether a condition on one table is all they are chosen by; it may ask others within it."""
    query = rows.query
    joined = sum(map(bool, query.alias_refcount.values())) > 1
    return not (joined or query.is_sliced or query.combinator or query.group_by)


def condition_of(rows: "QuerySet[Any]", *, looked_at: bool = False) -> Condition:
    """What rows of one table are chosen by, words last: PostgreSQL asks in this order.

    For rows that are ``looked_at`` one by one, without what only an index is asked. Compiled once
    and kept with the rows. Raises ``EmptyResultSet`` when nothing can match.
    """
    known: dict[bool, Condition] = rows.__dict__.setdefault("_conditions", {})
    if looked_at not in known:
        where = rows.query.where
        known[looked_at] = _compiled(rows, _of_a_row(where) if looked_at else where)
    return known[looked_at]


def conditions_apart(rows: "QuerySet[Any]") -> list[Condition]:
    """The same as conditions of which each of the rows meets one.

    What languages put in different words is asked of the index for each: no row found is held
    against its own language's words again, a seventh of the time of counting what matches. Nor
    is what somebody said about something, apart from all else that holds the words. One condition
    where they are more than ``MOST_APART``, which would ask the index too often.
    """
    where = rows.query.where
    if where.connector == AND and not where.negated:
        for child in where.children:
            apart = _apart(rows, child)
            if 1 < len(apart) <= MOST_APART:
                others = where.clone()
                others.children = [other for other in where.children if other is not child]
                rest = _compiled(rows, others)
                return [_all_of([rest, one]) for one in apart]
    return [condition_of(rows)]


def _apart(rows: "QuerySet[Any]", child: Any) -> list[Condition]:
    """The conditions of languages that this is made of, if it is."""
    compiler = rows.query.get_compiler(connection=connection)
    if not isinstance(child, WhereNode):
        each = getattr(getattr(child, "lhs", None), "each", None)
        return each(compiler) if each else []
    if child.connector != OR or child.negated:
        return []
    if all(map(_is_of_languages, child.children)):
        return [compiler.compile(one) for one in child.children]
    if _is_by_somebody(child.children[0]):
        others = child.clone()
        first = compiler.compile(others.children.pop(0))
        return [first, _less(compiler.compile(others), first)]
    return []


def _is_by_somebody(one: Any) -> bool:
    """Whether it is asked of quotes of one speaker or organization."""
    target = getattr(getattr(_first_of(one), "lhs", None), "target", None)
    return bool(target and target.is_relation)


def _less(one: Condition, other: Condition) -> Condition:
    return f"({one[0]}) AND ({other[0]}) IS NOT TRUE", [*one[1], *other[1]]


def _first_of(one: Any) -> Any:
    return one.children[0] if isinstance(one, WhereNode) and one.connector == AND else one


def _is_of_languages(one: Any) -> bool:
    """Whether it is asked of quotes in some languages only."""
    return getattr(getattr(_first_of(one), "lhs", None), "is_of_languages", False)


def words_apart(rows: "QuerySet[Row]") -> "tuple[QuerySet[Row], Condition]":
    """The rows of all that is asked but words, and the words: where something rarer is looked for.

    No index is asked for words within CASE: to gather all that hold them would cost the most.
    """
    beside, words = rows.all(), rows.all()
    for part, is_of_words in ((beside, False), (words, True)):
        part.query.where.children = [
            child
            for child in rows.query.where.children
            if _is_of_words(_compiled_one(rows, child)) is is_of_words
        ]
    sql, params = condition_of(words)
    return beside, (f"CASE WHEN {sql} THEN true ELSE false END", params)


def _of_a_row(where: WhereNode) -> WhereNode:
    """The condition less what an index is asked and the rest of it says better."""
    asked = where.clone()
    asked.children = [
        _of_a_row(child) if isinstance(child, WhereNode) else child
        for child in where.children
        if not getattr(getattr(child, "lhs", None), "is_for_an_index", False)
    ]
    return asked


def _compiled(rows: "QuerySet[Any]", where: WhereNode) -> Condition:
    return _all_of(sorted(_parts(rows, where), key=_is_of_words))


def _parts(rows: "QuerySet[Any]", where: WhereNode) -> list[Condition]:
    """Conditions of which a row meets each."""
    compiler = rows.query.get_compiler(connection=connection)
    if where.connector != AND or where.negated:
        return [compiler.compile(where)]
    return [compiler.compile(child) for child in where.children]


def _compiled_one(rows: "QuerySet[Any]", child: Any) -> Condition:
    return rows.query.get_compiler(connection=connection).compile(child)


def _is_of_words(part: Condition) -> bool:
    return "@@" in part[0]


def _all_of(parts: Sequence[Condition]) -> Condition:
    sql = " AND ".join(sql for sql, _ in parts)
    return sql or ALWAYS[0], [one for _, given in parts for one in given]


def condition(model: type[Model], asked: Q) -> Condition:
    """What is asked of rows of one table, even where none or every row answers."""
    query = Query(model)
    try:
        where = query.build_where(asked)
        return query.get_compiler(connection=connection).compile(where) if asked else ALWAYS
    except EmptyResultSet:
        return NEVER
    except FullResultSet:
        return ALWAYS


def sort_keys(label: str, order: "Order") -> tuple[str, ...]:
    """The keys of an order of this model's rows, without parameters."""
    return _sort_keys(label, order.keys)


@lru_cache(maxsize=100)
def _sort_keys(label: str, keys: tuple[Any, ...]) -> tuple[str, ...]:
    query = apps.get_model(label)._base_manager.all().query
    compiler = query.get_compiler(connection=connection)
    operations: Any = connection.ops
    compiled = (compiler.compile(key.resolve_expression(query)) for key in keys)
    return tuple(operations.compose_sql(*key).replace("%", "%%") for key in compiled)


def named(keys: Iterable[str], names: Iterable[str]) -> str:
    """Keys as a statement selects them."""
    return ", ".join(f"{key} AS {name}" for key, name in zip(keys, names, strict=True))
