"""How many quotes may hold what is looked for, by how many hold each of its words. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from quotes.search.query import AllOf, AnyOf, Node, Not, Phrase, Term, Word

if TYPE_CHECKING:
    from quotes.search.lexemes import Lexemes

Share = Callable[[str, str], float]
"""The share of quotes that hold a word of a column, ``exact`` or ``stems``, or one of ``pairs``."""

BEGINNING = ":*"
"""Behind a word: whatever begins so, as in a ``tsquery``."""

_ONE_WORD = re.compile("'([^']+)'")
_ONE_OR_BEGINNING = re.compile(r"'([^']+)'(:\*)?")
_IN_ORDER = re.compile("'[^']+'(?: <-> '[^']+')*")


def one_word(tsquery: str) -> str | None:
    """The word that is looked for, if it is but one."""
    found = _ONE_WORD.fullmatch(tsquery)
    return found and found[1]


def surely_enough(node: Node, lexemes: "Mapping[Term, Lexemes]") -> list[str]:
    """Exact words each of which alone is enough: the one looked for, and each alternative.

    Whatever a word's forms are in a language, as typed it is one of them. A beginning ends with
    ``:*``.
    """
    match node:
        case Word() | Phrase():
            found = _ONE_OR_BEGINNING.fullmatch(lexemes[node].exact)
            return ["".join(found.groups(""))] if found else []
        case AnyOf(nodes):
            return [word for part in nodes for word in surely_enough(part, lexemes)]
    return []


def at_most(node: Node, lexemes: "Mapping[Term, Lexemes]", share: Share) -> float:
    """The share of quotes that may hold this; 1 where its words do not tell."""
    match node:
        case Word(prefix=False):
            found = lexemes[node]
            forms = {
                ("stems", one) if one else ("exact", found.exact) for one in found.stems.values()
            }
            by_words = sum(_of_rarest(column, words, share) for column, words in forms)
            return min(by_words, _of_pairs(found, share)) if len(forms) == 1 else by_words
        case Phrase(prefix=False):
            found = lexemes[node]
            return min(_of_rarest("exact", found.exact, share), _of_pairs(found, share))
        case AllOf(nodes):
            required = [one for one in nodes if not _may_be_left_out(one, lexemes)]
            return min((at_most(one, lexemes, share) for one in required), default=1)
        case AnyOf(nodes):
            return sum(at_most(one, lexemes, share) for one in nodes)
    return 1


def _of_rarest(column: str, words: str, share: Share) -> float:
    """Of words in order, the share of the rarest; 1 of what else may be asked of a column."""
    if not _IN_ORDER.fullmatch(words):
        return 1
    return min(share(column, one) for one in _ONE_WORD.findall(words))


def _of_pairs(found: "Lexemes", share: Share) -> float:
    """The share of the rarest pair of neighbours, in each way to spell it; 1 where it has none."""
    rarest = [
        min(share("pairs", pair) for pair in way.pairs)
        if way.pairs
        else _of_rarest("exact", way.exact, share)
        for way in found.ways
    ]
    return sum(rarest) if rarest else 1


def _may_be_left_out(node: Node, lexemes: "Mapping[Term, Lexemes]") -> bool:
    """Whether it is not required of all quotes: a stop word of some language, or unwanted."""
    return isinstance(node, Not) or (
        isinstance(node, Word) and not all(lexemes[node].stems.values())
    )
