"""Names in several scripts: how every other name of a person or organization is kept and found."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField, Value


class FoldName(Func):
    """A name as it is compared: case, accents, width and punctuation do not matter.

    The rule is the database function ``public.fold_name`` alone, for stored names and typed ones.
    """

    function = "public.fold_name"
    output_field = models.TextField()


def folded_name() -> models.GeneratedField:
    """A stored column with the row's ``name`` as it is compared."""
    return models.GeneratedField(
        expression=FoldName(F("name")), output_field=models.TextField(), db_persist=True
    )


CJK = (
    r"[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""A character that may be a word by itself: names in these scripts have no spaces. A pattern that
Python and PostgreSQL read alike."""


def inside_names(name: str, column: str, folded: Func | F) -> GinIndex:
    """An index to find a name by what stands inside it, where its script has no spaces.

    Two characters hold no trigram; each set apart by spaces, they hold several. Other names are
    met by their words, and are not in it.
    """
    apart = Func(
        folded,
        Value(CJK),
        Value(r" \& "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    has_such = Q(**{f"{column}__regex": CJK})
    return GinIndex(OpClass(apart, name="gin_trgm_ops"), name=name, condition=has_such)


class NameKind(models.TextChoices):
    """What sort of other name this is."""

    ALIAS = "alias", "also known as"
    NATIVE = "native", "in its own script"
    ROMANIZATION = "romanization", "romanized"
    SHORT = "short", "short form"
    HONORIFIC = "honorific", "form of address"
    FORMER = "former", "former name"


def known_as(name: str) -> models.Q:
    """Rows whose own name or any other name compares equal to ``name``."""
    folded = FoldName(models.Value(name))
    return models.Q(folded=folded) | models.Q(names__folded=folded)


def name_constraints(model: str, owner: str) -> list[Any]:
    """One row a name: the same spelling twice says nothing more."""
    return [
        models.UniqueConstraint(fields=[owner, "name"], name=f"{model}_once_each"),
    ]
