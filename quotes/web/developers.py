"""The developers' pages: the files of ``docs/``, as pages of this archive.

One text for the repository and the site. HTML in it is shown and not obeyed, and the addresses of
the examples become those of the archive that serves them.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FIRST = "api"
PAGES = (FIRST, "search", "sync", "checking", "import-format")
"""The files that are pages, by their names; others are for who works on the archive."""

EXAMPLE_SITE = "http://127.0.0.1:8000"

COMMENT = re.compile(r"^<!--.*-->\n", re.MULTILINE)
"""A line for who writes the file: where a benchmark puts its table."""


def developers_page(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """A file of ``docs/`` as a page."""
    if name not in PAGES:
        raise Http404
    title, body = _rendered(name)
    here = escape(request.build_absolute_uri("/").rstrip("/"))
    text = mark_safe(body.replace(EXAMPLE_SITE, here))  # noqa: S308  # made by markdown-it without HTML; the host is escaped
    canonical = request.build_absolute_uri(request.path)
    context = {"page_title": title, "text": text, "canonical": canonical}
    return render(request, "quotes/developers.html", context)


@cache
def _rendered(name: str) -> tuple[str, SafeString]:
    """The title and the HTML of a file."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(COMMENT.sub("", _file(name).read_text()))
    title = next(token.content for token in tokens if token.type == "inline")
    for token in tokens:
        _adapt(token, tokens)
    return title, SafeString(reader.renderer.render(tokens, reader.options, {}))


def _file(name: str) -> Path:
    return Path(settings.BASE_DIR) / "docs" / f"{name}.md"


def _adapt(token: Token, tokens: list[Token]) -> None:
    """Links to other files lead to their pages; a heading can be linked to."""
    if token.type == "heading_open":
        token.attrSet("id", _anchor(tokens[tokens.index(token) + 1].content))
    if token.type in ("table_open", "fence"):
        token.attrSet("tabindex", "0")  # it scrolls sideways on a telephone
    for child in token.children or ():
        file, _, anchor = str(child.attrGet("href") or "").partition("#")
        if child.type == "link_open" and file.endswith(".md"):
            address = address_of(file.removesuffix(".md"))
            child.attrSet("href", f"{address}#{anchor}" if anchor else address)


def _anchor(heading: str) -> str:
    """The name of a heading in links, as where the repository is read: ``counts-and-facets``."""
    return "-".join("".join(c if c.isalnum() else " " for c in heading.lower()).split())


def address_of(name: str) -> str:
    """The page of a file."""
    return reverse("web:developers", args=[] if name == FIRST else [name])
