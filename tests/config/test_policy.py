"""The content security policy is the one of the settings, whoever writes it."""

import pytest
from csp.decorators import csp_exempt, csp_replace, csp_update
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from config.policy import PolicyMiddleware


def plain(request):
    return HttpResponse("words")


def with_nonce(request):
    return HttpResponse(f"<script nonce='{request.csp_nonce}'>")


def with_a_policy_of_its_own(request):
    answer = HttpResponse()
    answer["Content-Security-Policy"] = "default-src 'none'"
    return answer


VIEWS = [
    plain,
    with_nonce,
    with_a_policy_of_its_own,
    csp_update({"img-src": ["https://example.org"]})(plain),
    csp_replace({"frame-ancestors": ["*"]})(plain),
    csp_exempt()(plain),
]


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_the_header_is_that_of_csp_itself(rf, settings, view, debug):
    settings.DEBUG = debug
    ours, its = (middleware(view)(rf.get("/")) for middleware in (PolicyMiddleware, CSPMiddleware))
    directives = [
        set(answer.get("Content-Security-Policy", "").split("; ")) for answer in (ours, its)
    ]
    nonces = {one for each in directives for one in each if "nonce-" in one}
    assert directives[0] - nonces == directives[1] - nonces


def test_a_nonce_asked_for_too_late_is_refused_as_by_csp(rf):
    request = rf.get("/")
    PolicyMiddleware(plain)(request)
    with pytest.raises(CSPNonceError):
        str(request.csp_nonce)
