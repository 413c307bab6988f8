"""A role's page: who was what, where and when, by which source, and what was said in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Role
from quotes.models import Quote
from quotes.web import records
from quotes.web.listing import listing
from quotes.web.timeline import RoleLine


@records.page
def role_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The role; quotes said in it page by page."""
    roles = Role.objects.public().select_related("person", "organization", "source")
    role: Role = records.at(roles, ref)
    context = {
        "role": role,
        "line": RoleLine(role),
        "page": listing(Quote.objects.published().filter(role=role), request.GET.get("cursor")),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/role.html", context)
