"""An organization's page: who held which role there, what was said for it, what it published."""

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from archive.models import Organization, OrganizationName, Role, Source
from archive.written import ASKED_FOR, KEY, Written
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
    here = records.named_at("organization", ref, ORGANIZATION, NAMES)
    said = Quote.objects.published().filter(organization=here)
    context = {
        "organization": here,
        "names": other_names(here),
        "time": time_line(ROLES.of(here.pk), timezone.now().date()),
        "publications": [SourceLine(one) for one in PUBLICATIONS.of(here.pk)],
        "over_time": over_time(said, query_of(organization=here.ref)),
        "page": listing(said, request.GET.get("cursor")),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/organization.html", context)


def _roles() -> "QuerySet[Role]":
    held = Role.objects.public().filter(organization=KEY).select_related("person", "source")
    return held.order_by("period_earliest", "id")[:MOST_ROLES]


def _publications() -> "QuerySet[Source]":
    published = Source.objects.public().filter(publisher=KEY).select_related("publisher")
    latest = published.order_by(F("published_earliest").desc(nulls_last=True), "-id")
    return latest[:MOST_PUBLICATIONS]


ORGANIZATION = Written(lambda: Organization.objects.public().filter(ref=ASKED_FOR))
NAMES = Written(lambda: OrganizationName.objects.filter(organization=KEY))
ROLES = Written(_roles)
PUBLICATIONS = Written(_publications)
