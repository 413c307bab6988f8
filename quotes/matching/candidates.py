"""Quotes that may hold the words of a claim: through the index, in bounded work.

A claim is asked for as several small groups of neighbouring words, each group chosen so that the
planner's own statistics promise few rows. A quote that holds a group is a candidate; the more
groups, the better. A changed word spoils the groups it is in and no others, and a sentence spliced
from two finds both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from django.db import connection

from quotes.models import Status
from quotes.search.frequencies import Frequencies, frequencies

PUBLIC: Final = (Status.PUBLISHED, Status.RETRACTED)
"""What the public may be told of. A removed quote is never matched, for anybody."""

AT_THE_DESK: Final = (*PUBLIC, Status.DRAFT, Status.IN_REVIEW)

GROUPS: Final = 12
"""Groups of words asked for at most, whatever the claim's length."""

GROUPS_OF_A_SENTENCE: Final = 6
"""Groups asked for of a claim of some 36 words; at 1,000,000 quotes each takes 1.5 ms."""

ENOUGH: Final = 5
"""Rare groups that do without the others."""

LARGEST: Final = 5
"""Words of a group: more make it little rarer, and a change in it likelier."""

SHORT: Final = 8
"""Different words of a claim short enough to be asked for whole, and less any one of them."""

FEWEST: Final = 3
"""Different words of a claim of which one may be missing."""

COMMON: Final = 0.25
"""A word in more quotes than this narrows nothing down."""

ROWS: Final = 10
"""Quotes a group should hold by the statistics before it is rare enough."""

ROWS_TAKEN: Final = 60
"""Quotes taken from one group, whatever the statistics promised."""

WANTED: Final = 16
"""Candidates handed on, best first."""

LEXEMES = """
SELECT claim.number, found.lexeme, found.positions[1]
FROM unnest(%s::text[]) WITH ORDINALITY AS claim(text, number),
     unnest(public.search_exact(claim.text)) AS found
WHERE found.positions IS NOT NULL
ORDER BY claim.number, found.positions[1]
"""

HOLDING = """
(SELECT {number} AS number, q.id FROM quotes_quote q
 WHERE q.exact @@ %s::tsquery AND q.status = ANY(%s) {speaker} LIMIT {limit})
"""

# A group that few quotes hold says more of each of them.
BEST = """
SELECT q.id, q.text, q.speaker_id, q.organization_id
FROM (SELECT id, sum(weight) AS weight
      FROM (SELECT id, 1.0 / count(*) OVER (PARTITION BY number) AS weight
            FROM ({holding}) AS held) AS weighed
      GROUP BY id ORDER BY weight DESC, id LIMIT %s) AS best
JOIN quotes_quote q USING (id)
ORDER BY best.weight DESC, q.id
"""

JOINED = "gapsign"
"""Behind this lexeme the words stand once more with their hyphens joined."""


class Row(NamedTuple):
    """A candidate: enough of a quote to choose the few that are compared."""

    pk: int
    text: str
    speaker: int | None
    organization: int | None


@dataclass(frozen=True)
class Sought:
    """What a claim is looked for with: its words in order, and whose quotes go before others."""

    lexemes: tuple[str, ...]
    speakers: tuple[int, ...] = ()


def lexemes(claims: Sequence[str]) -> list[tuple[str, ...]]:
    """The words of each claim as the index holds them, in order; one statement for all."""
    found: list[list[str]] = [[] for _ in claims]
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [[claim.replace("\0", " ") for claim in claims]])
        for number, lexeme, _position in cursor.fetchall():
            found[number - 1].append(lexeme)
    return [tuple(_once(words)) for words in found]


def _once(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        if word == JOINED:
            return
        yield word


def candidates(sought: Sought, statuses: Sequence[str] = PUBLIC) -> list[Row]:
    """Quotes that hold groups of the words, those that hold the rarest first."""
    if not sought.lexemes:
        return []
    asked = [_all_of(group) for group in groups(sought.lexemes, frequencies())]
    parts = [
        HOLDING.format(number=number, speaker="", limit=ROWS_TAKEN) for number in range(len(asked))
    ]
    parameters: list[Any] = [one for query in asked for one in (query, list(statuses))]
    if sought.speakers:
        own = "AND q.speaker_id = ANY(%s)"
        parts.append(HOLDING.format(number=-1, speaker=own, limit=ROWS_TAKEN))
        anything = " | ".join(f"({one})" for one in asked)
        parameters += [anything, list(statuses), list(sought.speakers)]
    with connection.cursor() as cursor:
        cursor.execute(BEST.format(holding=" UNION ALL ".join(parts)), [*parameters, WANTED])
        return [Row(*row) for row in cursor.fetchall()]


def _all_of(group: Sequence[str]) -> str:
    return " & ".join(f"'{word}'" for word in group)


def groups(words: Sequence[str], known: Frequencies) -> list[tuple[str, ...]]:
    """Groups of neighbouring words, each rare by the statistics; few, however long the claim."""
    distinct = list(dict.fromkeys(words))
    starts = [place for place, word in enumerate(distinct[:-1]) if known.share(word) < COMMON]
    found = [_rare_from(start, distinct, known) for start in starts]
    several = [one for one in found if len(one[0]) >= _fewest(one[0])]
    spread = [group for group, _rows in _rare_enough(_spread(several))]
    whole = _all_but_one(distinct) if len(distinct) <= SHORT else []
    return list(dict.fromkeys([*whole, *spread])) or [tuple(distinct[:LARGEST])]


def _all_but_one(words: Sequence[str]) -> list[tuple[str, ...]]:
    """All of a few words, and all but each of them: one may have been changed."""
    whole = [tuple(words)] if words else []
    if len(words) < FEWEST:
        return whole
    return whole + [(*words[:place], *words[place + 1 :]) for place in range(len(words))]


def _rare_from(
    start: int, words: Sequence[str], known: Frequencies
) -> tuple[tuple[str, ...], float]:
    """Words from ``start`` on until few quotes hold them all; very common ones are passed over."""
    group = [words[start]]
    rows = known.rows * known.share(words[start])
    for word in words[start + 1 : start + 2 * LARGEST]:
        if len(group) == LARGEST or (len(group) >= _fewest(group) and rows <= ROWS):
            break
        if (share := known.share(word)) < COMMON:
            group.append(word)
            rows *= share
    return tuple(group), rows


def _rare_enough(
    found: Sequence[tuple[tuple[str, ...], float]],
) -> Sequence[tuple[tuple[str, ...], float]]:
    """Without those that many quotes hold, where enough are left: they cost most and tell least."""
    rare = [one for one in found if one[1] <= ROWS]
    return rare if len(rare) >= ENOUGH else sorted(found, key=lambda one: one[1])[: 2 * ENOUGH]


def _fewest(group: Sequence[str]) -> int:
    """Two words, or three CJK characters: two of those make one common word."""
    return 2 if group[0].isascii() else 3


def _spread(found: Sequence[tuple[tuple[str, ...], float]]) -> list[tuple[tuple[str, ...], float]]:
    """The rarest group of each stretch of the claim, so that one change does not spoil them all."""
    if not found:
        return []
    wanted = max(GROUPS_OF_A_SENTENCE, min(GROUPS, len(found) // GROUPS_OF_A_SENTENCE))
    stretches = min(wanted, len(found))
    ends = [len(found) * number // stretches for number in range(stretches + 1)]
    return [min(found[start:end], key=lambda one: one[1]) for start, end in pairwise(ends)]
