"""The interactive documentation, from files of our own host and without inline script or style."""

from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView


class SwaggerView(SpectacularSwaggerSplitView):
    """Swagger UI: try a request from the browser."""

    template_name = "quotes/api/swagger.html"


class RedocView(SpectacularRedocView):
    """Redoc: the whole contract on one page to read."""

    template_name = "quotes/api/redoc.html"
