"""The search columns: what is looked for in is computed by the database when words are stored."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import (
    BigIntegerField,
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
