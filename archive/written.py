"""Statements that Django's ORM writes once, for :mod:`archive.prepared` to ask many times.

Writing a statement anew costs Django several times what PostgreSQL takes to answer it, and a page
of one record asks ten that are always the same but for a key.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, Func, Model, QuerySet, TextField, Value
from django.db.models.query import get_related_populators

from archive.prepared import as_array, asked

M = TypeVar("M", bound=Model)

ASKED_FOR = "what is asked for"
"""Stands in a statement, while the ORM writes it, for what will be asked."""


class AmongAsked(Func):
    """``column = ANY(keys)``; the subquery keeps their number from the planner.

    It would plan for that number, and so anew for each page.
    """

    template = "%(expressions)s::bigint[])::bigint[])"
    arg_joiner = " = ANY((SELECT "
    output_field = TextField()
    conditional = True


def among_asked(column: Any) -> AmongAsked:
    """Of rows: whether ``column`` is one of the keys that will be asked for."""
    return AmongAsked(column, Value(ASKED_FOR, TextField()))


KEY = Func(
    Value(ASKED_FOR, TextField()),
    template="%(expressions)s::bigint",
    output_field=BigIntegerField(),
)
"""The primary key that will be asked for; a ref is asked for as ``ASKED_FOR`` itself."""


def with_places(sql: str, params: Any) -> str:
    """A statement with a place for nothing but what is asked: the planner knows the rest."""
    operations: Any = connection.ops
    whole = str(operations.compose_sql(sql, params))
    return whole.replace("%", "%%").replace(f"'{ASKED_FOR}'", "%s")


class Written:
    """Rows of a queryset that asks for one thing, as the instances that Django would make of them.

    Selected relations and annotations are there, and columns not asked for are deferred; relations
    to be prefetched are not fetched. ``rows`` is called once, when something is first asked.
    """

    def __init__(self, rows: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._rows = rows

    def of(self, asked_for: str | int) -> list[Any]:
        """The rows of this key or ref."""
        return list(self._read(str(asked_for)))

    def among(self, keys: Iterable[int]) -> list[Any]:
        """The rows of these primary keys; nothing is asked where there are none."""
        wanted = as_array(keys)
        return list(self._read(wanted)) if wanted != as_array(()) else []

    def _read(self, asked_for: str) -> Iterator[Any]:
        sql, compiler, converters, made = self._written
        rows: Any = asked(sql, [asked_for] * sql.replace("%%", "").count("%s"))
        return map(made, compiler.apply_converters(rows, converters) if converters else rows)

    @cached_property
    def _written(self) -> tuple[str, Any, Any, Callable[[Any], Any]]:
        rows = self._rows()
        compiler: Any = rows.query.get_compiler(connection=connection)
        sql = with_places(*compiler.as_sql())
        fields = [one[0] for one in compiler.select[: compiler.col_count]]
        made = _values(rows) if rows.query.values_select else _instances(compiler, rows.db)
        return sql, compiler, compiler.get_converters(fields), made


def _values(rows: "QuerySet[Any, Any]") -> Callable[[Any], dict[str, Any]]:
    """What makes a dictionary of a row of ``values()``, whose columns and annotations are named."""
    names = list(rows.query.selected or rows.query.values_select)
    return lambda row: dict(zip(names, row, strict=True))


def _instances(compiler: Any, database: str) -> Callable[[Any], Model]:
    """What makes an instance of a row, as ``ModelIterable`` does."""
    told, annotated = compiler.klass_info, compiler.annotation_col_map or {}
    first, last = told["select_fields"][0], told["select_fields"][-1] + 1
    columns = [one[0].target.attname for one in compiler.select[first:last]]
    related = get_related_populators(told, compiler.select, database)  # type: ignore[call-arg]  # the stubs are of a later Django

    def made(row: Any) -> Model:
        instance: Model = told["model"].from_db(database, columns, row[first:last])
        for one in related:
            one.populate(row, instance)
        for name, place in annotated.items():
            setattr(instance, name, row[place])
        return instance

    return made


def fetched(record: Model, relation: str, rows: list[Any]) -> None:
    """Keep ``rows`` as all of a record's relation, as ``prefetch_related`` does."""
    field: Any = record._meta.get_field(relation)
    if field.one_to_many:
        for row in rows:
            field.remote_field.set_cached_value(row, record)
    known = field.related_model._default_manager.all()
    known._result_cache, known._prefetch_done = rows, True
    record.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = known
