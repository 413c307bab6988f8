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
        cost = getattr(view, "cost", 1)
        allowance = _spent(request, cost)
        if allowance and allowance.wait:
            refusal = Throttled(detail=_sentence(allowance, cost))
            # Given above, it would add a sentence of DRF's own.
            refusal.wait = allowance.wait  # type: ignore[attr-defined]  # missing in the stubs
            raise refusal
        return True


def _spent(request: Request, cost: int) -> Allowance | None:
    key = request.auth
    if isinstance(key, ApiKey):
        limit = settings.API_KEY_LIMIT if key.per_minute is None else key.per_minute
        return spend(request._request, f"key {key.pk}", "key", limit, cost)
    return spend_by_address(request._request, cost)


def _sentence(allowance: Allowance, cost: int) -> str:
    """What was too much, how long to wait, and for an address what allows more."""
    whose, advice = "This key", ""
    if allowance.policy == "anonymous":
        whose, advice = "This address", " A key allows more."
    made = "made it" if allowance.limit == 1 else "made them"
    if left := allowance.remaining:
        made = f"{left} left, where this one counts for {cost}"
    requests, seconds = _of(allowance.limit, "request"), _of(allowance.wait, "second")
    return f"{whose} may make {requests} a minute and has {made}. Ask again in {seconds}.{advice}"


def _of(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
