"""The contract and its interactive documentation, from our own host and without inline script."""

from functools import cache
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)
from rest_framework.request import Request
from rest_framework.response import Response

# Redoc styles its page from its script and searches in a worker; neither needs inline script.
REDOC_NEEDS: dict[str, Any] = {"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]}

REDOC = "drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"
REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
NOTHING = b"data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


@cache
def contract() -> Any:
    """The OpenAPI document: the same for everybody, and a second's work to make."""
    return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(SpectacularAPIView):
    """The contract, made once a process."""

    def _get_schema_response(self, request: Request) -> Response:
        name = self._get_filename(request, None)
        return Response(contract(), headers={"Content-Disposition": f'inline; filename="{name}"'})


class SwaggerView(SpectacularSwaggerSplitView):
    """Swagger UI: try a request from the browser."""

    template_name = "quotes/api/swagger.html"


@method_decorator(csp_update(REDOC_NEEDS), name="dispatch")
class RedocView(SpectacularRedocView):
    """Redoc: the whole contract on one page to read."""

    template_name = "quotes/api/redoc.html"


@cache
def quiet_redoc() -> bytes:
    """Redoc's script, less its logo: it would fetch that from another host, and has no option."""
    with open(str(finders.find(REDOC)), "rb") as script:
        return script.read().replace(REDOC_LOGO, NOTHING)


def redoc_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a view takes it
    """Redoc, as the page loads it."""
    return HttpResponse(
        quiet_redoc(),
        content_type="text/javascript",
        headers={"Cache-Control": "public, max-age=86400"},
    )
