"""Ways to narrow a search: its facets as links with counts, and a time line one can click."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from quotes.models import Quote
from quotes.search import facets
from quotes.web import words
from quotes.web.dates import date_in_words
from quotes.web.form import LABELS, READ_HERE, address, in_words

SHOWN = ("speaker", "organization", "topic", "kind", "language", "standing")
"""Not the publisher: a search by publisher follows the whole chain, its counts do not."""

MOST_VALUES = 8

MOST_BARS = 40

LONGEST = 300
"""Characters of a search that is repeated in every link of this part: a page stays small."""

BAR = 10
"""Width of a bar's place in the drawing's own units; its height is 100."""


@dataclass(frozen=True)
class Choice:
    """One value of a facet: what choosing it would leave."""

    label: str
    count: str
    address: str


@dataclass(frozen=True)
class Facet:
    """A condition not made yet, and its most frequent values."""

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
    exact: bool


@dataclass(frozen=True)
class Narrowing:
    """What the part of the page shows."""

    facets: list[Facet]
    time: OverTime
    exact: bool


def narrowing(rows: "QuerySet[Quote]", asked: QueryDict) -> Narrowing | None:
    """Facets and time line of the quotes found; none on later pages and for very long searches."""
    if "cursor" in asked or len(asked.urlencode()) > LONGEST:
        return None
    names = [name for name in SHOWN if name not in asked]
    counted = facets.count(rows, [*names, "timeline"])
    found = [_facet(name, facets.values(counted, name), asked) for name in names]
    useful = [facet for facet in found if len(facet.choices) > 1]
    return Narrowing(useful, _over_time(counted, asked), counted.exact)


def over_time(rows: "QuerySet[Quote]", asked: QueryDict) -> OverTime:
    """When the quotes of a page were said; ``asked`` is the search that finds the same ones."""
    return _over_time(facets.count(rows, ["timeline"]), asked)


def _over_time(counted: facets.Counted, asked: QueryDict) -> OverTime:
    line = facets.timeline(counted)
    bars = list(_bars(_grouped(line.bars), asked))
    return OverTime(bars, BAR * len(bars), line.undated, counted.exact)


def _facet(name: str, values: list[facets.Value], asked: QueryDict) -> Facet:
    choices = [
        Choice(
            in_words(name, value.label),
            words.how_many(value.count),
            address(asked, *READ_HERE[:1], **{name: value.value}),
        )
        for value in values[:MOST_VALUES]
    ]
    return Facet(LABELS[name], choices)


def _grouped(bars: list[facets.Bar]) -> list[facets.Bar]:
    """By decade when there are too many to draw; none when even those are."""
    if len(bars) <= MOST_BARS:
        return bars
    decades: dict[str, facets.Bar] = {}
    for bar in bars:
        decade = decades.setdefault(f"{bar.period[:3]}X", facets.Bar(f"{bar.period[:3]}X"))
        decade.count += bar.count
        # A quote that may be of several years is counted in each, in a decade at most once more.
        decade.possible = max(decade.possible, bar.possible)
    return list(decades.values()) if len(decades) <= MOST_BARS else []


def _bars(bars: list[facets.Bar], asked: QueryDict) -> Iterator[Bar]:
    if len(bars) < 2:
        return
    highest = max(bar.count + bar.possible for bar in bars) or 1
    for place, bar in enumerate(bars):
        yield Bar(
            label=date_in_words(bar.period),
            count=bar.count,
            possible=bar.possible,
            address=address(asked, "cursor", said=bar.period),
            x=place * BAR,
            height=round(100 * bar.count / highest, 1),
            possible_height=round(100 * bar.possible / highest, 1),
        )
