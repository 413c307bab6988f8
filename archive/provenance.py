"""The provenance chain: from a source to what it derives from, to the start."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from archive.models import Source

# UNION (not UNION ALL) ends the walk on a circle, should raw SQL ever write one.
LINKS = """
WITH RECURSIVE link(source_id, relation, origin_id) AS (
    SELECT source_id, relation, origin_id FROM archive_derivation WHERE source_id = ANY(%s)
    UNION
    SELECT d.source_id, d.relation, d.origin_id
    FROM archive_derivation d JOIN link ON d.source_id = link.origin_id
)
SELECT source_id, relation, origin_id FROM link ORDER BY source_id, origin_id
"""


@dataclass(frozen=True)
class Origin:
    """What a source derives from, how, and what that derives from in turn."""

    relation: str
    source: Source
    origins: tuple["Origin", ...]


class Chains:
    """The chains of many sources at once, in two queries whatever their number and depth."""

    def __init__(self, source_ids: Iterable[int]) -> None:
        self._links: dict[int, list[tuple[str, int]]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(LINKS, [list(set(source_ids))])
            for source_id, relation, origin_id in cursor.fetchall():
                self._links[source_id].append((relation, origin_id))
        origins = {origin for links in self._links.values() for _, origin in links}
        found = Source.objects.public().filter(pk__in=origins) if origins else Source.objects.none()
        self._sources = found.select_related("publisher").in_bulk()

    def of(self, source_id: int) -> tuple[Origin, ...]:
        """The public origins of a source, each with its own, nearest first."""
        return tuple(self._walk(source_id, frozenset([source_id])))

    def _walk(self, source_id: int, seen: frozenset[int]) -> Iterator[Origin]:
        for relation, origin_id in self._links[source_id]:
            source = self._sources.get(origin_id)
            if source is not None and origin_id not in seen:
                deeper = tuple(self._walk(origin_id, seen | {origin_id}))
                yield Origin(relation, source, deeper)
