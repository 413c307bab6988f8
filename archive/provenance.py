"""The provenance chain: from a source to what it derives from, to the start."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from archive.models import Source
from archive.prepared import as_array, asked
from archive.written import Written, among_asked

# UNION (not UNION ALL) ends the walk on a circle, should raw SQL ever write one.
LINKS = """
SELECT source_id, relation, origin_id FROM (
    WITH RECURSIVE link(source_id, relation, origin_id) AS (
        SELECT source_id, relation, origin_id FROM archive_derivation
        WHERE source_id = ANY(%s::bigint[])
        UNION
        SELECT d.source_id, d.relation, d.origin_id
        FROM archive_derivation d JOIN link ON d.source_id = link.origin_id
    )
    SELECT * FROM link
) AS links ORDER BY source_id, origin_id
"""


@dataclass(frozen=True)
class Origin:
    """What a source derives from, how, and what that derives from in turn."""

    relation: str
    source: Any
    origins: tuple["Origin", ...]


def public_sources(keys: set[int]) -> Mapping[int, Source]:
    """Sources that visitors may see, with their publishers, by their primary keys."""
    return {one.pk: one for one in PUBLIC.among(keys)}


def _public() -> "QuerySet[Source]":
    among = Source.objects.public().filter(among_asked(F("pk")))
    return among.select_related("publisher")


PUBLIC = Written(_public)


class Chains:
    """The chains of many sources at once, in two queries whatever their number and depth.

    ``public`` fetches the sources that may be shown, in whatever form the caller shows them.
    """

    def __init__(
        self,
        source_ids: Iterable[int],
        public: Callable[[set[int]], Mapping[int, Any]] = public_sources,
    ) -> None:
        self._links: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for source_id, relation, origin_id in asked(LINKS, [as_array(set(source_ids))]):
            self._links[source_id].append((relation, origin_id))
        self._sources = public({origin for links in self._links.values() for _, origin in links})

    def of(self, source_id: int) -> tuple[Origin, ...]:
        """The public origins of a source, each with its own, nearest first."""
        return tuple(self._walk(source_id, frozenset([source_id])))

    def _walk(self, source_id: int, seen: frozenset[int]) -> Iterator[Origin]:
        for relation, origin_id in self._links[source_id]:
            source = self._sources.get(origin_id)
            if source is not None and origin_id not in seen:
                deeper = tuple(self._walk(origin_id, seen | {origin_id}))
                yield Origin(relation, source, deeper)
