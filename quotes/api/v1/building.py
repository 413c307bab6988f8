"""Records as the API shows them: plain dictionaries, built a page at a time.

``serializers`` says what they look like, for the contract; a test holds the two equal. Built by
its fields, a page of twenty quotes took three times as long as PostgreSQL took to find it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse

from archive.dates import parse, show
from archive.models.sources import SourceKind
from archive.provenance import Chains, Origin
from quotes.api.v1 import rows
from quotes.api.v1.rows import Row, Statement
from quotes.models import is_translation
from quotes.search.places import Found, Place

Data = dict[str, Any]

KINDS = {str(kind.value): str(kind.label) for kind in SourceKind}


class Building:
    """The records of one answer; what several of them show is made once.

    ``site`` is scheme and host of the addresses. Each method takes primary keys and gives data by
    primary key, in the order asked; what the public may not read is not among them.
    """

    def __init__(self, site: str) -> None:
        self.site = site
        self._shown: dict[int, Data] = {}

    def of(self, kind: str, keys: Sequence[int]) -> dict[int, Data]:
        """Records of a kind, by the name of its model."""
        build: Callable[[Sequence[int]], dict[int, Data]] = getattr(self, f"_{kind}")
        return build(keys)

    def _person(self, keys: Sequence[int]) -> dict[int, Data]:
        return self._named("person", keys, rows.PEOPLE, rows.PERSON_NAMES)

    def _organization(self, keys: Sequence[int]) -> dict[int, Data]:
        return self._named("organization", keys, rows.ORGANIZATIONS, rows.ORGANIZATION_NAMES)

    def _named(
        self, kind: str, keys: Sequence[int], records: Statement, names: Statement
    ) -> dict[int, Data]:
        known = grouped(names.among(keys))
        return in_order(keys, records, lambda r: self._one_named(kind, r, known[r.pk]))

    def _one_named(self, kind: str, r: Row, names: list[Row]) -> Data:
        return {
            **self._addresses(kind, r.ref),
            "name": r.name,
            "language": r.language,
            "names": [{"name": n.name, "language": n.language, "kind": n.kind} for n in names],
            "description": r.description,
            "updated_at": r.updated_at,
        }

    def _topic(self, keys: Sequence[int]) -> dict[int, Data]:
        return in_order(keys, rows.TOPICS, self._one_topic)

    def _one_topic(self, r: Row) -> Data:
        return {
            **self._addresses("topic", r.ref),
            "name": r.name,
            "updated_at": r.updated_at,
        }

    def _role(self, keys: Sequence[int]) -> dict[int, Data]:
        found = rows.ROLES.among(keys)
        sources = by_key(rows.SOURCES.among({r.source_id for r in found} - {None}))
        return placed(keys, found, lambda r: self._one_role(r, sources))

    def _one_role(self, r: Row, sources: dict[int, Row]) -> Data:
        return {
            **self._addresses("role", r.ref),
            "person": self._link("person", r.person_ref, name=r.person_name),
            "organization": self._link(
                "organization", r.organization_ref, name=r.organization_name
            ),
            "title": r.title,
            "period": partial_date(r.period),
            "source": self._source_link(sources[r.source_id]) if r.source_id in sources else None,
            "updated_at": r.updated_at,
        }

    def _source(self, keys: Sequence[int]) -> dict[int, Data]:
        chained = Chained(self, keys)
        texts = {text.source_id: text for text in rows.SOURCE_TEXTS.among(keys)}
        public = [chained.sources[key] for key in keys if chained.is_public(key)]
        return {r.pk: self._one_source(r, chained, texts.get(r.pk)) for r in public}

    def _one_source(self, r: Row, chained: "Chained", text: Row | None) -> Data:
        return {
            **chained.shown(r.pk),
            "rights": r.rights,
            "note": r.note,
            "text": text
            and {
                "edition": text.edition,
                "sha256": text.sha256,
                "language": text.language,
                "text": text.shown,
            },
            "updated_at": r.updated_at,
        }

    def _source_link(self, r: Row) -> Data:
        """A source, in short."""
        if r.pk not in self._shown:
            self._shown[r.pk] = {
                **self._addresses("source", r.ref),
                "kind": r.kind,
                "kind_display": KINDS[r.kind],
                "title": r.title,
                "publisher": self._link("organization", r.publisher_ref, name=r.publisher_name),
                "author_line": r.author_line,
                "published": partial_date(r.published),
                "language": r.language,
                "reference_number": r.reference_number,
            }
        return self._shown[r.pk]

    def _speech(self, keys: Sequence[int]) -> dict[int, Data]:
        speakers, records = grouped(rows.SPEAKERS.among(keys)), rows.RECORDS.among(keys)
        chained, recorded = Chained(self, [r.source_id for r in records]), grouped(records)
        return in_order(
            keys,
            rows.SPEECHES,
            lambda r: self._one_speech(
                r, speakers[r.pk], chained.all([one.source_id for one in recorded[r.pk]])
            ),
        )

    def _one_speech(self, r: Row, speakers: list[Row], sources: list[Data]) -> Data:
        return {
            **self._addresses("speech", r.ref),
            "title": r.title,
            "highlights": None,
            "passages": None,
            "occasion": r.occasion,
            "place": r.place,
            "language": r.language,
            "delivered": partial_date(r.delivered),
            "speakers": [self._speaker(one) for one in speakers],
            "sources": sources,
            "note": r.note,
            "updated_at": r.updated_at,
        }

    def show_found(self, speeches: dict[int, Data], found: dict[int, Found]) -> None:
        """Put into speeches where the words stand that were searched."""
        keys = {place.source for one in found.values() for place in one.places}
        sources = by_key(rows.SOURCES.among(keys))
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
            "person": self._link("person", r.person_ref, name=r.person_name),
            "organization": self._link(
                "organization", r.organization_ref, name=r.organization_name
            ),
            "role": self._link("role", r.role_ref, title=r.role_title),
            "as_credited": r.as_credited,
        }

    def _quote(self, keys: Sequence[int]) -> dict[int, Data]:
        topics = grouped(rows.TOPICS_OF_QUOTES.among(keys))
        relations = grouped(rows.RELATIONS.among(keys))
        citations = rows.CITATIONS.among(keys)
        chained, cited = Chained(self, [r.source_id for r in citations]), grouped(citations)
        return in_order(
            keys,
            rows.QUOTES,
            lambda r: self._one_quote(
                r,
                [self._link("topic", t.topic_ref, name=t.topic_name) for t in topics[r.pk]],
                [
                    citation(one, chained.shown(one.source_id))
                    for one in cited[r.pk]
                    if one.source_id in chained.sources  # not merged away a moment ago
                ],
                [self._relation(one) for one in relations[r.pk]],
            ),
        )

    def _one_quote(
        self, r: Row, topics: list[Any], citations: list[Data], relations: list[Data]
    ) -> Data:
        return {
            **self._addresses("quote", r.ref),
            "text": r.text,
            "highlights": None,
            "highlights_left_out": None,
            "language": r.language,
            "spoken_language": r.spoken_language,
            "is_translation": is_translation(r.language, r.spoken_language),
            "kind": r.kind,
            "speaker": self._link("person", r.speaker_ref, name=r.speaker_name),
            "organization": self._link(
                "organization", r.organization_ref, name=r.organization_name
            ),
            "role": self._link("role", r.role_ref, title=r.role_title),
            "as_credited": r.as_credited,
            "unattributed": r.unattributed,
            "speech": self._link("speech", r.speech_ref, title=r.speech_title),
            "said": partial_date(r.said or r.speech_delivered),
            "topics": topics,
            "status": r.status,
            "standing": r.standing,
            "public_note": r.public_note,
            "corrections": [correction(json.loads(one)) for one in r.corrections],
            "citations": citations,
            "relations": relations,
            "updated_at": r.updated_at,
        }

    def _relation(self, r: Row) -> Data:
        link = self._link("quote", r.other_ref, text=r.other_text, language=r.other_language)
        return {"relation": r.relation, "quote": link}

    def _link(self, kind: str, ref: str | None, **label: str) -> Data | None:
        """A short reference to a record; None where there is none."""
        return None if ref is None else {**self._addresses(kind, ref), **label}

    def _addresses(self, kind: str, ref: str) -> Data:
        api, web = folders(kind)
        return {
            "id": ref,
            "url": f"{self.site}{api}{ref}/",
            "web_url": f"{self.site}{web}{ref}/",
        }


class Chained:
    """Sources with their chains of origins, to the start; each made once an answer."""

    def __init__(self, building: Building, keys: Iterable[int]) -> None:
        self.building = building
        self._wanted = set(keys)
        self.sources: dict[int, Row] = {}
        self._made: dict[int, Data] = {}
        if self._wanted:
            self._chains = Chains(self._wanted, self._public)

    def _public(self, origins: set[int]) -> dict[int, Row]:
        """Read the sources asked for and their origins together; only public ones are origins."""
        self.sources = by_key(rows.SOURCES.among(self._wanted | origins))
        return {key: row for key, row in self.sources.items() if row.is_public}

    def is_public(self, key: int) -> bool:
        """Whether visitors may see this source."""
        return key in self.sources and bool(self.sources[key].is_public)

    def all(self, keys: Iterable[int]) -> list[Data]:
        """Sources with their chains."""
        return [self.shown(key) for key in keys if key in self.sources]

    def shown(self, key: int) -> Data:
        """A source with its chain."""
        if key not in self._made:
            row = self.sources[key]
            self._made[key] = {
                **self.building._source_link(row),
                "source_url": row.url,
                "archived_url": row.archived_url,
                "derived_from": [self._origin(one) for one in self._chains.of(key)],
            }
        return self._made[key]

    def _origin(self, origin: Origin) -> Data:
        return {
            "relation": origin.relation,
            "source": self.building._source_link(origin.source),
            "derived_from": [self._origin(one) for one in origin.origins],
        }


def correction(said: Data) -> Data:
    """One correction of what the public had read, oldest first among its quote's."""
    return {**said, "at": moment(datetime.fromisoformat(said["at"]))}


