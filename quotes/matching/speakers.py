"""Whom a claim names: its speaker among the people and organizations known, and names in its text.

Names are compared by the database's own rule (``public.fold_name``). A bare surname, or a name with
a title before it, is no known name; it still fits whoever's name holds its words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from quotes.han import spellings
from quotes.models import Quote
from quotes.text import CJK
from quotes.wordings.units import Unit, units

Names = tuple[str, ...]

LONGEST_NAME: Final = 6
"""CJK characters of a name looked for in a text."""

MOST_RUNS: Final = 5_000
"""Runs of characters looked up, whatever was pasted."""

_TITLES = "mr mrs ms miss dr prof professor sir ceo cfo cto chairman chair founder president 总"
TITLES: Final = frozenset(_TITLES.split())
"""Words before or after a name that are none of it."""

CJK_SIGN: Final = re.compile(f"[{CJK}]")

NAMED = """
WITH typed AS (SELECT name, public.fold_name(name) AS folded FROM unnest(%s::text[]) AS name)
SELECT typed.name, 'person', p.id FROM typed JOIN archive_person p USING (folded) WHERE p.is_public
UNION SELECT typed.name, 'person', p.id FROM typed JOIN archive_personname n USING (folded)
    JOIN archive_person p ON p.id = n.person_id WHERE p.is_public
UNION SELECT typed.name, 'organization', o.id FROM typed
    JOIN archive_organization o USING (folded) WHERE o.is_public
UNION SELECT typed.name, 'organization', o.id FROM typed
    JOIN archive_organizationname n USING (folded)
    JOIN archive_organization o ON o.id = n.organization_id WHERE o.is_public
"""


@dataclass(frozen=True)
class Speaker:
    """Who is claimed to have spoken: those of that name, and the name's words."""

    people: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def may_be(self, person: int | None, organization: int | None) -> bool:
        """Whether a quote is by one of those known by the name."""
        return person in self.people or organization in self.organizations

    def said(self, quote: Quote) -> bool | None:
        """Whether the quote is from the speaker claimed; None when the archive names nobody."""
        if quote.speaker is None and quote.organization is None:
            return None
        if self.may_be(quote.speaker_id, quote.organization_id):
            return True
        if self.people:
            return False
        return any(self.words <= _words(name) for name in _names_of(quote))


def speakers_named(names: Iterable[str]) -> dict[str, Speaker]:
    """Who is meant by each name, in one statement."""
    asked = sorted(names)
    found: dict[str, dict[str, set[int]]] = {
        name: {"person": set(), "organization": set()} for name in asked
    }
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in asked:
        for spelling in spellings(name):
            spelled[spelling].append(name)
    for spelling, kind, key in _known(list(spelled)):
        for name in spelled[spelling]:
            found[name][kind].add(key)
    return {
        name: Speaker(
            frozenset(keys["person"]), frozenset(keys["organization"]), _words(name) - TITLES
        )
        for name, keys in found.items()
    }


def names_in(texts: Iterable[str]) -> Names:
    """Known names of people and organizations in Chinese, Japanese or Korean text.

    Names written with capitals need no looking up: they are seen.
    """
    runs = dict.fromkeys(run for text in texts for run in _runs(units(text)))
    return tuple(sorted({name for name, _kind, _key in _known(list(runs)[:MOST_RUNS])}))


def _known(names: list[str]) -> list[tuple[str, str, int]]:
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [names])
        return [(name, kind, key) for name, kind, key in cursor.fetchall()]


def _runs(found: tuple[Unit, ...]) -> Iterable[str]:
    """Every run of two to six CJK characters."""
    row = "".join(unit.text if CJK_SIGN.fullmatch(unit.text) else " " for unit in found)
    for start in range(len(row) - 1):
        for end in range(start + 2, min(start + LONGEST_NAME, len(row)) + 1):
            if row[end - 1] == " " or row[start] == " ":
                break
            yield row[start:end]


def _names_of(quote: Quote) -> Iterable[str]:
    for record in (quote.speaker, quote.organization):
        if record is not None:
            yield record.name
            yield from (other.name for other in record.names.all())


def _words(name: str) -> frozenset[str]:
    return frozenset(unit.key.removesuffix("'s") for unit in units(name))
