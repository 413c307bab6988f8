"""The content security policy of the settings, written once and not for each answer.

``csp`` puts it together anew every time, which was a tenth of what an answer of the API took.
"""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

DIRECTIVES = "DIRECTIVES"
"""The one setting that says the same to every answer."""


class PolicyMiddleware(CSPMiddleware):
    """``csp`` still writes whatever is not plainly the policy of the settings."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.policy = build_policy()
        more = hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY")
        self.always = (
            settings.DEBUG or more or set(settings.CONTENT_SECURITY_POLICY) != {DIRECTIVES}
        )

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        """The header, where neither page nor request has one of its own."""
        if self.always or _has_its_own(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        request.csp_nonce = CheckableLazyObject(  # type: ignore[attr-defined]  # as csp's own does
            self._csp_nonce_post_response
        )
        return response


def _has_its_own(request: HttpRequest, response: HttpResponseBase) -> bool:
    nonce = getattr(request, "_csp_nonce", None) is not None
    return nonce or any(name.startswith("_csp") for name in vars(response))
