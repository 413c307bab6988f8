"""The search columns: what is looked for in is computed by the database when words are stored."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    F,
    Func,
    GeneratedField,
    Model,
    TextField,
)
from django.db.models.functions import Cast


def search_column(function: str, *fields: str) -> GeneratedField:
    """A stored column made of ``fields`` by one of the functions of the search."""
    return GeneratedField(
        expression=Func(*(F(field) for field in fields), function=function),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class Holds(Expression):
    """A condition on a row's own columns, as SQL in which they are named: ``{stems} @@ %s``.

    Made of a function for each operator it was copied, resolved and compiled by the ORM in five
    times the time, as long as PostgreSQL takes to answer it.
    """

    def __init__(self, sql: str, asked: Sequence[Any], *columns: str) -> None:
        super().__init__(output_field=BooleanField())
        self.sql, self.asked = sql, tuple(asked)
        self.columns: dict[str, Any] = {name: F(name) for name in columns}

    def __repr__(self) -> str:
        return f"Holds({self.sql!r}, {self.asked!r})"

    @property
    def identity(self) -> tuple[Any, ...]:
        """What it is compared by; Django would ask the signature of ``__init__`` each time."""
        return (type(self), self.sql, self.asked, tuple(self.columns.items()))

    def get_source_expressions(self) -> list[Any]:
        """The columns."""
        return list(self.columns.values())

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Put resolved columns in place of their names."""
        self.columns = dict(zip(self.columns, exprs, strict=True))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The condition with the columns in it, which take no parameters."""
        columns = {name: compiler.compile(column)[0] for name, column in self.columns.items()}
        return self.sql.format(**columns), list(self.asked)


class InLanguages(Holds):
    """Whether a quote is in one of some languages: no quote is in two."""

    is_of_languages = True


class InItsLanguage(Holds):
    """A condition that languages put in different words; ``apart`` holds what each of them asks."""

    def __init__(self, sql: str, asked: Sequence[Any], *columns: str, apart: Sequence[Any]) -> None:
        super().__init__(sql, asked, *columns)
        self.apart = tuple(apart)

    def each(self, compiler: Any) -> list[tuple[str, Any]]:
        """The conditions of the languages, of which a row meets one at most."""
        columns = {name: compiler.compile(column)[0] for name, column in self.columns.items()}
        return [(sql.format(**columns), list(asked)) for sql, asked in self.apart]


class Primary(Func):
    """The language of a BCP-47 tag: ``zh`` of ``zh-Hans``.

    Not by a pattern, which costs ten times as much at each quote looked at.
    """

    function = "split_part"
    template = "%(function)s(%(expressions)s, '-', 1)"
    output_field = TextField()


def key_of(record: Model) -> Cast:
    """A record's primary key, typed as the index of words knows it.

    Words and a speaker are found in one index, which compares bigint with nothing but bigint; a
    plain 2 is an integer, and would not be looked for there.
    """
    return Cast(record.pk, BigIntegerField())


def pairs_of(exact: str) -> Func:
    """The pairs of neighbouring words that are indexed as one, of a column of exact words."""
    return Func(F(exact), function="public.search_pairs")
