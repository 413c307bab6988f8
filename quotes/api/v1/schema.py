"""What the contract says of every endpoint: its errors, in DRF's own shapes."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

DETAIL = {
    "type": "object",
    "required": ["detail"],
    "properties": {"detail": {"type": "string", "description": "A sentence for the reader."}},
}
REFUSED = {
    "type": "object",
    "description": "Each refused parameter with the sentences that say why.",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}


def error_body(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """An answer that refuses, for the contract."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


REFUSALS = {"400": error_body("A parameter is not understood; each is named.", REFUSED)}
UNKNOWN_KEY = {"401": error_body("The API key is unknown, expired or revoked.", DETAIL)}
NOT_ACCEPTABLE = {"406": error_body("None of the media types in `Accept` is on offer.", DETAIL)}
TOO_OFTEN = {
    "429": {
        **error_body("Asked too often; a key allows more.", DETAIL),
        "headers": {
            "Retry-After": {
                "description": "Seconds to wait.",
                "schema": {"type": "integer", "minimum": 1},
            }
        },
    }
}
TOO_SLOW = {"503": error_body("It took too long and was stopped. Ask for less at once.", DETAIL)}
DETAILS = {
    "301": {"description": "Merged into another record, whose address follows."},
    "404": error_body("No public record has this address.", DETAIL),
}
REMOVED = {"410": error_body("Removed for legal reasons; the words are withheld.", DETAIL)}


class ArchiveSchema(AutoSchema):
    """Adds the errors an endpoint can answer with."""

    def map_renderers(self, attribute: str) -> list[str]:
        """Media types and formats; what ``cite`` asks for has no name as a format."""
        return [one for one in super().map_renderers(attribute) if one]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """The success and every error."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        bodies |= {**REFUSALS, **UNKNOWN_KEY, **NOT_ACCEPTABLE, **TOO_OFTEN, **TOO_SLOW}
        view: Any = self.view
        if view.detail:
            bodies |= DETAILS
            if view.basename == "quote":
                bodies |= REMOVED
        return bodies


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
