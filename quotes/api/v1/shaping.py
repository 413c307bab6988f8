"""The shape of an answer: ``fields`` trims records, ``expand`` puts whole ones in place of links.

Both take names separated by commas, with points into what is nested: ``fields=text,speaker.name``,
``expand=speech,citations.source``. Names are checked against the contract's serializers before
anything is asked. An expansion costs two statements a kind of record, however many it fills in, and
so do the records it is reached through; how many, and how deep, is bounded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from rest_framework import serializers as drf
from rest_framework.exceptions import ValidationError

from archive.models import Organization, Person, Role, Source, Speech
from quotes.api.v1 import serializers
from quotes.api.v1.building import Building
from quotes.models import Quote, Topic

Data = dict[str, Any]
Path = tuple[str, ...]
Tree = dict[str, "Tree"]
"""Names wanted, with those wanted of each; none is all."""

WHOLE: dict[str, type[drf.Serializer[Any]]] = {
    "quote": serializers.QuoteSerializer,
    "speech": serializers.SpeechSerializer,
    "source": serializers.SourceSerializer,
    "person": serializers.PersonSerializer,
    "organization": serializers.OrganizationSerializer,
    "role": serializers.RoleSerializer,
    "topic": serializers.TopicSerializer,
}
MODELS: dict[str, Any] = {
    str(model._meta.model_name): model
    for model in (Quote, Speech, Source, Person, Organization, Role, Topic)
}

MOST_EXPANDED = 8
DEEPEST = 2
"""Whole records within whole records."""


@dataclass(frozen=True)
class Shape:
    """The names within a value, and the kind of record it is in short, if it is one."""

    parts: Mapping[str, "Shape"] = field(default_factory=dict)
    links_to: str = ""

    def named(self, name: str) -> "Shape | None":
        """What has this name here, or in the whole record that this one is in short."""
        here = self.parts.get(name)
        return here or (whole(self.links_to).parts.get(name) if self.links_to else None)


@cache
def whole(kind: str) -> Shape:
    """The shape of a record."""
    return Shape(_parts(WHOLE[kind]()))


def _parts(serializer: drf.Serializer[Any]) -> dict[str, Shape]:
    return {name: _shape(one) for name, one in serializer.fields.items()}


def _shape(described: Any) -> Shape:
    if isinstance(described, drf.ListSerializer):
        return _shape(described.child)
    if not isinstance(described, drf.Serializer):
        return Shape()
    short = isinstance(described, serializers.Addresses)
    kind = described.Meta.model._meta.model_name if short else ""  # type: ignore[attr-defined]  # every one with addresses has a model
    return Shape(_parts(described), kind)


@dataclass(frozen=True)
class Shaping:
    """What ``fields`` and ``expand`` ask of the records of one kind."""

    wanted: Tree
    expanded: Sequence[tuple[Path, str]]
    """Where a link is replaced, and the kind of record; outer ones first."""

    @classmethod
    def asked(cls, kind: str, fields: str, expand: str) -> "Shaping":
        """Read both; raises a 400 for a name that is not known, with those that are."""
        expanded = _expansions(kind, expand)
        return cls(_wanted(kind, fields, {path for path, _ in expanded}), expanded)

    def apply(self, records: list[Data], site: str) -> list[Data]:
        """The records in the shape asked for."""
        for path, kind in self.expanded:
            known = _whole_records(kind, {ref for one in records for ref in _refs(one, path)}, site)
            records = [_replaced(one, path, known) for one in records]
        return [_picked(one, self.wanted) for one in records] if self.wanted else records


AS_IT_IS = Shaping({}, ())
"""Nothing trimmed and nothing expanded."""


def names(text: str) -> list[str]:
    """Names separated by commas, each once."""
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


# --- Reading what is asked -------------------------------------------------------------------


def _expansions(kind: str, text: str) -> list[tuple[Path, str]]:
    asked = names(text)
    if len(asked) > MOST_EXPANDED:
        raise ValidationError({"expand": [f"At most {MOST_EXPANDED} can be expanded at once."]})
    found: dict[Path, str] = {}
    for name in asked:
        found |= _on_the_way(kind, name)
    return sorted(found.items(), key=lambda one: len(one[0]))


def _on_the_way(kind: str, name: str) -> dict[Path, str]:
    """The link at this path, and those before it that must be whole for it to be there."""
    found: dict[Path, str] = {}
    here, path = whole(kind), tuple(name.split("."))
    for number, step in enumerate(path):
        deeper = here.named(step)
        if deeper is None:
            here = whole(here.links_to) if here.links_to else here
            raise _unknown("expand", name, step, _expandable(here))
        if step not in here.parts:
            found[path[:number]] = here.links_to
        here = deeper
    if not here.links_to:
        raise _unknown("expand", name, path[-1], _expandable(whole(kind)))
    found[path] = here.links_to
    if len(found) > DEEPEST:
        sentence = f"“{_short(name)}” goes deeper than {DEEPEST} records within each other."
        raise ValidationError({"expand": [sentence]})
    return found


def _expandable(shape: Shape, before: str = "") -> Iterator[str]:
    """The links within, as they are asked for."""
    for name, part in shape.parts.items():
        if part.links_to:
            yield f"{before}{name}"
        elif part.parts:
            yield from _expandable(part, f"{before}{name}.")


def _wanted(kind: str, text: str, expanded: set[Path]) -> Tree:
    tree: Tree = {}
    for name in names(text):
        branch, here, path = tree, whole(kind), tuple(name.split("."))
        for number, step in enumerate(path):
            parts = here.parts
            if path[:number] in expanded:
                parts = whole(here.links_to).parts
            if step not in parts:
                raise _unknown("fields", name, step, parts)
            branch, here = branch.setdefault(step, {}), parts[step]
        branch.clear()
    return tree


def _unknown(parameter: str, name: str, step: str, known: Iterable[str]) -> ValidationError:
    within = f" (“{_short(step)}” in “{_short(name)}”)" if step != name else ""
    offered = list(known)
    told = f"There is no “{_short(name)}”{within}.{meant(step, offered)}"
    return ValidationError({parameter: [f"{told} Known: {', '.join(offered) or 'nothing'}."]})


def meant(name: str, known: Iterable[str]) -> str:
    """The question after which known name is meant, one spelled nearly so; or nothing.

    What stands within another value (``speaker.nmae``) is none of the names it is compared with.
    """
    near = get_close_matches(name[:60], list(known), n=1, cutoff=0.7) if "." not in name else ()
    return f" Did you mean “{near[0]}”?" if near else ""


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"


# --- Doing it --------------------------------------------------------------------------------


def _refs(value: Any, path: Path) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _refs(one, path)
    elif value is not None:
        if path:
            yield from _refs(value.get(path[0]), path[1:])
        else:
            yield value["id"]


def _whole_records(kind: str, refs: set[str], site: str) -> dict[str, Data]:
    keys = MODELS[kind].objects.filter(ref__in=refs).values_list("pk", flat=True) if refs else []
    found = Building(site).of(kind, list(keys)).values() if keys else ()
    return {one["id"]: _without_long_texts(one) for one in found}


def _without_long_texts(record: Data) -> Data:
    """A source within another record comes without its text: a page may hold it a hundred times."""
    if isinstance(record.get("text"), dict):
        return {**record, "text": {**record["text"], "text": None}}
    return record


def _replaced(value: Any, path: Path, known: Mapping[str, Data]) -> Any:
    """``value`` with the links at ``path`` made whole; what the public may not read stays short.

    Copied on the way: parts of an answer are often one and the same dictionary.
    """
    if isinstance(value, list):
        return [_replaced(one, path, known) for one in value]
    if value is None:
        return None
    if not path:
        return known.get(value["id"], value)
    if path[0] not in value:
        return value
    return {**value, path[0]: _replaced(value[path[0]], path[1:], known)}


def _picked(value: Any, wanted: Tree) -> Any:
    if not wanted or value is None:
        return value
    if isinstance(value, list):
        return [_picked(one, wanted) for one in value]
    return {name: _picked(part, wanted[name]) for name, part in value.items() if name in wanted}
