"""What programs look for at the root: what crawlers may read, and the icon of what has no page.

Crawlers may read everything public, but no page of a list by its cursor, and no file.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse

RULES = """\
User-agent: *
Disallow: /admin/
Disallow: /search/suggest/
Disallow: /search/citations/
Disallow: /*?*cursor=
Sitemap: {sitemap}
"""


def robots(request: HttpRequest) -> HttpResponse:
    """``robots.txt``."""
    where = request.build_absolute_uri(reverse("web:sitemaps"))
    return HttpResponse(RULES.format(sitemap=where), content_type="text/plain; charset=utf-8")


def icon(_: HttpRequest) -> HttpResponse:
    """``favicon.ico``: browsers ask for it beside an answer of the API, which names no icon."""
    return HttpResponseRedirect(static("quotes/icon.svg"))
