"""Did you mean …: the archive's own words and names nearest to words that find nothing."""

from dataclasses import replace
from typing import Protocol

from django.db import connection

from quotes.search.query import AllOf, AnyOf, Node, Not, Query, Word
from quotes.search.reading import Reading

SAMPLED = 2000
"""The newest quotes whose words are offered: reading those of all would take seconds, and of
these some 45 milliseconds."""

SHORTEST = 4
"""Letters of a word worth correcting: shorter ones are near to everything."""

LIKENESS = 0.3
"""Least trigram similarity of a suggestion: one wrong letter in five leaves 0.33."""

LONGER = 3
"""Letters by which a suggestion may be longer or shorter."""

QUOTED = f"""
SELECT exact FROM quotes_quote WHERE status = 'published' ORDER BY id DESC LIMIT {SAMPLED}
"""  # noqa: S608  # our constants
"""The words of quotes."""

SPOKEN = f"""
(SELECT passage.exact FROM quotes_passage AS passage
 JOIN archive_sourcetext AS edition ON edition.id = passage.edition_id
 JOIN archive_source AS source ON source.id = edition.source_id
 WHERE source.is_public AND source.rights = 'public' ORDER BY passage.id DESC LIMIT {SAMPLED // 10})
UNION ALL
(SELECT public.speech_exact(title, occasion, place) FROM archive_speech
 WHERE is_public ORDER BY id DESC LIMIT {SAMPLED})
"""  # noqa: S608  # our constants
"""The words of speeches: of their headings, and of what the public may read of their texts. A
passage is as long as ten quotes."""

NEAREST = f"""
WITH words AS (
    SELECT word, ndoc FROM ts_stat(%s)
    UNION ALL
    SELECT word, 1 FROM archive_person, regexp_split_to_table(folded, ' ') AS word WHERE is_public
    UNION ALL
    SELECT word, 1 FROM archive_organization, regexp_split_to_table(folded, ' ') AS word
    WHERE is_public
)
SELECT DISTINCT ON (typed) typed, word
FROM unnest(%s::text[]) AS typed JOIN words
  ON char_length(word) BETWEEN greatest({SHORTEST}, char_length(typed) - {LONGER})
                           AND char_length(typed) + {LONGER} AND word <> typed,
  LATERAL (SELECT public.similarity(word, typed) AS likeness OFFSET 0) AS compared
WHERE likeness >= %s AND NOT EXISTS (SELECT FROM words AS known WHERE known.word = typed)
ORDER BY typed, likeness DESC, ndoc DESC, word
"""  # noqa: S608  # our constants; what is typed is a parameter


class Asked(Protocol):
    """What answers a question, of quotes or of speeches."""

    reading: Reading
    vocabulary: str

    def finds(self, word: Word) -> bool:
        """Whether this word alone finds something the public may see."""


def corrected(answer: Asked) -> Query | None:
    """The question with its unknown words replaced by their nearest; None when none is near.

    A word that finds something is right, however near another is.
    """
    query = answer.reading.query
    words = [term for term in query.terms if isinstance(term, Word) and _may_be_wrong(term)]
    typed = {word: word.text.lower() for word in words}
    if not typed or query.words is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [answer.vocabulary, sorted(set(typed.values())), LIKENESS])
        nearest = dict(cursor.fetchall())
    better = {
        term: Word(nearest[word])
        for term, word in typed.items()
        if word in nearest and not answer.finds(term)
    }
    return replace(query, words=_replaced(query.words, better)) if better else None


def _may_be_wrong(word: Word) -> bool:
    return not word.prefix and len(word.text) >= SHORTEST and word.text.isalpha()


def _replaced(node: Node, better: dict[Word, Word]) -> Node:
    match node:
        case Word():
            return better.get(node, node)
        case Not(part):
            return Not(_replaced(part, better))
        case AllOf(nodes):
            return AllOf(tuple(_replaced(part, better) for part in nodes))
        case AnyOf(nodes):
            return AnyOf(tuple(_replaced(part, better) for part in nodes))
    return node