def citation(r: Row, source: Data) -> Data:
    """A quote in one source: as printed there, and the chain that source stands on."""
    return {
        "source": source,
        "wording": r.wording,
        "as_credited": r.as_credited,
        "locator": r.locator,
        "anchor": None if r.start is None else anchor(r),
        "fidelity": None if r.verdict is None else fidelity(r),
    }


def fidelity(r: Row) -> Data:
    """How the words compare with the captured text, by which rules, and when that was found."""
    return {"verdict": r.verdict, "engine": r.engine, "checked_at": r.checked_at}


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


@cache
def folders(kind: str) -> tuple[str, str]:
    """The paths in the API and of the pages, up to the ref, which needs no escaping."""
    names = (f"v1:{kind}-detail", f"web:{kind}")
    api, web = (reverse(name, args=["ref"]).removesuffix("ref/") for name in names)
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


def grouped(found: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows by their first column: what they belong to."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[0]].append(row)
    return groups


def by_key(found: Iterable[Row]) -> dict[int, Row]:
    """Rows by their primary key."""
    return {row.pk: row for row in found}


def in_order(
    keys: Sequence[int], statement: Statement, made: Callable[[Row], Data]
) -> dict[int, Data]:
    """The records of a statement as data."""
    return placed(keys, statement.among(keys), made)


def placed(
    keys: Sequence[int], found: Iterable[Row], made: Callable[[Row], Data]
) -> dict[int, Data]:
    """Rows as data, in the order of the keys; what has gone since they were found is left out."""
    there = by_key(found)
    return {key: made(there[key]) for key in keys if key in there}
