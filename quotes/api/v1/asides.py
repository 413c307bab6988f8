"""What a search's answer says beside its results: how it was read, and its facets."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from archive.models.base import Record
from quotes.filter_sets import SearchFilterSet
from quotes.filters import QuoteFilter
from quotes.search import facets
from quotes.search.ordering import know_if_many
from quotes.search.pointing import pointed_at
from quotes.search.spelling import otherwise
from quotes.search.timeline import timeline

OWN_CHOICE = {"timeline": ("said", "after", "before")}
"""Parameters that a facet leaves out of account: by default the one of its name."""


def how_it_was_read(
    request: Request, bound: SearchFilterSet | None, found: int
) -> dict[str, Any] | None:
    """The question as understood, whom it names, and what else to ask; None without ``q``."""
    reading = bound.reading if bound else None
    if bound is None or reading is None:
        return None
    typed = bound.data.get("q", "")
    record = None if found else pointed_at(typed, request.get_host())
    better = None if record else otherwise(bound, found)
    return {
        "understood": str(reading.query),
        "names": [_name(request, name) for name in reading.names],
        "about": str(reading.about) if reading.about else "",
        "words_only": _asking(request, str(reading.words_only)) if reading.names else None,
        "did_you_mean": _asking(request, str(better)) if better else None,
        "record": _record(request, record) if record else None,
    }


def _record(request: Request, record: Record) -> dict[str, str]:
    kind = str(record._meta.model_name)
    return {
        "kind": kind,
        "id": record.ref,
        "url": request.build_absolute_uri(reverse(f"v1:{kind}-detail", args=[record.ref])),
        "web_url": request.build_absolute_uri(reverse(f"web:{kind}", args=[record.ref])),
    }


def _name(request: Request, name: Any) -> dict[str, str]:
    kind = name.record._meta.model_name
    path = reverse(f"v1:{kind}-detail", args=[name.record.ref])
    return {
        "kind": kind,
        "id": name.record.ref,
        "name": name.record.name,
        "url": request.build_absolute_uri(path),
    }


def _asking(request: Request, question: str) -> dict[str, str]:
    """Another question, and the address that asks it instead."""
    query = request.query_params.copy()
    query["q"] = question
    query.pop("cursor", None)
    return {"q": question, "url": request.build_absolute_uri(f"{request.path}?{query.urlencode()}")}


def facets_asked(request: Request) -> list[str]:
    """The facets named in ``facets=speaker,kind``. Raises a 400 for one that is not offered."""
    names = [name for name in request.query_params.get("facets", "").split(",") if name]
    for name in names:
        if name not in facets.FACETS:
            known = ", ".join(facets.FACETS)
            raise ValidationError({"facets": [f"There is no facet “{name}”. Known: {known}."]})
    return list(dict.fromkeys(names))


def ask_for_facets(bound: QuoteFilter, names: Iterable[str]) -> None:
    """Let what is found be counted by them at once, before it is counted at all."""
    facets.ask(bound.qs, _shared(bound, names))


def facets_of(bound: QuoteFilter, names: Iterable[str]) -> dict[str, Any]:
    """The facets, each less its own choice; those without one share one statement."""
    shared = _shared(bound, names)
    answer = _counted(bound, shared) if shared else {}
    for name in names:
        if name not in answer:
            less = bound.without(_own(name))
            know_if_many(less)
            answer |= _counted(less, [name])
    return {name: answer[name] for name in names}


def _shared(bound: QuoteFilter, names: Iterable[str]) -> list[str]:
    return [name for name in names if not set(_own(name)) & bound.chosen]


def _own(name: str) -> tuple[str, ...]:
    return OWN_CHOICE.get(name, (name,))


def _counted(bound: QuoteFilter, names: list[str]) -> dict[str, Any]:
    counted = facets.count(bound.qs, names)
    among = {"exact": counted.exact, "among": counted.among}
    return {name: among | _facet(counted, name) for name in names}


def _facet(counted: facets.Counted, name: str) -> dict[str, Any]:
    if name == "timeline":
        line = timeline(counted.spans, counted.undated)
        bars = [vars(bar) for bar in line.bars]
        return {"unit": line.unit, "bars": bars, "undated": line.undated}
    return {"values": [vars(value) for value in counted.values[name]]}
