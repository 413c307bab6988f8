"""Fields of the record: refs, language tags, partial dates, columns kept by the database."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import IsNull

from archive.dates import DateError, PartialDate, parse
from archive.translating import translated

REF_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:~-]{0,119}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"

# Without 0, 1, i, l, o and u: a ref is read aloud and typed from paper, and spells no words.
REF_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_ref() -> str:
    """Make a random ref: 12 characters, 58 bits, so that editors far apart never collide."""
    return "".join(secrets.choice(REF_ALPHABET) for _ in range(12))


class RefField(models.CharField):
    """A record's permanent public name: unique within its type, part of its address, never reused.

    Letters, digits and ``. _ : ~ -``, at most 120 characters: what stands in a path unescaped
    (RFC 3986, "unreserved", and the colon). :func:`is_a_ref` makes the database keep that promise.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("default", new_ref)
        kwargs.setdefault("help_text", "Permanent name in addresses and files. Never changes.")
        super().__init__(**kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(
                REF_PATTERN,
                "A ref starts with a letter or digit and holds only letters, digits and . _ : ~ -",
            ),
        ]


class LanguageField(models.CharField):
    """A BCP-47 language tag such as ``en`` or ``zh-Hans``; empty when unknown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 35)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("help_text", "BCP-47 tag: en, zh, zh-Hans. Empty when unknown.")
        super().__init__(**kwargs)
        self.validators = [
            *self.validators,
            RegexValidator(
                LANGUAGE_PATTERN, "Write a BCP-47 language tag such as en, zh or zh-Hans."
            ),
        ]


def validate_partial_date(text: str) -> None:
    """Raise ``ValidationError`` with the reader's sentence when ``text`` is not a partial date."""
    try:
        parse(text)
    except DateError as error:
        raise ValidationError(translated(error.message), code="partial_date") from error


class PartialDateField(models.CharField):
    """A date as exact as its evidence, as EDTF text (``archive.dates``); empty when unknown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault(
            "help_text", "2020-12-30, 2020-11, 2020, 2020-12-30/.. (on or after). Empty: unknown."
        )
        super().__init__(**kwargs)
        self.validators = [*self.validators, validate_partial_date]


class EdtfEarliest(Func):
    """The first day a partial date may mean; NULL when unknown or not a date."""

    function = "public.edtf_earliest"
    output_field = models.DateField()


class EdtfLatest(Func):
    """The last day a partial date may mean; NULL when unknown or not a date."""

    function = "public.edtf_latest"
    output_field = models.DateField()


def first_known(*fields: str) -> Any:
    """The first of these text columns that is not empty, as an expression."""
    if len(fields) == 1:
        return F(fields[0])
    return Coalesce(*(NullIf(F(field), Value("")) for field in fields))


def earliest_of(*fields: str) -> models.GeneratedField:
    """A stored column with the first day that the first known of ``fields`` may mean."""
    return models.GeneratedField(
        expression=EdtfEarliest(first_known(*fields)),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


def latest_of(*fields: str) -> models.GeneratedField:
    """A stored column with the last day that the first known of ``fields`` may mean."""
    return models.GeneratedField(
        expression=EdtfLatest(first_known(*fields)),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


def is_a_date(model: str, field: str) -> models.CheckConstraint:
    """The promise that ``field`` is empty or a partial date."""
    return models.CheckConstraint(
        name=f"{model}_{field}_is_a_date",
        condition=Q(**{field: ""}) | Q(IsNull(EdtfEarliest(F(field)), False)),
        violation_error_message=f"“{field}” must be a date such as 2020-12-30, 2020-11 or 2020.",
    )


def is_a_ref(model: str) -> list[models.BaseConstraint]:
    """The promises that a ref can stand in an address, and that no two records share one."""
    return [
        models.CheckConstraint(
            name=f"{model}_ref_fits_an_address",
            # The column bounds the length. A {0,119} here would take PostgreSQL 5 µs a row.
            condition=Q(ref__regex=r"^[A-Za-z0-9][A-Za-z0-9._:~-]*$"),
            violation_error_message="A ref holds only letters, digits and . _ : ~ -",
        ),
        # Not `unique=True`: that brings a second index, for LIKE, which nothing asks.
        models.UniqueConstraint(fields=["ref"], name=f"{model}_ref_is_unique"),
    ]


def is_a_language(model: str, *fields: str) -> list[models.CheckConstraint]:
    """The promises that each of ``fields`` is empty or has the shape of a BCP-47 tag."""
    return [
        models.CheckConstraint(
            name=f"{model}_{field}_is_a_language_tag",
            condition=Q(**{field: ""}) | Q(**{f"{field}__regex": LANGUAGE_PATTERN}),
            violation_error_message=f"“{field}” must be a BCP-47 tag such as en or zh-Hans.",
        )
        for field in fields
    ]


def is_not_blank(model: str, field: str) -> models.CheckConstraint:
    """The promise that ``field`` has at least one visible character."""
    return models.CheckConstraint(
        name=f"{model}_has_a_{field}",
        condition=Q(**{f"{field}__regex": r"\S"}),
        violation_error_message=f"“{field}” must not be empty.",
    )


def overlaps(field: str, when: PartialDate) -> Q:
    """Records whose ``field`` may fall within ``when``; unknown dates never do.

    Pairs with :func:`earliest_of` and :func:`latest_of` columns named ``<field>_earliest`` and
    ``<field>_latest``.
    """
    return Q(**{f"{field}_earliest__lte": when.latest, f"{field}_latest__gte": when.earliest})


def not_before(field: str, when: PartialDate) -> Q:
    """Records whose ``field`` may fall on the first day of ``when`` or later."""
    return Q(**{f"{field}_latest__gte": when.earliest})


def not_after(field: str, when: PartialDate) -> Q:
    """Records whose ``field`` may fall on the last day of ``when`` or earlier."""
    return Q(**{f"{field}_earliest__lte": when.latest})


class _Copied:
    """Mixin: a column that repeats one of a related row, because a foreign key must name it.

    PostgreSQL keeps the copy true, not this class: the migration adds a composite foreign key
    ``(relation_id, copy) → (id, original) ON UPDATE CASCADE``, so that a wrong copy is refused and
    a change of the original arrives in the same statement. This only fills it in on ``save`` and
    ``bulk_create``.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a mixin of Field
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        relation, original = self.of.split(".")
        related = getattr(instance, relation)
        value = getattr(related, original) if related else self.get_default()  # type: ignore[attr-defined]  # a mixin of Field
        setattr(instance, self.attname, value)  # type: ignore[attr-defined]  # a mixin of Field
        return value


class CopiedTextField(_Copied, models.CharField):
    """A repeated text; empty without a related row."""


class CopiedIntegerField(_Copied, models.IntegerField):
    """A repeated number; NULL without a related row."""


def where_known(model: str, *relations: str) -> list[models.Index]:
    """Indexes of foreign keys that are mostly NULL: an ordinary one would hold every row."""
    return [
        models.Index(
            fields=[relation],
            name=f"{model}_{relation}_known",
            condition=Q(**{f"{relation}__isnull": False}),
        )
        for relation in relations
    ]


def copies_of(model: type[models.Model], relation: str, related: models.Model) -> dict[str, Any]:
    """What the copied columns of ``model`` hold once its ``relation`` is ``related``."""
    return {
        field.name: getattr(related, field.of.split(".")[1])
        for field in model._meta.fields
        if isinstance(field, _Copied) and field.of.split(".")[0] == relation
    }
