"""Every address of the archive."""

from django.contrib import admin
from django.urls import include, path

handler404 = "quotes.web.records.not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("quotes.api.v1.urls")),
    path("", include("quotes.web.urls")),
]
