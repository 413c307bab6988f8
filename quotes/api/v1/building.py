"""Records as the API shows them: plain dictionaries, built a page at a time.

``serializers`` says what they look like, for the contract; a test holds the two equal. Built by
its fields, a page of twenty quotes took three times as long as PostgreSQL took to find it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse

from archive.dates import parse, show
from archive.models.sources import SourceKind
from archive.provenance import Chains, Origin
from quotes.api.v1 import rows
from quotes.api.v1.rows import Answers, Row, Statement, Wanted
from quotes.models import is_translation
from quotes.search.places import Found, Place

Data = dict[str, Any]

NOTHING_LEFT_OUT: Wanted = {}

KINDS = {str(kind.value): str(kind.label) for kind in SourceKind}


class Building:
    """The records of one answer; what several of them show is made once.

    ``site`` is scheme and host of the addresses. What the public may not read is not among them.
    Of what is not ``wanted`` some is left empty, for it is not read. Nothing here leads back to it:
    an answer's thousands of values are gone with it, and not when Python looks for circles.
    """

    def __init__(self, site: str, wanted: Wanted = NOTHING_LEFT_OUT) -> None:
        self.site = site
        self.wanted = wanted
        self._chains: Chains | None = None
        self._sources: dict[int, Data] = {}
        self._with_chains: dict[int, Data] = {}
        self._people = Links(site, "person")
        self._organizations = Links(site, "organization")
        self._roles = Links(site, "role", label="title")
        self._speeches = Links(site, "speech", label="title")
        self._topics = Links(site, "topic")

    def of(self, kind: str, keys: Sequence[int]) -> dict[int, Data]:
        """Records of a kind, by the name of its model: by primary key, in the order asked."""
        return self.made(kind, keys, self.told_of(kind, keys))

    def told_of(self, kind: str, keys: Sequence[int]) -> Answers:
        """What PostgreSQL says of these primary keys."""
        return self.statement(kind).told_of(keys)

    def made(self, kind: str, keys: Sequence[int], told: Answers) -> dict[int, Data]:
        """The records that were told."""
        made = self._made(kind, self.statement(kind).read(told))
        return {key: made[key] for key in keys if key in made}

    def bearing(self, kind: str, ref: str) -> Data | None:
        """The record of a kind with this ref."""
        return next(iter(self._made(kind, self.statement(kind).bearing(ref)).values()), None)

    def statement(self, kind: str) -> Statement:
        """What tells records of a kind, as far as they are wanted."""
        return rows.OF[kind].only(self.wanted)

    def _made(self, kind: str, found: Sequence[Row]) -> dict[int, Data]:
        """Rows as data, by their primary keys."""
        make: Callable[[Row], Data] = getattr(self, f"_{kind}")
        self._chains = _chains(SOURCES_IN[kind](found) if kind in SOURCES_IN else ())
        return {row.pk: make(row) for row in found}

    def _person(self, r: Row) -> Data:
        return self._named("person", r)

    def _organization(self, r: Row) -> Data:
        return self._named("organization", r)

    def _named(self, kind: str, r: Row) -> Data:
        return {
            **self._addresses(kind, r.ref),
            "name": r.name,
            "language": r.language,
            "names": [name._asdict() for name in r.names],
            "description": r.description,
            "updated_at": r.updated_at,
        }

    def _topic(self, r: Row) -> Data:
        return {
            **self._addresses("topic", r.ref),
            "name": r.name,
            "updated_at": r.updated_at,
        }

    def _role(self, r: Row) -> Data:
        return {
            **self._addresses("role", r.ref),
            "person": self._people[r.person_ref, r.person_name],
            "organization": self._organizations[r.organization_ref, r.organization_name],
            "title": r.title,
            "period": partial_date(r.period),
            "source": self._source_link(r.source) if r.source and r.source.is_public else None,
            "updated_at": r.updated_at,
        }

    def _source(self, r: Row) -> Data:
        return {
            **self._chained(r),
            "rights": r.rights,
            "note": r.note,
            "text": next(map(edition, r.text), None),
            "updated_at": r.updated_at,
        }

    def _source_link(self, r: Row) -> Data:
        """A source, in short."""
        if r.pk not in self._sources:
            self._sources[r.pk] = {
                **self._addresses("source", r.ref),
                "kind": r.kind,
                "kind_display": KINDS[r.kind],
                "title": r.title,
                "publisher": self._organizations[r.publisher_ref, r.publisher_name],
                "author_line": r.author_line,
                "published": partial_date(r.published),
                "language": r.language,
                "reference_number": r.reference_number,
            }
        return self._sources[r.pk]

    def _chained(self, r: Row) -> Data:
        """A source with its chain of origins, to the start."""
        if r.pk not in self._with_chains:
            origins = self._chains.of(r.pk) if self._chains else ()
            self._with_chains[r.pk] = {
                **self._source_link(r),
                "source_url": r.url,
                "archived_url": r.archived_url,
                "derived_from": [self._origin(one) for one in origins],
            }
        return self._with_chains[r.pk]

    def _origin(self, origin: Origin) -> Data:
        return {
            "relation": origin.relation,
            "source": self._source_link(origin.source),
            "derived_from": [self._origin(one) for one in origin.origins],
        }

    def _speech(self, r: Row) -> Data:
        return {
            **self._addresses("speech", r.ref),
            "title": r.title,
            "highlights": None,
            "passages": None,
            "occasion": r.occasion,
            "place": r.place,
            "language": r.language,
            "delivered": partial_date(r.delivered),
            "speakers": [self._speaker(one) for one in r.speakers],
            "sources": [self._chained(record.source) for record in r.sources],
            "note": r.note,
            "updated_at": r.updated_at,
        }

    def show_found(self, speeches: dict[int, Data], found: dict[int, Found]) -> None:
        """Put into speeches where the words stand that were searched."""
        keys = {place.source for one in found.values() for place in one.places}
        sources = {r.pk: r for r in rows.SOURCES.among(keys)}
        for key, one in found.items():
            speeches[key]["highlights"] = [segment._asdict() for segment in one.title]
            speeches[key]["passages"] = [
                self._passage(place, sources[place.source])
                for place in one.places
                if place.source in sources
            ]

    def _passage(self, place: Place, source: Row) -> Data:
        return {
            "source": self._source_link(source),
            "edition": place.edition,
            "start": place.start,
            "segments": [segment._asdict() for segment in place.passage.segments],
            "truncated_before": place.passage.truncated_before,
            "truncated_after": place.passage.truncated_after,
        }

    def _speaker(self, r: Row) -> Data:
        return {
            "person": self._people[r.person_ref, r.person_name],
            "organization": self._organizations[r.organization_ref, r.organization_name],
            "role": self._roles[r.role_ref, r.role_title],
            "as_credited": r.as_credited,
        }

    def _quote(self, r: Row) -> Data:
        return {
            **self._addresses("quote", r.ref),
            "text": r.text,
            "highlights": None,
            "highlights_left_out": None,
            "language": r.language,
            "spoken_language": r.spoken_language,
            "is_translation": is_translation(r.language, r.spoken_language),
            "kind": r.kind,
            "speaker": self._people[r.speaker_ref, r.speaker_name],
            "organization": self._organizations[r.organization_ref, r.organization_name],
            "role": self._roles[r.role_ref, r.role_title],
            "as_credited": r.as_credited,
            "unattributed": r.unattributed,
            "speech": self._speeches[r.speech_ref, r.speech_title],
            "said": partial_date(r.said or r.speech_delivered),
            "topics": [self._topics[t.topic_ref, t.topic_name] for t in r.topics],
            "status": r.status,
            "standing": r.standing,
            "public_note": r.public_note,
            "corrections": [one._asdict() for one in r.corrections],
            "citations": [self._citation(one) for one in r.citations],
            "relations": [self._relation(one) for one in r.relations],
            "updated_at": r.updated_at,
        }

    def _citation(self, r: Row) -> Data:
        """A quote in one source: as printed there, and the chain that source stands on."""
        return {
            "source": self._chained(r.source),
            "wording": r.wording,
            "as_credited": r.as_credited,
            "locator": r.locator,
            "anchor": None if r.start is None else anchor(r),
            "fidelity": next((check._asdict() for check in r.fidelity), None),
        }

    def _relation(self, r: Row) -> Data:
        words = {"text": r.other_text, "language": r.other_language}
        return {"relation": r.relation, "quote": {**self._addresses("quote", r.other_ref), **words}}

    def _addresses(self, kind: str, ref: str) -> Data:
        api, web = folders(self.site, kind)
        return {"id": ref, "url": f"{api}{ref}/", "web_url": f"{web}{ref}/"}


class Links(dict[tuple[str | None, str | None], Data | None]):
    """Short references to records of a kind, by ref and label; each made once an answer."""

    def __init__(self, site: str, kind: str, label: str = "name") -> None:
        super().__init__()
        self.api, self.web = folders(site, kind)
        self.label = label

    def __missing__(self, key: tuple[str | None, str | None]) -> Data | None:
        """Make it; None for no record."""
        ref, label = key
        made: Data | None = None
        if ref:
            made = {"id": ref, "url": f"{self.api}{ref}/", "web_url": f"{self.web}{ref}/"}
            made[self.label] = label
        self[key] = made
        return made


SOURCES_IN: dict[str, Callable[[Iterable[Row]], list[Row]]] = {
    "source": list,
    "speech": lambda found: [record.source for r in found for record in r.sources],
    "quote": lambda found: [citation.source for r in found for citation in r.citations],
}
"""The sources that records of a kind show with their chains."""


def _chains(sources: Iterable[Row]) -> Chains | None:
    """The chains of those that derive from others; nothing is asked where none does."""
    deriving = {source.pk for source in sources if source.derives}
    return Chains(deriving, public_origins) if deriving else None


def public_origins(keys: set[int]) -> dict[int, Row]:
    """Sources that others derive from, as far as the public may see them."""
    return {r.pk: r for r in rows.SOURCES.among(keys) if r.is_public}


def edition(r: Row) -> Data:
    """A captured text of a source; its words only where rights allow."""
    return {
        "edition": r.edition,
        "sha256": r.sha256,
        "language": r.language,
        "text": r.shown,
    }


def anchor(r: Row) -> Data:
    """Where in the captured text the words stand."""
    return {
        "edition": r.source_text_edition,
        "sha256": r.source_text_sha256,
        "exact": r.exact,
        "prefix": r.prefix,
        "suffix": r.suffix,
        "start": r.start,
        "end": r.end,
    }


@lru_cache(maxsize=1_000)
def folders(site: str, kind: str) -> tuple[str, str]:
    """The addresses in the API and of the pages, up to the ref, which needs no escaping."""
    names = (f"v1:{kind}-detail", f"web:{kind}")
    api, web = (site + reverse(name, args=["ref"]).removesuffix("ref/") for name in names)
    return api, web


@lru_cache(maxsize=20_000)  # some 60 years of days
def partial_date(edtf: str) -> Data | None:
    """An EDTF text with its bounds and in words; None when unknown. Never changed once made."""
    if not edtf:
        return None
    when = parse(edtf)
    return {
        "edtf": edtf,
        "earliest": None if when.open_start else when.earliest.isoformat(),
        "latest": None if when.open_end else when.latest.isoformat(),
        "text": show(edtf),
    }


def moment(when: datetime) -> str:
    """A time as ISO 8601 in UTC."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
