"""The search columns: what is looked for in is computed by the database when words are stored."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, GeneratedField


def search_column(function: str, *fields: str) -> GeneratedField:
    """A stored column made of ``fields`` by one of the functions of the search."""
    return GeneratedField(
        expression=Func(*(F(field) for field in fields), function=function),
        output_field=SearchVectorField(),
        db_persist=True,
    )
