"""Ways to narrow a search: its facets as links with counts, and a time line one can click."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from quotes.filters import QuoteFilter
from quotes.models import Quote
from quotes.search import facets
from quotes.search.ordering import know_if_many
from quotes.search.timeline import Bar as Period
from quotes.search.timeline import timeline
from quotes.web import words
from quotes.web.dates import dates_in_words
from quotes.web.form import LABELS, address, choosing, in_words, query_of

SHOWN = ("speaker", "organization", "topic", "publisher", "kind", "language", "standing")

MOST_VALUES = 8

MOST_BARS = 40

LONGEST = 300
"""Characters of a search that is repeated in every link of this part: a page stays small."""

BAR = 10
"""Width of a bar's place in the drawing's own units; its height is 100."""


@dataclass(frozen=True)
class Choice:
    """One value of a facet: what choosing it would leave; of one chosen, the way to clear it."""

    label: str
    count: str
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A condition, and its most frequent values as if none were chosen."""

    label: words.Word
    choices: list[Choice]


@dataclass(frozen=True)
class Bar:
    """A month, year or decade: quotes surely said then, and those that may have been."""

    label: str
    count: int
    possible: int
    address: str
    x: int
    height: float
    possible_height: float

    @property
    def y(self) -> float:
        """Where the sure part begins, from above."""
        return 100 - self.height

    @property
    def possible_y(self) -> float:
        """Where the possible part begins, on top of the sure one."""
        return self.y - self.possible_height


@dataclass(frozen=True)
class OverTime:
    """When the quotes were said, as a drawing one can click."""

    bars: list[Bar]
    width: int
    undated: int
    among: str
    """Of how many quotes, where not all were counted."""

    @property
    def last(self) -> Bar:
        """The latest of the bars."""
        return self.bars[-1]


@dataclass(frozen=True)
class Narrowing:
    """What the part of the page shows."""

    facets: list[Facet]
    time: OverTime
    among: str


def ask_for_narrowing(bound: QuoteFilter, asked: QueryDict) -> None:
    """Let what is found be counted by its facets at once, before it is counted at all."""
    if _is_offered(asked):
        facets.ask(bound.qs, [*_free(bound), "timeline"])


def narrowing(bound: QuoteFilter, asked: QueryDict, count: int) -> Narrowing | None:
    """Facets and time line of the ``count`` quotes found, where there is anything to choose.

    None on later pages and for very long searches.
    """
    chosen = [name for name in SHOWN if name in bound.chosen]
    if not _is_offered(asked) or not (chosen or count > 1):
        return None
    free = _free(bound)
    counted = facets.count(bound.qs, [*free, "timeline"])
    found = {name: _facet(name, counted.values[name], asked) for name in free}
    found |= {name: _chosen_facet(name, bound, count) for name in chosen}
    useful = [found[name] for name in SHOWN if len(found[name].choices) > 1]
    if not useful and count <= 1:
        return None
    return Narrowing(useful, _over_time(counted, asked), _among(counted))


def narrowed_at(asked: QueryDict) -> str:
    """Where a reader of a later page finds the ways to narrow; empty where they are, or nowhere."""
    first = address(asked, "cursor")
    return f"{first}#narrow" if "cursor" in asked and len(first) <= LONGEST else ""


def _is_offered(asked: QueryDict) -> bool:
    return "cursor" not in asked and len(asked.urlencode()) <= LONGEST


def _free(bound: QuoteFilter) -> list[str]:
    return [name for name in SHOWN if name not in bound.chosen]


def over_time(rows: "QuerySet[Quote]", asked: QueryDict) -> OverTime:
    """When the quotes of a page were said; ``asked`` is the search that finds the same ones."""
    return _over_time(facets.count(rows, ["timeline"]), asked)


def _over_time(counted: facets.Counted, asked: QueryDict) -> OverTime:
    line = timeline(counted.spans, counted.undated, MOST_BARS)
    bars = list(_bars(line.bars, asked)) if len(line.bars) <= MOST_BARS else []
    return OverTime(bars, BAR * len(bars), line.undated, _among(counted))


def _among(counted: facets.Counted) -> str:
    return "" if counted.exact else words.how_many(counted.among)


def _facet(name: str, values: list[facets.Value], asked: QueryDict) -> Facet:
    address_of = choosing(asked, name)
    return Facet(LABELS[name], [_choice(name, one, address_of) for one in values[:MOST_VALUES]])


def _choice(name: str, value: facets.Value, address_of: Callable[[str], str]) -> Choice:
    return Choice(in_words(name, value.label), words.how_many(value.count), address_of(value.value))


def _chosen_facet(name: str, bound: QuoteFilter, count: int) -> Facet:
    """What is chosen, with the way to clear it, among what could be chosen instead."""
    less = bound.without([name])
    freed = query_of(**{key: str(value) for key, value in less.data.items()})
    chosen = {_value(one): one for one in bound.values_of(name)}
    know_if_many(less)
    listed = facets.count(less.qs, [name]).values[name]
    known = {value.value for value in listed[:MOST_VALUES]}
    rare = [
        facets.Value(value, str(one), count) for value, one in chosen.items() if value not in known
    ]
    address_of, cleared = choosing(freed, name), address(freed, "cursor")
    choices = [
        replace(_choice(name, value, address_of), chosen=True, address=cleared)
        if value.value in chosen
        else _choice(name, value, address_of)
        for value in [*rare, *listed[:MOST_VALUES]]
    ]
    return Facet(LABELS[name], choices)


def _value(chosen: Any) -> str:
    return str(getattr(chosen, "ref", chosen))


def _bars(bars: list[Period], asked: QueryDict) -> Iterator[Bar]:
    if len(bars) < 2:
        return
    address_of = choosing(asked, "said")
    highest = max(bar.count + bar.possible for bar in bars) or 1
    labels = dates_in_words([bar.period for bar in bars])
    for place, (bar, label) in enumerate(zip(bars, labels, strict=True)):
        yield Bar(
            label=label,
            count=bar.count,
            possible=bar.possible,
            address=address_of(bar.period),
            x=place * BAR,
            height=round(100 * bar.count / highest, 1),
            possible_height=round(100 * bar.possible / highest, 1),
        )
