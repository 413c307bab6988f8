"""The contract (OpenAPI 3.1): what the serializers and filters do not say themselves.

The errors of every endpoint in DRF's own shapes, the formats beside JSON, what a search says beside
its results, how a key is sent; and answers of the sample archive as examples (``examples.json``,
which ``tests/quotes/test_contract_examples.py`` holds to what is answered).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from rest_framework.serializers import ModelSerializer

from quotes.api.v1 import parameters

EXAMPLES = Path(__file__).with_name("examples.json")

COMPONENTS: dict[str, Any] = {
    "Error": {
        "type": "object",
        "description": "Why there is no answer.",
        "required": ["detail"],
        "properties": {"detail": {"type": "string", "description": "A sentence for the reader."}},
    },
    "Refusal": {
        "type": "object",
        "description": "Each refused parameter with the sentences that say why.",
        "additionalProperties": {"type": "array", "items": {"type": "string"}},
    },
}

CLOSED = ("Claim", "CheckSentences", "CheckText")
"""What is sent with a field that is not there is refused."""

TAGS = {
    "quotes": "Words attributed to a person or an organization.",
    "speeches": "Occasions on which something was said.",
    "sources": "Documents that carry the words, and what they derive from.",
    "people": "People who spoke.",
    "organizations": "Companies, publishers and other bodies.",
    "roles": "Who held what title where, and when.",
    "topics": "What quotes are about.",
    "check": "Did they really say that?",
    "changes": "What is new, changed, withdrawn, removed or merged, in the order it was committed.",
}

SUMMARIES = {"check": "Check what was said", "changes": "What changed since a cursor"}
"""Of what is no noun; a list is called by its nouns, a detail after one of them."""

DETAIL = {"$ref": "#/components/schemas/Error"}
REFUSED = {"$ref": "#/components/schemas/Refusal"}

TEXT = {"type": "string"}

OTHER_FORMATS: dict[str, dict[str, Any]] = {
    "application/jsonl": {**TEXT, "description": "The whole list, one record a line."},
    "application/x-ndjson": {**TEXT, "description": "The whole list, one record a line."},
    "text/csv": {**TEXT, "description": "The whole list, with a header (RFC 4180)."},
    "application/ld+json": {"type": "object", "description": "JSON-LD in terms of schema.org."},
    "text/plain": {**TEXT, "description": "With `cite`: the reference in APA, MLA or Chicago."},
    "application/x-bibtex": {**TEXT, "description": "The reference in BibTeX."},
    "application/x-research-info-systems": {**TEXT, "description": "The reference in RIS."},
    "application/vnd.citationstyles.csl+json": {"description": "The reference in CSL-JSON."},
}

RATES = {
    "RateLimit": 'What is left: `"anonymous";r=119;t=1`; `t` seconds until it is all there again.',
    "RateLimit-Policy": 'How many requests `q` in how many seconds `w`: `"anonymous";q=120;w=60`.',
}


def error_body(description: str, schema: dict[str, Any], **headers: Any) -> dict[str, Any]:
    """An answer that refuses, for the contract."""
    answer = {"description": description, "content": {"application/json": {"schema": schema}}}
    return answer | ({"headers": headers} if headers else {})


WAIT = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}

ERRORS = {
    "400": error_body("A parameter is not understood; each is named.", REFUSED),
    "401": error_body("The API key is unknown, expired or revoked.", DETAIL),
    "406": error_body("None of the media types in `Accept` is on offer.", DETAIL),
    "429": error_body("Asked too often; a key allows more.", DETAIL, **{"Retry-After": WAIT}),
    "503": error_body(
        "It took too long and was stopped: ask for less. Or the archive cannot be asked just now.",
        DETAIL,
        **{"Retry-After": WAIT},
    ),
}
OF_A_DETAIL = {
    "301": {
        "description": "Merged into another record, whose address follows.",
        "headers": {"Location": {"description": "That address.", "schema": TEXT}},
    },
    "404": error_body("No public record has this address.", DETAIL),
}
REMOVED = {"410": error_body("Removed for legal reasons; the words are withheld.", DETAIL)}


class ArchiveSchema(AutoSchema):
    """Says everything there is to say of an endpoint."""

    def get_summary(self) -> str:
        """What it is called where people read of it; its ``operationId`` is for programs."""
        if self._noun in SUMMARIES:
            return SUMMARIES[self._noun]
        view: Any = self.view
        of = view.queryset.model._meta
        return f"One {of.verbose_name}" if view.detail else str(of.verbose_name_plural).title()

    def map_renderers(self, attribute: str) -> list[str]:
        """Media types and formats; what ``cite`` asks for has no name as a format."""
        return [one for one in super().map_renderers(attribute) if one]

    def _get_parameters(self) -> list[dict[str, Any]]:
        """Each with its meaning and an example."""
        found: list[dict[str, Any]] = super()._get_parameters()
        if hasattr(self.view, "detail_parameters"):
            found += [one for one in parameters.SHAPING if self._takes(one["name"])]
            found += [parameters.CITE] if self._is_a_quote() else []
        described = [parameters.described(self._noun, one) for one in found]
        return sorted(described, key=lambda one: str(one["name"]))

    def _takes(self, name: str) -> bool:
        return name != "expand" or self._noun in parameters.EXPANDED

    @property
    def _noun(self) -> str:
        """The noun in the path: ``quotes``."""
        return str(self.get_tags()[0])

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """A record has every field: what a model may leave blank is "" in an answer, not absent."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        if isinstance(force_instance(serializer), ModelSerializer):
            schema["required"] = list(schema["properties"])
        return schema

    def _is_a_quote(self) -> bool:
        view: Any = self.view
        return bool(view.detail and "cite" in view.detail_parameters)

    def _get_paginator(self) -> Any:
        """The envelope of this view: a search's says more."""
        paginator = super()._get_paginator()
        for name, serializer in getattr(self.view, "asides", {}).items():
            said = self.resolve_serializer(serializer(), "response").ref
            # `query` is null without `q`.
            nullable = {"oneOf": [said, {"type": "null"}]}
            paginator.asides[name] = nullable if name == "query" else said
        return paginator

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """The success with its formats and an example, and every error."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for media_type, content in bodies.get("200", {}).get("content", {}).items():
            if media_type in OTHER_FORMATS:
                content["schema"] = OTHER_FORMATS[media_type]
        if "200" in bodies:
            told = {name: {"description": said, "schema": TEXT} for name, said in RATES.items()}
            bodies["200"].setdefault("headers", {}).update(told)
        bodies |= ERRORS
        if getattr(self.view, "detail", False):
            bodies |= OF_A_DETAIL | (REMOVED if self._is_a_quote() else {})
        return {status: self.exemplified(status, body) for status, body in bodies.items()}

    def exemplified(self, status: str, body: dict[str, Any]) -> dict[str, Any]:
        """``body`` with a real answer, where there is one."""
        known = examples()
        example = known.get(f"{self.get_operation_id()} {status}") or known.get(f"* {status}")
        if example is None or "content" not in body:
            return body
        json_content = {**body["content"]["application/json"], "example": example["answer"]}
        return {**body, "content": {**body["content"], "application/json": json_content}}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add what no single endpoint says: the errors' shapes, and what each tag is about."""
    schemas = result["components"].setdefault("schemas", {})
    schemas.update(COMPONENTS)
    for name in CLOSED:
        schemas[name]["additionalProperties"] = False
    result["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    return result


@cache
def examples() -> dict[str, Any]:
    """What was asked and answered, by operation and status."""
    found: dict[str, Any] = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    return found


class KeyScheme(OpenApiAuthenticationExtension):
    """Says in the contract how a key is sent; reading needs none."""

    target_class = "quotes.api.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """``Authorization: Bearer KEY``."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, for a higher limit. Everything can be read without one.",
        }
