"""What a form showed when it was opened: a stale form is refused, never saved over what came later.

The page carries a short fingerprint of every value it showed. When it comes back, the record is
locked and shown afresh: where a fingerprint no longer fits, someone else saved in between.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict

Print = Mapping[str, str]
"""Fingerprints by the name of what they are of."""


@dataclass(frozen=True)
class Value:
    """One value on the form: of a field, or of a field of a row under it."""

    field: forms.Field
    label: str
    now: Any
    """What the record holds, as a form's initial value."""
    name: str
    """The field's name within its form."""
    row: tuple[str, str] | None = None
    """The prefix of its formset and the key of the row."""

    @property
    def text(self) -> str:
        """What the record holds, comparable with what was sent."""
        return as_text(self.field, self.now)


@dataclass(frozen=True)
class Difference:
    """A value somebody else changed since the form was opened."""

    label: str
    theirs: str
    yours: str
    clash: bool
    """Whether this editor had changed it, too."""


def values_of(form: forms.ModelForm, formsets: Iterable[Any]) -> dict[str, Value]:
    """Every value that the form and its rows show, by a name that survives added rows."""
    found = {
        name: Value(field, str(form[name].label), form.get_initial_for_field(field, name), name)
        for name, field in form.fields.items()
    }
    for formset in formsets:
        for row in formset.initial_forms:
            found |= _values_of_row(formset, row)
    return found


def _values_of_row(formset: Any, form: forms.ModelForm) -> dict[str, Value]:
    key = str(form.instance.pk)
    return {
        f"{formset.prefix}:{key}:{name}": Value(
            field,
            f"{formset.model._meta.verbose_name} “{form.instance}”: {form[name].label}",
            form.get_initial_for_field(field, name),
            name,
            (formset.prefix, key),
        )
        for name, field in form.fields.items()
        if not isinstance(field, InlineForeignKeyField)
        and name not in (formset._pk_field.name, "DELETE")
    }


def fingerprint(values: Mapping[str, Value]) -> str:
    """What the page carries along."""
    return json.dumps({name: _hash(value.text) for name, value in values.items()})


def read(sent: str) -> Print | None:
    """The fingerprint a page sent back; None when it is none."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_stale(values: Mapping[str, Value], seen: Print) -> bool:
    """Whether the record is not what the form showed."""
    return {name: _hash(value.text) for name, value in values.items()} != seen


def differences(values: Mapping[str, Value], seen: Print, sent: QueryDict) -> list[Difference]:
    """What others changed since, beside what this form wanted."""
    return [*_changed_there(values, seen, sent), *_gone(values, seen)]


def _changed_there(
    values: Mapping[str, Value], seen: Print, sent: QueryDict
) -> Iterator[Difference]:
    for name, value in values.items():
        if seen.get(name) == _hash(value.text):
            continue
        yours = _sent(value, sent) if name in seen else None
        if value.text or yours:
            clash = yours is not None and _hash(yours) != seen.get(name)
            shown = "–" if yours is None else in_words(value.field, yours)
            yield Difference(value.label, in_words(value.field, value.text), shown, clash)


def _gone(values: Mapping[str, Value], seen: Print) -> Iterator[Difference]:
    rows = {name.rpartition(":")[0] for name in seen if ":" in name}
    for row in sorted(rows - {name.rpartition(":")[0] for name in values}):
        yield Difference(row.partition(":")[0], "row deleted", "still on your form", clash=True)


def merged(values: Mapping[str, Value], seen: Print, sent: QueryDict) -> QueryDict:
    """What was sent, with their value wherever this editor had left the one they changed."""
    both = sent.copy()
    for name, value in values.items():
        untouched = name in seen and _hash(_sent(value, sent) or "") == seen[name]
        if untouched and seen[name] != _hash(value.text):
            _put(both, _html_name(value, sent), value)
    return both


def unsaved(values: Mapping[str, Value], sent: QueryDict) -> bool:
    """Whether what was sent differs from what the record holds."""
    added = any(
        name.endswith("-TOTAL_FORMS") and sent[name] != sent.get(_initial(name), "0")
        for name in sent
    )
    return added or any((_sent(value, sent) or "") != value.text for value in values.values())


def _initial(name: str) -> str:
    return name.replace("-TOTAL_FORMS", "-INITIAL_FORMS")


def _sent(value: Value, sent: QueryDict) -> str | None:
    """The text sent for this value; None if its row was not."""
    name = _html_name(value, sent)
    if name is None:
        return None
    return as_text(value.field, value.field.widget.value_from_datadict(sent, {}, name))


def _html_name(value: Value, sent: QueryDict) -> str | None:
    if value.row is None:
        return value.name
    prefix, key = value.row
    for name in sent:
        row = name.removesuffix("-id")
        if row != name and row.startswith(f"{prefix}-") and sent[name] == key:
            return f"{row}-{value.name}"
    return None


def _put(sent: QueryDict, name: str | None, value: Value) -> None:
    if name is None:
        return
    if isinstance(value.field, forms.BooleanField) and not value.now:
        sent.pop(name, None)
    else:
        sent.setlist(name, value.text.split(",") if _is_many(value.field) else [value.text])


def as_text(field: forms.Field, value: Any) -> str:
    """A value as text, the same for what a record holds and for what a browser sends back."""
    if value is None or value is False or value == "":
        return ""
    if _is_many(field):
        return ",".join(sorted(str(_key(one)) for one in value))
    return str(_key(value)).replace("\r\n", "\n")


def in_words(field: forms.Field, text: str) -> str:
    """A value's text as an editor reads it: names instead of keys."""
    if isinstance(field, forms.ModelChoiceField) and text:
        assert field.queryset is not None
        return ", ".join(str(one) for one in field.queryset.filter(pk__in=text.split(","))) or text
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(text, text)) or "–"  # type: ignore[arg-type]  # pairs here
    return text or "–"


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _is_many(field: forms.Field) -> bool:
    return isinstance(field, forms.ModelMultipleChoiceField)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
