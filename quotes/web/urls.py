"""Addresses of the pages. A noun's address is named after its model, as the API expects.

Pages are read: any method but GET and HEAD is refused, except where a form is sent.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import path as any_path
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from quotes.web.card import card_page
from quotes.web.checking import check_page
from quotes.web.citations_file import citations_file
from quotes.web.corrections import corrections_feed, corrections_page
from quotes.web.developers import developers_page
from quotes.web.directory import ORGANIZATIONS, PEOPLE, PUBLISHERS, TOPICS, directory_page
from quotes.web.embed import quote_card, speech_card
from quotes.web.feed import feed
from quotes.web.home import home_page
from quotes.web.oembed import oembed
from quotes.web.organization import organization_page
from quotes.web.person import person_page
from quotes.web.quote import quote_page
from quotes.web.robots import icon, robots
from quotes.web.role import role_page
from quotes.web.search import search_page
from quotes.web.sitemap import sitemap, sitemap_index
from quotes.web.source import source_page
from quotes.web.sources import sources_page
from quotes.web.speech import speech_page
from quotes.web.speeches import speeches_page
from quotes.web.topic import topic_page
from quotes.web.typeahead import suggest

app_name = "web"

View = Callable[..., HttpResponseBase]


class RefConverter(StringConverter):
    """A ref in an address; never with a NUL, which PostgreSQL cannot be asked for."""

    regex = r"[^/\x00]+"


register_converter(RefConverter, "ref")


def read(view: View) -> View:
    """The view, for GET and HEAD only."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        told = "This address can only be read, by GET or HEAD."  # to a program: no form leads here
        return HttpResponseNotAllowed(["GET", "HEAD"], told, content_type="text/plain")

    return guarded


def path(route: str, view: View, name: str) -> Any:
    """An address that is read."""
    return any_path(route, read(view), name=name)


urlpatterns = [
    path("", home_page, name="home"),
    any_path("check/", check_page, name="check"),
    path("search/", search_page, name="search"),
    path("search/feed/", feed, name="feed"),
    path("search/speeches/", speeches_page, name="speeches"),
    path("search/citations/", citations_file, name="citations"),
    path("search/suggest/", suggest, name="suggest"),
    # Who shortens a record's address finds the list it is from; a role is one of a person's.
    path("quotes/", RedirectView.as_view(pattern_name="web:search"), name="quotes"),
    path("speeches/", RedirectView.as_view(pattern_name="web:speeches"), name="all-speeches"),
    path("people/", partial(directory_page, directory=PEOPLE), name="people"),
    path("organizations/", partial(directory_page, directory=ORGANIZATIONS), name="organizations"),
    path("publishers/", partial(directory_page, directory=PUBLISHERS), name="publishers"),
    path("topics/", partial(directory_page, directory=TOPICS), name="topics"),
    path("sources/", sources_page, name="sources"),
    path("roles/", RedirectView.as_view(pattern_name="web:people"), name="roles"),
    path("quotes/<ref:ref>/", quote_page, name="quote"),
    path("quotes/<ref:ref>/card.png", card_page, name="card"),
    path("speeches/<ref:ref>/", speech_page, name="speech"),
    path("sources/<ref:ref>/", source_page, name="source"),
    path("people/<ref:ref>/", person_page, name="person"),
    path("organizations/<ref:ref>/", organization_page, name="organization"),
    path("roles/<ref:ref>/", role_page, name="role"),
    path("topics/<ref:ref>/", topic_page, name="topic"),
    path("embed/quotes/<ref:ref>/", quote_card, name="embed-quote"),
    path("embed/speeches/<ref:ref>/", speech_card, name="embed-speech"),
    path("oembed/", oembed, name="oembed"),
    path("corrections/", corrections_page, name="corrections"),
    path("corrections/feed/", corrections_feed, name="corrections-feed"),
    path("developers/", developers_page, name="developers"),
    path("developers/<slug:name>/", developers_page, name="developers"),
    path("favicon.ico", icon, name="icon"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemaps"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemap, name="sitemap"),
]
