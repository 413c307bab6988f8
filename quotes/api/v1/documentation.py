"""The interactive documentation, from files of our own host and without inline script."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView

# Redoc styles its page from its script and searches in a worker; neither needs inline script.
REDOC_NEEDS: dict[str, Any] = {"style-src": [SELF, UNSAFE_INLINE], "worker-src": [SELF, "blob:"]}


class SwaggerView(SpectacularSwaggerSplitView):
    """Swagger UI: try a request from the browser."""

    template_name = "quotes/api/swagger.html"


@method_decorator(csp_update(REDOC_NEEDS), name="dispatch")
class RedocView(SpectacularRedocView):
    """Redoc: the whole contract on one page to read."""

    template_name = "quotes/api/redoc.html"
