"""Addresses of version 1."""

from typing import Any

from django.urls import path
from rest_framework.routers import DefaultRouter

from quotes.api.v1 import views
from quotes.api.v1.changes import ChangesView
from quotes.api.v1.checking import CheckView
from quotes.api.v1.documentation import RedocView, SchemaView, SwaggerView, redoc_script

app_name = "v1"

BESIDE = {"changes": "changes", "check": "check", "schema": "schema"}
"""What the root leads to beside the lists: each address's name."""


class Router(DefaultRouter):
    """Lists and details of every noun, and a root that leads to all there is."""

    def get_api_root_view(self, api_urls: Any = None) -> Any:
        """A client that knows the first address finds every other."""
        lists = {prefix: f"{basename}-list" for prefix, _, basename in self.registry}
        return self.APIRootView.as_view(api_root_dict=lists | BESIDE)


router = Router()
router.include_format_suffixes = False
router.register("quotes", views.QuoteViewSet, basename="quote")
router.register("speeches", views.SpeechViewSet, basename="speech")
router.register("sources", views.SourceViewSet, basename="source")
router.register("people", views.PersonViewSet, basename="person")
router.register("organizations", views.OrganizationViewSet, basename="organization")
router.register("roles", views.RoleViewSet, basename="role")
router.register("topics", views.TopicViewSet, basename="topic")

urlpatterns = [
    *router.urls,  # first: Django tries one after another, and most questions are for a list
    path("check/", CheckView.as_view(), name="check"),
    # The address as it is spoken of: a POST cannot be redirected to the one above.
    path("check", CheckView.as_view(schema=None)),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", SwaggerView.as_view(url_name="v1:schema"), name="swagger"),
    path("redoc/redoc.js", redoc_script, name="redoc-script"),
    path("redoc/", RedocView.as_view(url_name="v1:schema"), name="redoc"),
    path("changes/", ChangesView.as_view(), name="changes"),
]
