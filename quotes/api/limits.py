"""How often a client may ask: so many requests a minute, counted across all processes.

Each client has a bucket that holds a minute's requests and fills up evenly (GCRA, the generic cell
rate algorithm): a client may ask in bursts, and after one as fast as the bucket fills. All that is
kept is the moment when the bucket will be full again, in an UNLOGGED table: one statement a
request, by primary key, without the write-ahead log. After a crash every bucket is full.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from quotes.api.models import ApiKey
from quotes.client_address import client_network

MINUTE = 60

FILE_COSTS = 10
"""Requests that a whole list as a file counts for."""

FORGOTTEN = 10_000
"""Once in so many requests, on average, clients whose buckets are full are forgotten."""

# No row comes back when the bucket holds less than what is asked for; nothing is written then.
SPEND = """
INSERT INTO public.api_usage AS known (client, full_at)
VALUES (%(client)s, statement_timestamp() + %(spent)s * interval '1 second')
ON CONFLICT (client) DO UPDATE
SET full_at = greatest(known.full_at, statement_timestamp()) + %(spent)s * interval '1 second'
WHERE greatest(known.full_at, statement_timestamp())
      <= statement_timestamp() + (60 - %(spent)s) * interval '1 second'
RETURNING extract(epoch FROM full_at - statement_timestamp())::float8
"""

LOOK = """
SELECT extract(epoch FROM full_at - statement_timestamp())::float8
FROM public.api_usage WHERE client = %s
"""

FORGET = "DELETE FROM public.api_usage WHERE full_at < statement_timestamp()"


@dataclass(frozen=True)
class Allowance:
    """What a client has left after a request; ``wait`` is 0 when it was granted."""

    policy: str
    limit: int
    seconds_to_full: float
    wait: float = 0

    @property
    def remaining(self) -> int:
        """Requests left now."""
        return max(0, math.floor(self.limit * (1 - self.seconds_to_full / MINUTE) + 1e-6))

    @property
    def headers(self) -> dict[str, str]:
        """As in the IETF's draft (draft-ietf-httpapi-ratelimit-headers)."""
        reset = math.ceil(max(self.seconds_to_full, 0))
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={MINUTE}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={reset}',
        }


def spend(client: str, policy: str, limit: int, requests: int = 1) -> Allowance:
    """Take ``requests`` out of the client's bucket, or say how long to wait for them."""
    spent = min(requests, limit) * MINUTE / limit
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"client": client, "spent": spent})
        granted = cursor.fetchone()
        if granted is None:
            cursor.execute(LOOK, [client])
        left = granted or cursor.fetchone() or (0.0,)
        if random.randrange(FORGOTTEN) == 0:  # noqa: S311  # no secret
            cursor.execute(FORGET)
    wait = 0 if granted else left[0] + spent - MINUTE
    return Allowance(policy, limit, left[0], max(wait, 0))


class ClientThrottle(BaseThrottle):
    """A limit for each key, and for each address without one; 0 is no limit."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raise a 429 with the time to wait when the client has asked too often."""
        allowance = _spent(request, getattr(view, "cost", 1))
        if allowance is None:
            return True
        request._request.allowance = allowance  # type: ignore[attr-defined]  # read by the middleware
        if allowance.wait:
            raise Throttled(math.ceil(allowance.wait), _sentence(allowance))
        return True


def _spent(request: Request, cost: int) -> Allowance | None:
    key = request.auth
    if isinstance(key, ApiKey):
        limit = settings.API_KEY_LIMIT if key.per_minute is None else key.per_minute
        return spend(f"key {key.pk}", "key", limit, cost) if limit else None
    limit = settings.API_LIMIT
    return spend(client_network(request._request), "anonymous", limit, cost) if limit else None


def _sentence(allowance: Allowance) -> str:
    whose, advice = ("This key", "")
    if allowance.policy == "anonymous":
        whose, advice = ("This address", " A key allows more.")
    number = f"{allowance.limit} request{'' if allowance.limit == 1 else 's'}"
    return f"{whose} may make {number} a minute, and has made them.{advice}"


class AllowanceMiddleware:
    """Tells in each answer of the API what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and add the headers where something was counted."""
        answer = self.get_response(request)
        allowance = getattr(request, "allowance", None)
        if allowance is not None:
            for name, value in allowance.headers.items():
                answer[name] = value
        return answer
