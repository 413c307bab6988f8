"""What a list shows of its quotes, by one statement planned once, and no more than that.

Django compiled two statements for each page, and PostgreSQL planned them: together that took three
times as long as reading the rows. To make eighty instances of models took as long again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive.prepared import as_array, asked


class Named(NamedTuple):
    """A person or an organization."""

    ref: str
    name: str
    language: str = ""


class Titled(NamedTuple):
    """A source, or a role."""

    ref: str
    title: str
    language: str = ""


@dataclass(slots=True)
class Listed:
    """A quote as far as its line goes; the sources are the public ones, each once."""

    pk: int
    ref: str
    text: str
    language: str
    spoken_language: str
    kind: str
    status: str
    standing: str
    said_or_delivered: str
    unattributed: bool
    speaker: Named | None
    organization: Named | None
    role: Titled | None
    sources: list[Titled]


LISTED = """SELECT
    quote.id, quote.ref, text, quote.language, spoken_language, kind, status, standing,
    coalesce(nullif(said, ''), speech_delivered), unattributed,
    speaker.ref, speaker.name, speaker.language,
    organization.ref, organization.name, '',
    role.ref, role.title, '',
    ARRAY(
        SELECT json_build_array(source.ref, source.title, source.language)
        FROM quotes_citation AS citation JOIN archive_source AS source ON source.id = source_id
        WHERE citation.quote_id = quote.id AND is_public ORDER BY position
    )
FROM quotes_quote AS quote
LEFT JOIN archive_person AS speaker ON speaker.id = speaker_id
LEFT JOIN archive_organization AS organization ON organization.id = organization_id
LEFT JOIN archive_role AS role ON role.id = role_id
WHERE quote.id = ANY(%s::bigint[])
"""


def listed(keys: Iterable[int]) -> list[Listed]:
    """The quotes with these primary keys, in this order."""
    wanted = list(keys)
    found = {quote.pk: quote for quote in map(_listed, asked(LISTED, [as_array(wanted)]))}
    return [found[key] for key in wanted if key in found]


def _listed(row: Sequence[Any]) -> Listed:
    who, where, role = row[10:13], row[13:16], row[16:19]
    named = (
        Named(*who) if who[0] else None,
        Named(*where) if where[0] else None,
        Titled(*role) if role[0] else None,
    )
    sources = [Titled(*one) for one in dict.fromkeys(map(tuple, row[19]))]
    values: list[Any] = [*row[:10], *named, sources]
    return Listed(*values)
