"""How common each word is, by the planner's statistics: of what ANALYZE last looked at.

They cost nothing to ask, and know the commonest thousand words. What they say of the quotes of that
time is bounded both ways: by the error of a sample, and by what was changed since.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf, sqrt
from time import monotonic
from typing import Any, Final

from django.db import connection

from archive.prepared import asked
from quotes.search.expected import BEGINNING

KEPT: Final = 60.0
"""Seconds that shares are kept where a minute more or less does not matter."""

ERRORS: Final = 4
"""Standard errors by which a share in a sample may be too high: once in 30,000 times."""

STATE = """
SELECT greatest(reltuples, 0)::float, coalesce(pg_stat_get_mod_since_analyze(oid), 0)::float,
    greatest(pg_stat_get_last_analyze_time(oid), pg_stat_get_last_autoanalyze_time(oid))::text
FROM pg_class WHERE oid = 'public.quotes_quote'::regclass
"""
"""How many quotes there are, how many were changed since ANALYZE, and when that was."""

SHARES = """
SELECT greatest(c.reltuples, 0), s.most_common_elems::text::text[], s.most_common_elem_freqs,
    300 * coalesce(nullif(a.attstattarget, -1), current_setting('default_statistics_target')::int),
    coalesce((
        SELECT share FROM pg_stats p, unnest(p.most_common_vals::text::text[], p.most_common_freqs)
            AS common(status, share)
        WHERE p.schemaname = 'public' AND p.tablename = c.relname AND p.attname = 'status'
            AND status = 'published'
    ), 0)
FROM pg_class c
JOIN pg_class holder ON holder.oid = %s::regclass
JOIN pg_attribute a ON a.attrelid = holder.oid AND a.attname = %s
LEFT JOIN pg_stats s ON s.schemaname = 'public'
     AND s.tablename = holder.relname AND s.attname = a.attname
WHERE c.oid = 'public.quotes_quote'::regclass
"""
"""ANALYZE looks at 300 rows for each unit of a column's statistics target."""

KEPT_OF: Final = {
    "exact": ("public.quotes_quote", "exact"),
    "stems": ("public.quotes_quote", "stems"),
    "pairs": ("public.quote_pairs", "search_pairs"),
}
"""Where statistics are kept: of pairs, which no column holds, with their index."""


@dataclass(frozen=True)
class Frequencies:
    """How many quotes there are, and the share of them that holds each common word."""

    rows: float
    shares: dict[str, float]
    rarest: float
    sampled: int = 1
    published: float = 0
    """The share of quotes that the public finds."""

    def share(self, lexeme: str) -> float:
        """The share of quotes that hold a word; half the least known for one not listed."""
        return self.shares.get(lexeme, self.rarest)

    def meant(self, words: Iterable[str]) -> Iterator[str]:
        """Each of these, and for a beginning every known word that begins so."""
        for word in words:
            begun = word.removesuffix(BEGINNING)
            if begun == word:
                yield word
            else:
                yield from (one for one in self.shares if one.startswith(begun))

    def surely_published(self, lexeme: str, rows: float) -> float:
        """The share of ``rows`` quotes that the public finds and that hold a word, at least.

        As if every quote that is not public held it.
        """
        share = self.shares.get(lexeme, 0)
        error = ERRORS * sqrt(share / self.sampled) if rows > self.sampled else 0
        return max(0, share - error - (1 - self.published))


def frequencies(column: str = "exact") -> Frequencies:
    """The statistics of words, of ``stems`` or of ``pairs``, at most a minute old."""
    return _frequencies(connection.alias, column, int(monotonic() / KEPT))


def learn_frequencies() -> None:
    """Make the statistics anew: after a large import they speak of the archive before it.

    Not within a transaction, where the lock that ANALYZE takes would stay.
    """
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE public.quotes_quote (exact)")
        forget()


def forget() -> None:
    """Read the statistics again when they are next asked for."""
    _frequencies.cache_clear()


def known_rows() -> float | None:
    """How many quotes there are by the statistics; None where there are none."""
    known = frequencies()
    return known.rows if known.shares else None


def hidden() -> float:
    """How many quotes the public does not find; no end of them where nobody has looked."""
    known = frequencies()
    return known.rows * (1 - known.published) if known.shares else inf


def may_hold(column: str, lexeme: str) -> float:
    """The share of quotes that hold a word of a column, the least known of a rarer one; or 1."""
    known = frequencies(column)
    return known.shares.get(lexeme, 2 * known.rarest) if known.shares else 1


def held_exactly(lexeme: str | None) -> float | None:
    """The share of quotes that hold a word, 0 of one that is not common; None where unknown."""
    known = frequencies()
    return known.shares.get(lexeme, 0.0) if lexeme and known.shares else None


def surely_hold(lexemes: Iterable[str]) -> tuple[float, float]:
    """How many public quotes hold the commonest of these words at least, and their share of all.

    Of what begins in one way it is the commonest too.

    What was changed since ANALYZE is taken for quotes that held the word and do not now, or for
    quotes that came to be.
    """
    ((rows, changed, analyzed),) = asked(STATE)
    if analyzed is None:  # never, or the server crashed and counts changes anew
        return 0, 0
    known = _frequencies(connection.alias, "exact", analyzed)
    shares = (known.surely_published(lexeme, rows) for lexeme in known.meant(lexemes))
    share = max(shares, default=0)
    return share * (rows - changed) - changed, share


@lru_cache(maxsize=8)
def _frequencies(_alias: str, column: str, _as_of: Hashable) -> Frequencies:
    with connection.cursor() as cursor:
        cursor.execute(SHARES, KEPT_OF[column])
        rows, elements, shares, sampled, published = cursor.fetchone()
    if not elements or not shares:
        return Frequencies(rows, {}, 0.01)
    # After the shares come their least and their greatest.
    known: dict[str, Any] = dict(zip(elements, shares, strict=False))
    return Frequencies(rows, known, shares[len(elements)] / 2, sampled, published)
