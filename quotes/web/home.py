"""The first page: where to begin."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Person, Speech
from quotes.models import Quote
from quotes.paging import COUNT_FLOOR, count_to_floor
from quotes.web import words
from quotes.web.examples import telling_phrase
from quotes.web.form import address, query_of
from quotes.web.lines import ListedLine, SpeechLine, listed_lines
from quotes.web.listed import listed

LATEST_QUOTES = 5
LATEST_SPEECHES = 5
MOST_SPEAKERS = 8


@dataclass(frozen=True)
class Example:
    """A search that finds something."""

    text: str
    address: str


def home_page(request: HttpRequest) -> HttpResponse:
    """The search box, and what there is; an empty archive says what to do next."""
    newest = Quote.objects.published().newest().values_list("pk", flat=True)
    latest = listed_lines(listed(newest[:LATEST_QUOTES]))
    speakers = list(_speakers())
    count, exact = count_to_floor(Quote.objects.published())
    context = {
        "latest": latest,
        "speeches": list(_speeches()),
        "speakers": speakers,
        "count": count,
        "count_words": words.how_many(count, exact),
        "exact": exact,
        "counted": words.how_many(COUNT_FLOOR),
        "examples": list(_examples(latest, [person for person, *_counts in speakers])),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/home.html", context)


def _speakers() -> Iterable[tuple[Person, int, str]]:
    """Who is quoted most, and how often; among the newest 10,000, so that the page stays fast."""
    newest = Quote.objects.published().newest().values("pk")[:COUNT_FLOOR]
    people = Person.objects.public().filter(quotes__in=newest).annotate(said=Count("quotes"))
    for person in people.order_by("-said", "name", "id")[:MOST_SPEAKERS]:
        said = person.said  # type: ignore[attr-defined]  # annotated above
        yield person, said, words.how_many(said)


def _speeches() -> Iterable[tuple[SpeechLine, int, str]]:
    """The latest speeches and how many published quotes each has."""
    speeches: QuerySet[Speech] = Speech.objects.public()
    counts = Quote.objects.published().filter(speech=OuterRef("pk")).order_by().values("speech")
    said = Subquery(counts.annotate(said=Count("pk")).values("said"))
    latest = speeches.order_by(F("delivered_earliest").desc(nulls_last=True), "-id")
    for speech in latest.annotate(said=Coalesce(said, 0))[:LATEST_SPEECHES]:
        yield SpeechLine(speech), speech.said, words.how_many(speech.said)


def _examples(latest: list[ListedLine], speakers: list[Person]) -> Iterable[Example]:
    """A phrase that was said, a name, a phrase by that name."""
    phrases = [phrase for line in latest if (phrase := telling_phrase(line.quote.text))]
    for phrase in phrases[:2]:
        yield _example(f"“{phrase}”", q=f'"{phrase}"')
    for person in speakers[:2]:
        yield _example(person.name, speaker=person.ref)


def _example(text: str, **parameters: str) -> Example:
    return Example(text, address(query_of(**parameters)))
