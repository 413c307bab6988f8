"""Every address of the archive."""

from django.contrib import admin
from django.urls import include, path, re_path

from config.signing_in import login
from quotes.api.unknown import unknown_address

handler404 = "quotes.web.records.not_found"
handler500 = "quotes.failing.failed"

urlpatterns = [
    path("api/v1/", include("quotes.api.v1.urls")),
    path("admin/login/", login),
    path("admin/", admin.site.urls),
    # With a slash at its end only, so that a missing one is still added.
    re_path(r"^api/(?:.*/)?$", unknown_address),
    path("", include("quotes.web.urls")),
]
