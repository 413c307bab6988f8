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

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from quotes.client_address import client_network

MINUTE = 60

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
    """What a client has left after a request; ``wait``, in seconds, is 0 when it was granted."""

    policy: str
    limit: int
    seconds_to_full: float
    wait: int = 0

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


def spend(
    request: HttpRequest, client: str, policy: str, limit: int, cost: int = 1
) -> Allowance | None:
    """Take what a request costs out of the client's bucket; no limit (0), no bucket.

    The answer tells what is left (:class:`AllowanceMiddleware`).
    """
    if not limit:
        return None
    allowance = take(client, policy, limit, cost)
    request.allowance = allowance  # type: ignore[attr-defined]  # read by the middleware
    return allowance


def spend_by_address(request: HttpRequest, cost: int = 1) -> Allowance | None:
    """The same for the address that asks; its pages and its API requests fill one bucket."""
    return spend(request, client_network(request), "anonymous", settings.API_LIMIT, cost)


def take(client: str, policy: str, limit: int, cost: int = 1) -> Allowance:
    """Take it out of the client's bucket, or say how long to wait for it."""
    spent = min(cost, limit) * MINUTE / limit
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"client": client, "spent": spent})
        granted = cursor.fetchone()
        if granted is None:
            cursor.execute(LOOK, [client])
        left = granted or cursor.fetchone() or (0.0,)
        if random.randrange(FORGOTTEN) == 0:  # noqa: S311  # no secret
            cursor.execute(FORGET)
    wait = 0 if granted else left[0] + spent - MINUTE
    return Allowance(policy, limit, left[0], math.ceil(max(wait, 0)))


class AllowanceMiddleware:
    """Tells in each answer that was counted what is left."""

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
