"""JSON-LD: what a page says, for machines (schema.org ``Quotation``).

A ``<script>`` of a type that is no script is a data block: browsers run nothing and the content
security policy does not touch it.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from quotes.models import Quote, Status
from quotes.web.lines import QuoteLine

# What could end the element or start another; the JSON stays the same.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def quotation(line: QuoteLine, address: str) -> SafeString | str:
    """The quote as a data block; empty when it is retracted, doubted or a paraphrase."""
    if line.warning or not line.verbatim or line.quote.status != Status.PUBLISHED:
        return ""
    return data_block(_quotation(line.quote, address))


def data_block(data: dict[str, Any]) -> SafeString:
    """``data`` in a script element that nothing in it can end."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above


def _quotation(quote: Quote, address: str) -> dict[str, Any]:
    said = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": address,
        "url": address,
        "text": quote.text,
        "inLanguage": quote.language,
        "creator": _speaker(quote),
        "isBasedOn": [one.source.url for one in quote.citations.all() if one.source.url],
    }
    return {key: value for key, value in said.items() if value}


def _speaker(quote: Quote) -> dict[str, str] | None:
    if quote.speaker:
        return {"@type": "Person", "name": quote.speaker.name}
    if quote.organization:
        return {"@type": "Organization", "name": quote.organization.name}
    return None
