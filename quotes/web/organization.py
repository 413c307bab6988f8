"""An organization's page: who held which role there, what was said for it, what it published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.models import Organization, Role, Source
from quotes.models import Quote
from quotes.web import records
from quotes.web.form import query_of
from quotes.web.lines import SourceLine, other_names
from quotes.web.listing import listing
from quotes.web.narrowing import over_time
from quotes.web.timeline import time_line

MOST_ROLES = 30
MOST_PUBLICATIONS = 12
"""Named on the page, which stays under 100 KB; search finds the rest."""


@records.page
def organization_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The organization; quotes of its people and its own, page by page."""
    here: Organization = records.at(Organization.objects.public().prefetch_related("names"), ref)
    roles = Role.objects.public().filter(organization=here).select_related("person", "source")
    published = Source.objects.public().filter(publisher=here).order_by("-published_latest", "id")
    said = Quote.objects.published().filter(organization=here)
    context = {
        "organization": here,
        "names": other_names(here),
        "time": time_line(
            list(roles.order_by("period_earliest", "id")[:MOST_ROLES]), timezone.now().date()
        ),
        "publications": [
            SourceLine(one) for one in published.select_related("publisher")[:MOST_PUBLICATIONS]
        ],
        "over_time": over_time(said, query_of(organization=here.ref)),
        "page": listing(said, request.GET.get("cursor")),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/organization.html", context)
