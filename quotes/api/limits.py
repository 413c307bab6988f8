"""The limit of each API key, and of each address without one (``quotes.allowance``)."""

from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from quotes.allowance import Allowance, spend, spend_by_address
from quotes.api.models import ApiKey

FILE_COSTS = 10
"""Requests that a whole list as a file counts for."""


class ClientThrottle(BaseThrottle):
    """A limit for each key, and for each address without one; 0 is no limit."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raise a 429 with the time to wait when the client has asked too often."""
        allowance = _spent(request, getattr(view, "cost", 1))
        if allowance and allowance.wait:
            raise Throttled(allowance.wait, _sentence(allowance))
        return True


def _spent(request: Request, cost: int) -> Allowance | None:
    key = request.auth
    if isinstance(key, ApiKey):
        limit = settings.API_KEY_LIMIT if key.per_minute is None else key.per_minute
        return spend(request._request, f"key {key.pk}", "key", limit, cost)
    return spend_by_address(request._request, cost)


def _sentence(allowance: Allowance) -> str:
    whose, advice = ("This key", "")
    if allowance.policy == "anonymous":
        whose, advice = ("This address", " A key allows more.")
    number = f"{allowance.limit} request{'' if allowance.limit == 1 else 's'}"
    return f"{whose} may make {number} a minute, and has made them.{advice}"
