"""Names in several scripts: how every other name of a person or organization is kept and found."""

from typing import Any

from django.db import models
from django.db.models import F, Func


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
