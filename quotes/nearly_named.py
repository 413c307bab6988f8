"""Whom a name that nobody bears may have been meant for: one whose name is nearly spelled so."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, QuerySet, Value

from archive.models import Organization, Person
from archive.models.base import Record
from archive.models.names import FoldName
from quotes.models import Topic
from quotes.search import nearness

MOST = 3
"""Records offered in place of a name."""

MOST_COMPARED = 500
"""Names that are compared with a word of it."""

NAMED: dict[type[Any], tuple[str, ...]] = {
    Person: ("folded", "names__folded"),
    Organization: ("folded", "names__folded"),
    Topic: ("folded",),
}
"""Nouns whose names are looked through, and where these are."""


def nearly_named(records: "QuerySet[Any]", text: str) -> list[Record]:
    """The likeliest of the records: by what their names share with it, else by a slip."""
    fields = NAMED.get(records.model, ())
    if records.model is Topic:  # which keeps no column of it
        records = records.annotate(folded=FoldName(F("name")))
    near = [one for field in fields for one in _alike(records, field, text)]
    near.sort(key=lambda one: one.likeness, reverse=True)
    found = near or [one for field in fields for one in _slipped(records, field, text)]
    return list(dict.fromkeys(found))[:MOST]


def _alike(records: "QuerySet[Any]", field: str, text: str) -> "QuerySet[Any]":
    folded = FoldName(Value(text))
    likeness = TrigramWordSimilarity(folded, field)  # type: ignore[arg-type]  # takes expressions
    near = records.filter(**{f"{field}__trigram_word_similar": folded})
    return near.annotate(likeness=likeness).order_by("-likeness", "ref")[:MOST]


def _slipped(records: "QuerySet[Any]", field: str, text: str) -> Iterator[Record]:
    """Names with a word one slip away: two letters swapped (huwaei) leave few trigrams."""
    for part in nearness.parts(text)[:MOST]:
        word = part.word
        pattern = nearness.in_names(word)
        if not nearness.is_cjk(word) and len(word) >= nearness.TWISTED:
            pattern += f"|{nearness.twisted_in_names(word)}"
        met = records.filter(**{f"{field}__regex": pattern}).annotate(met=F(field)).order_by("ref")
        for one in met[:MOST_COMPARED]:
            if any(nearness.near_in(one.met, word, is_name=True)):
                yield one
