"""How often a client may ask: so many requests a minute, counted across all processes.

Each client has a bucket that holds a minute's requests and fills up evenly (GCRA, the generic cell
rate algorithm): a client may ask in bursts, and after one as fast as the bucket fills. All that is
kept is the moment when the bucket will be full again, in an UNLOGGED table: one statement by
primary key, without the write-ahead log. After a crash every bucket is full.

Not every request is worth a statement. While more than half a bucket is left, a process lets some
pass on a *tab* and pays for them with the next one: a twentieth of a minute's requests at most, and
for a second at most, after which it learns what other processes counted. So a client may get up to
a twentieth more out of a burst for each process that answers it; afterwards it waits the longer.
Under half a bucket, and wherever a twentieth is less than one request, each is counted at once.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from archive.prepared import asked
from quotes.client_address import client_network

MINUTE = 60

FORGOTTEN = 10_000
"""Once in so many statements, on average, clients whose buckets are full are forgotten; and so many
tabs a process keeps."""

LONGEST_TAB = MINUTE / 20
"""Seconds of a bucket that may be owed."""

SECONDS = 1.0
"""How long a process believes what it was last told of a bucket."""

# No row comes back when the bucket holds less than what is asked for; nothing is written then. A
# thousandth of a second is for times kept in millionths: nineteen nineteenths were more than all.
SPEND = """
INSERT INTO public.api_usage AS known (client, full_at)
VALUES (%(client)s, statement_timestamp() + %(spent)s * interval '1 second')
ON CONFLICT (client) DO UPDATE
SET full_at = greatest(known.full_at, statement_timestamp()) + %(spent)s * interval '1 second'
WHERE greatest(known.full_at, statement_timestamp())
      <= statement_timestamp() + (60.001 - %(spent)s) * interval '1 second'
RETURNING extract(epoch FROM full_at - statement_timestamp())::float8
"""

PAY = """
INSERT INTO public.api_usage AS known (client, full_at)
VALUES (%(client)s, statement_timestamp() + %(spent)s * interval '1 second')
ON CONFLICT (client) DO UPDATE
SET full_at = greatest(known.full_at, statement_timestamp()) + %(spent)s * interval '1 second'
RETURNING extract(epoch FROM full_at - statement_timestamp())::float8
"""

LOOK = """
SELECT extract(epoch FROM full_at - statement_timestamp())::float8
FROM public.api_usage WHERE client = %(client)s
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
    seconds_to_full = TABS.put(client, spent)
    if seconds_to_full is not None:
        return Allowance(policy, limit, seconds_to_full)
    owed = TABS.close(client)
    left, granted = _counted(client, spent, owed)
    TABS.open(client, left)
    wait = 0 if granted else left + spent - MINUTE
    return Allowance(policy, limit, left, math.ceil(max(wait, 0)))


def _counted(client: str, spent: float, owed: float) -> tuple[float, bool]:
    """Seconds until the bucket is full, and whether this was granted; what is owed is paid."""
    if random.randrange(FORGOTTEN) == 0:  # noqa: S311  # no secret
        with connection.cursor() as cursor:
            cursor.execute(FORGET)
    if granted := asked(SPEND, {"client": client, "spent": spent + owed}):
        return granted[0][0], True
    left = asked(PAY if owed else LOOK, {"client": client, "spent": owed})
    return (left[0][0] if left else 0.0), False


@dataclass
class Tab:
    """When a bucket will be full, as far as this process knows, and what it owes the bucket."""

    full_at: float
    owed: float
    until: float
    """When to ask again."""


class Tabs:
    """The tabs of this process."""

    def __init__(self) -> None:
        self._tabs: dict[str, Tab] = {}
        self._lock = Lock()

    def put(self, client: str, spent: float) -> float | None:
        """Put a request on the client's tab: seconds until the bucket is full; None to ask."""
        with self._lock:
            tab, now = self._tabs.get(client), time.monotonic()
            if tab is None or now > tab.until or tab.owed + spent > LONGEST_TAB:
                return None
            full_at = max(tab.full_at, now) + spent
            if full_at > now + MINUTE / 2:
                return None
            tab.full_at, tab.owed = full_at, tab.owed + spent
            return full_at - now

    def close(self, client: str) -> float:
        """What is owed, which is paid now."""
        with self._lock:
            tab = self._tabs.pop(client, None)
            return tab.owed if tab else 0.0

    def open(self, client: str, seconds_to_full: float) -> None:
        """A new tab, for what was just told of the bucket."""
        now = time.monotonic()
        with self._lock:
            if len(self._tabs) >= FORGOTTEN:
                self._tabs.clear()
            owed = self._tabs[client].owed if client in self._tabs else 0.0
            self._tabs[client] = Tab(now + seconds_to_full + owed, owed, now + SECONDS)

    def forget(self) -> None:
        """Begin anew, as a process does."""
        with self._lock:
            self._tabs.clear()


TABS = Tabs()


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
