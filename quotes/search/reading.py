"""How a typed question is read: the bare names in it are people and organizations we know.

``ren zhengfei cloud`` finds quotes that hold the three words, and quotes *by* Ren Zhengfei that
hold the last. Names are looked up as they are now, not copied into the quotes' index: renaming a
person needs no re-index. Quoting the name searches the words only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from archive.models import Organization, Person
from archive.models.base import Record
from archive.prepared import asked
from quotes.han import spellings
from quotes.search.query import Node, Phrase, Query, Word, all_of

_POSSESSIVE = re.compile(r"['’ʼ´]s$", re.IGNORECASE)

LONGEST_NAME = 6
"""Words of a name that is looked for in a question."""

# Own names and other names, against every run of words at once. What is asked is hidden from the
# planner by SELECT: knowing how many runs there are it planned each time, ten times as long as it
# looked. OFFSET 0, so that each run is folded once.
KNOWN = """
SELECT run, kind, id, ref, name FROM (
    SELECT run, public.fold_name(run) AS folded FROM unnest((SELECT %s::text[])) AS run OFFSET 0
) AS typed, LATERAL (
    SELECT 'person' AS kind, p.id, p.ref, p.name, p.is_public
    FROM archive_person p WHERE p.folded = typed.folded
    UNION ALL
    SELECT 'person', p.id, p.ref, p.name, p.is_public
    FROM archive_personname n JOIN archive_person p ON p.id = n.person_id
    WHERE n.folded = typed.folded
    UNION ALL
    SELECT 'organization', o.id, o.ref, o.name, o.is_public
    FROM archive_organization o WHERE o.folded = typed.folded
    UNION ALL
    SELECT 'organization', o.id, o.ref, o.name, o.is_public
    FROM archive_organizationname n JOIN archive_organization o ON o.id = n.organization_id
    WHERE n.folded = typed.folded
) AS named WHERE is_public OR (SELECT %s::boolean)
"""


@dataclass(frozen=True)
class Named:
    """A run of typed words that names somebody."""

    words: tuple[Word, ...]
    record: Record

    @property
    def field(self) -> str:
        """The quote's column that the name speaks of."""
        return "speaker" if isinstance(self.record, Person) else "organization"


@dataclass(frozen=True)
class Reading:
    """A question, the names found in it, and what is asked about them."""

    query: Query
    names: tuple[Named, ...] = ()
    hidden: bool = False
    """Whether what the public does not see is asked too."""

    @property
    def rest(self) -> tuple[Node, ...]:
        """The required parts that are no names."""
        taken = {id(word) for name in self.names for word in name.words}
        return tuple(node for node in self.query.required if id(node) not in taken)

    @property
    def about(self) -> Node | None:
        """The words less the names; None when the question is only names."""
        return all_of(self.rest)

    @property
    def words_only(self) -> Query:
        """The same question with its names in quotation marks: nobody is meant, only words."""
        words = self.query.words
        for name in self.names:
            quoted = Phrase(" ".join(word.text for word in name.words))
            rest = [n for n in Query(words).required if not any(n is w for w in name.words)]
            words = all_of(iter([quoted, *rest]))
        return replace(self.query, words=words)


def runs(query: Query) -> list[str]:
    """What in the question may be somebody's name."""
    return list(dict.fromkeys(text for run in _runs(query) for text in _texts(run)))


def read(
    query: Query, *, hidden: bool = False, known: Iterable[Sequence[Any]] | None = None
) -> Reading:
    """Find the people and organizations named in the question, ``hidden`` ones too if so asked.

    The longest run of words wins. A name that several bear is not concluded: it stays words.
    ``known`` are the rows of ``KNOWN``, where they were read already.
    """
    if known is None:
        typed = runs(query)
        known = asked(KNOWN, [typed, hidden]) if typed else ()
    bearers = _bearers(known)
    names: list[Named] = []
    for run in sorted(_runs(query), key=len, reverse=True) if bearers else ():
        taken = {id(word) for name in names for word in name.words}
        meant = next((bearers[text] for text in _texts(run) if text in bearers), set())
        if len(meant) == 1 and not taken & set(map(id, run)):
            (record,) = meant
            if not any(isinstance(name.record, type(record)) for name in names):
                names.append(Named(run, record))
    return Reading(query, tuple(names), hidden)


def _runs(query: Query) -> Iterator[tuple[Word, ...]]:
    """Every run of neighbouring plain words among the required parts."""
    nodes = query.required
    for start in range(len(nodes)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(nodes)) + 1):
            run = nodes[start:end]
            if not all(isinstance(node, Word) and not node.prefix for node in run):
                break
            yield tuple(node for node in run if isinstance(node, Word))


def _texts(run: tuple[Word, ...]) -> tuple[str, ...]:
    """The run as typed and in the other script, and less the ’s of whose something is.

    McDonald’s, but Alice’s; 華為 for 华为.
    """
    typed = " ".join(word.text for word in run)
    return tuple(dict.fromkeys((*spellings(typed), _POSSESSIVE.sub("", typed))))


def _bearers(known: Iterable[Sequence[Any]]) -> dict[str, set[Record]]:
    """Who is known by each of these texts; of them no more than ref and name is fetched."""
    bearers: dict[str, set[Record]] = defaultdict(set)
    for text, kind, *values in known:
        model: type[Record] = Person if kind == "person" else Organization
        bearers[text].add(model.from_db(connection.alias, ("id", "ref", "name"), values))
    return bearers
