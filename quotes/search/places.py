"""Where in a speech's texts the words stand that were looked for: a few passages of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, IntegerField, Q, When, Window
from django.db.models.functions import RowNumber

from quotes.passages.keeping import Passage
from quotes.search import highlight
from quotes.search.compile import Compiler
from quotes.search.highlight import Segment, highlights
from quotes.search.query import Phrase, Query, any_of
from quotes.search.reading import Reading
from quotes.search.speeches import HEADINGS

MOST = 3
"""Passages shown of a speech: the ones that hold most of the question."""

LONGEST = 400
"""Characters shown of a passage, around its first match."""

SPEECH = "edition__source__records__speech"


@dataclass(frozen=True)
class Place:
    """A part of a source's text with what was looked for marked, and where the part begins.

    ``source`` is the source's primary key; ``ref`` and ``title`` are what leads to its page.
    """

    source: int
    ref: str
    title: str
    edition: int
    start: int
    passage: highlight.Passage


@dataclass(frozen=True)
class Found:
    """A speech's title in segments, and the places in its texts."""

    title: tuple[Segment, ...]
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class _Said:
    """Words to be marked."""

    pk: tuple[str, int]
    text: str
    language: str


def found_in(reading: Reading, titles: Mapping[int, str]) -> dict[int, Found]:
    """What of the question stands where in speeches, given their titles by primary key."""
    passages = list(_passages(reading.query, list(titles)))
    said = {("title", key): (title, HEADINGS) for key, title in titles.items()}
    said |= {("text", one.pk): (one.text, one.language) for one in passages}
    marked = highlights(reading, [_Said(key, *words) for key, words in said.items()])
    found = {key: Found(marked["title", key]) for key in titles}
    for one in passages:
        found[one.speech].places.append(_place(one, marked["text", one.pk]))
    return found


def _passages(query: Query, speeches: list[int]) -> Iterable[Any]:
    """The best passages of each speech, best first: those that hold most of what was asked."""
    if not query.terms or not speeches:
        return []
    whole = Phrase(" ".join(term.text for term in query.terms))
    compiler = Compiler(*query.terms, whole)
    score: Any = _one_if(compiler.condition(whole))
    for term in dict.fromkeys(query.terms):
        score = score + _one_if(compiler.condition(term))
    rows = Passage.objects.public().filter(**{f"{SPEECH}__in": speeches})
    rows = rows.filter(compiler.condition(any_of(query.terms))).defer("stems", "exact")
    rows = rows.annotate(speech=F(SPEECH), score=score).annotate(
        place=Window(
            RowNumber(), partition_by=F("speech"), order_by=[F("score").desc(), "edition", "start"]
        )
    )
    best = rows.filter(place__lte=MOST).select_related("edition__source")
    return best.defer("stems", "exact", "edition__text").order_by("speech", "place")


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def _place(one: Any, segments: tuple[Segment, ...]) -> Place:
    shown = highlight.passage(segments, LONGEST)
    edition, source = one.edition, one.edition.source
    return Place(
        source.pk, source.ref, source.title, edition.edition, one.start + shown.start, shown
    )
