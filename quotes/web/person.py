"""A person's page: names, roles over time, speeches, and what they said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.models import Person, Role, Speech
from quotes.models import Quote
from quotes.web import records
from quotes.web.lines import SpeechLine, other_names
from quotes.web.listing import listing
from quotes.web.timeline import time_line

MOST_SPEECHES = 50
"""A page stays under 100 KB; the rest is found by search."""


@records.page
def person_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The person; their published quotes page by page."""
    person: Person = records.at(Person.objects.public().prefetch_related("names"), ref)
    roles = Role.objects.public().filter(person=person).select_related("organization", "source")
    speeches = Speech.objects.public().filter(speakers__person=person).distinct()
    context = {
        "person": person,
        "names": other_names(person),
        "time": time_line(list(roles), timezone.now().date()),
        "speeches": [
            SpeechLine(one) for one in speeches.order_by("-delivered_latest", "id")[:MOST_SPEECHES]
        ],
        "page": listing(
            Quote.objects.published().filter(speaker=person), request.GET.get("cursor")
        ),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/person.html", context)
