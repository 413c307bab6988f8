"""JSON-LD: a quote for machines, in the words of schema.org. Read by pages and API alike.

A quotation is a ``Quotation``; a paraphrase is none, and is given as a ``Claim``. Who is doubted
or known not to have spoken is no ``creator``, and a date that ISO 8601 cannot write is left out.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from archive.dates import parse
from archive.models import Organization, Person, Source
from archive.provenance import Chains, Origin
from quotes.models import Kind, Quote, QuoteRelationKind, Standing, Status

Address = Callable[[str, str], str]
"""The page of a record, by the name of its model and its ref."""

Data = dict[str, Any]

# What could end the element or start another; the JSON stays the same.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def data_block(data: Data) -> SafeString:
    """``data`` in a script element that nothing in it can end.

    A ``<script>`` of a type that is no script is a data block: browsers run nothing and the content
    security policy does not touch it.
    """
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above


def is_plain(quote: Quote) -> bool:
    """Whether nothing needs to be said beside the words: published, verbatim and not doubted.

    A page shows a data block for these only: a search engine keeps the words and drops the rest.
    """
    published = quote.status == Status.PUBLISHED
    return published and quote.kind != Kind.INDIRECT and not _doubted(quote)


def linked_data(quote: Quote, address: Address, chains: Chains) -> Data:
    """The quote, on what it is based, and what must be known before it is cited."""
    said = {
        "@context": "https://schema.org",
        "@type": "Claim" if quote.kind == Kind.INDIRECT else "Quotation",
        "@id": address("quote", quote.ref),
        "url": address("quote", quote.ref),
        "text": quote.text,
        "inLanguage": quote.language,
        "creator": None if _doubted(quote) else _speaker(quote, address),
        "dateCreated": _date(quote.said_or_delivered),
        "recordedAt": _occasion(quote, address),
        "isBasedOn": [*_sources(quote, address, chains)],
        "translationOfWork": _original(quote, address),
        "about": [
            {"@type": "Thing", "@id": address("topic", one.ref), "name": one.name}
            for one in quote.topics.all()
            if one.is_public
        ],
        "dateModified": quote.updated_at.isoformat(),
        **_reservations(quote),
    }
    return _known(said)


def _doubted(quote: Quote) -> bool:
    return quote.standing in (Standing.DISPUTED, Standing.MISATTRIBUTED)


def _reservations(quote: Quote) -> Data:
    """The status and the doubt, in the editors' words."""
    if quote.status == Status.RETRACTED:
        note = {"@type": "CorrectionComment", "text": quote.public_note}
        return {"creativeWorkStatus": "Retracted", "correction": note}
    if not _doubted(quote):
        return {"description": quote.public_note}
    who = quote.speaker or quote.organization
    doubt = quote.get_standing_display().capitalize()
    whose = f"{doubt}: attributed to {who}." if who else f"{doubt}."
    return {"creativeWorkStatus": doubt, "description": f"{whose} {quote.public_note}".strip()}


def _speaker(quote: Quote, address: Address) -> Data | None:
    if quote.speaker:
        role = {"jobTitle": quote.role.title} if quote.role else {}
        works = {"affiliation": _named(quote.organization, address)} if quote.organization else {}
        return {**_named(quote.speaker, address), **role, **works}
    return _named(quote.organization, address) if quote.organization else None


def _named(record: Person | Organization, address: Address) -> Data:
    kind = str(record._meta.model_name)
    return {"@type": kind.capitalize(), "@id": address(kind, record.ref), "name": record.name}


def _occasion(quote: Quote, address: Address) -> Data | None:
    speech = quote.speech
    if speech is None:
        return None
    place = {"@type": "Place", "name": speech.place} if speech.place else None
    event = {
        "@type": "Event",
        "@id": address("speech", speech.ref),
        "name": speech.title,
        "startDate": _date(speech.delivered),
        "location": place,
    }
    return _known(event)


def _sources(quote: Quote, address: Address, chains: Chains) -> Iterable[Data]:
    """Each source that prints it, once, with what that is based on."""
    cited = {one.source_id: one.source for one in quote.citations.all() if one.source.is_public}
    for source in cited.values():
        yield _work(source, chains.of(source.pk), address)


def _work(source: Source, origins: Iterable[Origin], address: Address) -> Data:
    work = {
        "@type": "CreativeWork",
        "@id": address("source", source.ref),
        "name": source.title,
        "additionalType": source.get_kind_display(),
        "url": source.url,
        "archivedAt": source.archived_url,
        "creditText": source.author_line,
        "publisher": _named(source.publisher, address) if source.publisher else None,
        "datePublished": _date(source.published),
        "inLanguage": source.language,
        "identifier": source.reference_number,
        "isBasedOn": [_work(one.source, one.origins, address) for one in origins],
    }
    return _known(work)


def _original(quote: Quote, address: Address) -> list[Data]:
    """The quotes that this one is recorded as a translation of."""
    return [
        {"@type": "Quotation", "@id": address("quote", one.other.ref)}
        for one in quote.relations.all()
        if one.relation == QuoteRelationKind.TRANSLATION_OF and one.other.status == Status.PUBLISHED
    ]


def _date(edtf: str) -> str:
    """A day, a month or a year as ISO 8601 has them; empty for what is about, open or a period."""
    when = parse(edtf) if edtf else None
    sure = when and not (when.approximate or when.uncertain)
    if when is None or not sure or when.precision not in ("day", "month", "year"):
        return ""
    return when.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[when.precision]]


def _known(data: Data) -> Data:
    return {key: value for key, value in data.items() if value}
