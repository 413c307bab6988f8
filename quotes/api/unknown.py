"""What is asked of an address of the API that is not there: JSON, like every answer of the API."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse


def unknown_address(request: HttpRequest) -> JsonResponse:
    """404 with the way to what there is."""
    root = request.build_absolute_uri(reverse("v1:api-root"))
    detail = f"There is nothing at this address. Version 1 of the API begins at {root}"
    return JsonResponse({"detail": detail}, status=404)
