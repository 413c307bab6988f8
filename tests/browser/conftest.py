"""A real browser: the system's Chromium, and what it complained about."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.reading import enter_the_seed

FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

AXE = {
    "resultTypes": ["violations"],
    # WCAG 2.2's own rule, which axe leaves off: what is pressed is 24 pixels wide and high.
    "rules": {"target-size": {"enabled": True}},
}

PATIENCE = 60_000
"""Milliseconds; the machine may be busy with other tests."""


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        sentence = "Chromium is not installed (Debian: apt install chromium)"
        # Where every check must run, a missing browser is a failure, not a reason to look away.
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    # Playwright's event loop makes Django believe that the tests are asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=3 * PATIENCE)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints():
    """What went wrong in any page of the test: console errors, refusals, requests elsewhere."""
    return []


@pytest.fixture
def open_page(chromium, live_server, complaints):
    """Open a page in a session of its own, as another person's browser would."""
    contexts = []

    def open_one():
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        host = urlsplit(live_server.url).netloc
        context.on("page", lambda page: watch(page, host, complaints))  # and every popup
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def watch(page, host, complaints):
    """Violations of the content security policy arrive as console errors, too."""

    def on_console(message):
        if message.type in ("error", "warning"):
            complaints.append(f"{page.url}: {message.text}")

    def on_request(request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != host:
            complaints.append(f"{page.url}: asks {request.url}")

    def on_response(response):
        if response.status >= 400:
            complaints.append(f"{page.url}: {response.status} {response.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("response", on_response)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))


@pytest.fixture
def violations():
    """What axe-core finds wrong on a page, one line each."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def violations(page):
        found = axe.run(page, options=AXE).response["violations"]
        return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]

    return violations


@pytest.fixture
def seed(db):
    enter_the_seed()


@pytest.fixture
def reader(open_page, seed, complaints):
    """A page in a browser; at the end nothing may have been complained about."""
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield page
    assert complaints == []
