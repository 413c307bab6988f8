"""A person's page: names, roles over time, most quoted speeches, and what they said when."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.models import Person, PersonName, Role, Speech
from archive.written import ASKED_FOR, KEY, Written, among_asked
from quotes.models import Quote
from quotes.models.quotes import QuoteQuerySet
from quotes.paging import COUNT_FLOOR
from quotes.web import records, words
from quotes.web.form import query_of
from quotes.web.lines import SpeechLine, other_names
from quotes.web.listing import listing
from quotes.web.narrowing import over_time
from quotes.web.timeline import time_line

MOST_SPEECHES = 10
"""A page stays under 100 KB; the rest is found by search."""

MOST_QUOTED = f"""
SELECT speech, count(*) FROM ({{newest}}) AS newest WHERE speech IS NOT NULL
GROUP BY speech ORDER BY count(*) DESC, speech DESC LIMIT {MOST_SPEECHES}
"""  # noqa: S608  # our own number


@dataclass(frozen=True)
class QuotedSpeech:
    """A speech and how often its speaker is quoted from it."""

    line: SpeechLine
    said: int

    @property
    def number(self) -> str:
        """How often, for the reader."""
        return words.how_many(self.said)


@records.page
def person_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The person; their published quotes page by page."""
    person = records.named_at("person", ref, PERSON, NAMES)
    quotes = Quote.objects.published().filter(speaker=person)
    context = {
        "person": person,
        "names": other_names(person),
        "time": time_line(ROLES.of(person.pk), timezone.now().date()),
        "speeches": list(_most_quoted(person, quotes)),
        "over_time": over_time(quotes, query_of(speaker=person.ref)),
        "page": listing(quotes, request.GET.get("cursor")),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/person.html", context)


PERSON = Written(lambda: Person.objects.public().filter(ref=ASKED_FOR))
NAMES = Written(lambda: PersonName.objects.filter(person=KEY))
ROLES = Written(
    lambda: Role.objects.public().filter(person=KEY).select_related("organization", "source")
)
SPEECHES = Written(lambda: Speech.objects.public().filter(among_asked(F("pk"))))


def _most_quoted(person: Person, quotes: QuoteQuerySet) -> Iterator[QuotedSpeech]:
    """The speeches quoted most, then the latest nobody quotes; counted among the newest 10,000."""
    counts = _quoted_from(quotes)
    found = {speech.pk: speech for speech in SPEECHES.among(counts)}
    yield from (QuotedSpeech(SpeechLine(found[pk]), n) for pk, n in counts.items() if pk in found)
    given = Speech.objects.public().filter(speakers__person=person).exclude(pk__in=counts)
    latest = given.order_by(F("delivered_earliest").desc(nulls_last=True), "-id").distinct()
    yield from (QuotedSpeech(SpeechLine(one), 0) for one in latest[: MOST_SPEECHES - len(counts)])


def _quoted_from(quotes: QuoteQuerySet) -> dict[int, int]:
    """How many of the newest quotes are of each speech, the most first.

    Django counts groups of a slice only by looking each row up again, which takes four times as
    long.
    """
    newest, values = quotes.newest().values("speech")[:COUNT_FLOOR].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(MOST_QUOTED.format(newest=newest), values)
        return dict(cursor.fetchall())
