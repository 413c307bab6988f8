"""The formats of an answer, chosen by ``format=``, ``cite=`` or the ``Accept`` header.

JSON unless asked otherwise. ``format`` wins over ``Accept``, which a program often cannot set; an
error is JSON whatever was asked, so that a client finds the sentence in one place.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.metadata import SimpleMetadata
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from quotes.api.rendering import JSONRenderer
from quotes.citation_styles import STYLES, Reference

ANY = "*/*"


class CSVRenderer(BaseRenderer):
    """A list as a table (RFC 4180); streamed by ``exporting``, this only names it."""

    media_type = "text/csv"
    format = "csv"


class JSONLinesRenderer(BaseRenderer):
    """A list as one JSON object a line; streamed by ``exporting``, this only names it."""

    media_type = "application/jsonl"
    format = "jsonl"


class NDJSONRenderer(JSONLinesRenderer):
    """The same under its other name."""

    media_type = "application/x-ndjson"


class LinkedDataRenderer(JSONRenderer):
    """A quote as JSON-LD."""

    media_type = "application/ld+json"
    format = "jsonld"


class CitationRenderer(BaseRenderer):
    """A quote's reference in one of the citation styles."""

    charset = "utf-8"
    format = ""  # asked for by ``cite``
    style: str

    def render(self, data: Reference, *_: Any, **__: Any) -> bytes:
        """The reference, written."""
        return STYLES[self.style].write(data).encode()


def _citation_renderer(name: str) -> type[CitationRenderer]:
    attributes = {"style": name, "media_type": STYLES[name].media_type}
    return type(f"{name.title()}Renderer", (CitationRenderer,), attributes)


CITATIONS = {name: _citation_renderer(name) for name in STYLES}

EVERYWHERE: tuple[type[BaseRenderer], ...] = (JSONRenderer, BrowsableAPIRenderer)
STREAMED: tuple[type[BaseRenderer], ...] = (JSONLinesRenderer, NDJSONRenderer, CSVRenderer)
OF_A_QUOTE: tuple[type[BaseRenderer], ...] = (LinkedDataRenderer, *CITATIONS.values())


class Negotiation(DefaultContentNegotiation):
    """``cite``, then ``format``, then ``Accept``."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and its media type; a 400 that names what there is, or DRF's own 406."""
        renderers = list(renderers)
        asked = request.query_params
        if "cite" in asked and any(isinstance(one, CitationRenderer) for one in renderers):
            _refuse_both(asked)
            styles = {one.style: one for one in renderers if isinstance(one, CitationRenderer)}
            return _named(styles, "cite", asked["cite"])
        if asked.get("format"):
            formats = {one.format: one for one in reversed(renderers) if one.format}
            return _named(formats, "format", asked["format"])
        # Plain text could be any of three styles.
        by_type = [one for one in renderers if one.media_type != "text/plain"]
        if request.META.get("HTTP_ACCEPT", ANY) == ANY:  # as most programs ask: nothing to weigh
            return by_type[0], str(by_type[0].media_type)
        return super().select_renderer(request, by_type, format_suffix)


class Metadata(SimpleMetadata):
    """What OPTIONS tells: every format on offer here, also those a view adds to the settings'."""

    def determine_metadata(self, request: Request, view: Any) -> dict[str, Any]:
        """The same as DRF's own, whose ``renders`` looks at the settings alone."""
        types = (str(renderer.media_type) for renderer in view.get_renderers())
        told = super().determine_metadata(request, view)
        return {**told, "renders": list(dict.fromkeys(types))}


def refuse_shaping(request: Request) -> None:
    """Raise a 400 for ``fields`` and ``expand`` where the format has a shape of its own."""
    refused = [name for name in ("fields", "expand") if name in request.query_params]
    if refused:
        raise ValidationError({name: ["Only JSON takes this."] for name in refused})


def as_json(answer: Response) -> None:
    """Give an error as JSON, unless its reader asked for JSON or a page."""
    if type(answer.accepted_renderer) not in EVERYWHERE:
        answer.accepted_renderer = JSONRenderer()
        answer.accepted_media_type = "application/json"


def _refuse_both(asked: Mapping[str, str]) -> None:
    if asked.get("format"):
        sentence = "A reference has the format of its style: give “cite” or “format”, not both."
        raise ValidationError({"format": [sentence]})


def _named(
    offered: Mapping[str, BaseRenderer], parameter: str, name: str
) -> tuple[BaseRenderer, str]:
    if name not in offered:
        known = ", ".join(sorted(offered))
        raise ValidationError({parameter: [f"There is no “{name[:40]}” here. Known: {known}."]})
    return offered[name], str(offered[name].media_type)
