"""Making, checking and revoking API keys.

A key is ``sqa_`` + 8 characters that find it + ``_`` + 40 that are its secret. It is shown once.
"""

import hashlib
import hmac
import re
import secrets
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from quotes.api.models import ApiKey

SHAPE = re.compile(r"(sqa_[0-9a-f]{8})_[0-9a-f]{40}")

HOW = "Send it as “Authorization: Bearer sqa_…”, or leave the header out."


def fill_in(key: ApiKey, by: AbstractBaseUser | None = None) -> str:
    """Give a new, unsaved ``key`` its secret; the whole key, which nothing can show again."""
    prefix = f"sqa_{secrets.token_hex(4)}"
    whole = f"{prefix}_{secrets.token_hex(20)}"
    key.prefix, key.digest = prefix, digest(whole)
    key.created_by_id = by.pk if by else None
    return whole


def revoke(key: ApiKey, by: AbstractBaseUser) -> None:
    """End a key, once: who asked with it gets a 401 from now on."""
    still = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
    still.update(revoked_at=timezone.now(), revoked_by=by.pk)


def digest(whole: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(whole.encode()).hexdigest()


class KeyAuthentication(BaseAuthentication):
    """``Authorization: Bearer KEY``; without the header, anybody."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        """The key as ``request.auth``. Raises a 401 for one that does not work."""
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, given = header.partition(" ")
        if scheme.lower() != "bearer":
            raise AuthenticationFailed(f"The archive takes API keys only. {HOW}")
        key = self._known(given.strip())
        self._note_use(key)
        return request._request.user, key

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="Speech and quote archive"'

    def _known(self, given: str) -> ApiKey:
        shaped = SHAPE.fullmatch(given)
        key = ApiKey.objects.filter(prefix=shaped[1]).first() if shaped else None
        if key is None or not hmac.compare_digest(key.digest, digest(given)):
            raise AuthenticationFailed(f"No such API key is known here. {HOW}")
        if key.revoked_at:
            raise AuthenticationFailed(f"This API key was revoked on {key.revoked_at:%Y-%m-%d}.")
        if key.state == "expired":
            raise AuthenticationFailed(f"This API key expired on {key.expires_at:%Y-%m-%d}.")
        return key

    def _note_use(self, key: ApiKey) -> None:
        """Write the day of the last use, so that an unused key can be told: once a day."""
        today = timezone.now().date()
        if key.last_used_on != today:
            ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
