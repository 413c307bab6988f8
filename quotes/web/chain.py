"""The provenance chain as the quote's and the source's page draw it."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.models import Speech
from archive.provenance import Origin
from quotes.web import words
from quotes.web.lines import SourceLine, SpeechLine


@dataclass(frozen=True)
class Link:
    """What a source stands on: the relation in a word, the origin, and what that stands on."""

    relation: words.Word
    line: SourceLine
    origins: tuple["Link", ...]
    records: SpeechLine | None = None
    """The speech that this source records, where the chain was asked about it."""


def links_of(origins: Iterable[Origin], speech: Speech | None = None) -> tuple[Link, ...]:
    """The origins as links; those that record ``speech`` (its ``records`` prefetched) say so."""
    recording = {record.source_id for record in speech.records.all()} if speech else set()
    heard = SpeechLine(speech) if speech else None

    def link(origin: Origin) -> Link:
        deeper = tuple(link(one) for one in origin.origins)
        records = heard if origin.source.pk in recording else None
        return Link(words.RELATIONS[origin.relation], SourceLine(origin.source), deeper, records)

    return tuple(link(origin) for origin in origins)
