"""A question's words → one condition on the search columns of a quote.

Words ask the column ``stems`` by the stems of each quote's own language; phrases, beginnings and
words that hold a stop word (``AT&T``) ask ``exact``. Parts that ask the same column are joined into
one ``tsquery``, so that its GIN index answers them at once. A stop word of a language is not
required there, unless nothing else is asked.

A phrase of common words, and a word of Chinese characters, is looked for by its *pairs* of
neighbours where the archive is searched: half of all quotes hold “of” and half “the”, few “of the”
where it matters (``migrations/0023_pairs_of_words.py`` and ``0028_pairs_of_common_words.py``).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from quotes.search.columns import Holds, InItsLanguage, InLanguages
from quotes.search.languages import STEMMED, UNSTEMMED
from quotes.search.lexemes import RULES, Lexemes, Way, look_up
from quotes.search.query import (
    AllOf,
    AnyOf,
    Node,
    Not,
    Phrase,
    Query,
    Term,
    Word,
    looks_for_something,
)

_CHARACTERS = re.compile("'[\u1100-\U0010ffff]'(?: <-> '[\u1100-\U0010ffff]')*")
"""Words of one character each: they have no other form, so that stems and exact words are one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A condition on one column, still open to be joined with others on it."""

    column: str
    tsquery: str
    by_pairs: bool = False
    """Whether an index is asked for its pairs of neighbouring words."""

    def q(self) -> Q:
        """The finished condition."""
        sql = self.sql
        if self.by_pairs:
            # The planner must not ask the words' own index beside that of their pairs: what holds
            # the pairs is never more, and the long lists are what took the time.
            sql = f"CASE WHEN {sql} THEN true ELSE false END"
        return Q(Holds(sql, [self.tsquery], self.column))

    @property
    def sql(self) -> str:
        """The condition, with a place for its ``tsquery``."""
        return f"({{{self.column}}} @@ %s::tsquery)"


class HoldsPairs(Holds):
    """Whether a quote holds a phrase's pairs in one of its ways: for the index ``quote_pairs``.

    Not for a row at hand: to find its pairs takes 15 µs, and ``exact`` knows more.
    """

    is_for_an_index = True

    @classmethod
    def of(cls, ways: Iterable[Way]) -> "HoldsPairs":
        """Quotes with each pair of one of these ways, or with its words where it has none."""
        # Pairs are letters, digits and a space: nothing in an array of them is to be escaped.
        asked = [
            (PAIRS, f"{{{','.join(way.pairs)}}}") if way.pairs else (WORDS, way.exact)
            for way in ways
        ]
        return cls(f"({' OR '.join(sql for sql, _ in asked)})", [one for _, one in asked], "exact")


@dataclass(frozen=True, slots=True)
class OneColumn:
    """What all languages ask of one column: a question by each rule, or one where they agree.

    ``any_form`` finds whatever one of them finds. With ``pairs`` an index is asked for these.
    """

    column: str
    questions: tuple[str, ...]
    any_form: str
    pairs: tuple[str, ...] = ()


PAIRS = '(public.search_pairs({exact})) COLLATE "C" @> %s::text[]'
"""Written as the index is."""

WORDS = "{exact} @@ %s::tsquery"


class Compiler:
    """Conditions for nodes that share their terms: one statement looks up all of their lexemes."""

    def __init__(self, *nodes: Node) -> None:
        self.paired = look_up(dict.fromkeys(term for node in nodes for term in _terms(node)))
        self.lexemes = _paired_only(self.paired, ())

    def condition(self, node: Node, *, by_pairs: bool = False) -> Q:
        """Rows that hold the words; ``by_pairs`` of quotes that an index is asked for."""
        terms = self._decided_by_pairs(node) if by_pairs else []
        found = self._condition(node, _paired_only(self.paired, terms))
        if not terms:
            return found
        return reduce(and_, (Q(HoldsPairs.of(self.paired[term].ways)) for term in terms)) & found

    def on_one_column(self, node: Node) -> OneColumn | None:
        """What an index is asked, where it can be said so; of pairs, those of one way to spell."""
        terms = self._decided_by_pairs(node)
        ways = [way for term in terms for way in self.paired[term].ways]
        lexemes = _paired_only(self.paired, terms)
        parts = list(_by_rules(node, lexemes).values())
        questions = tuple(part.tsquery for part in parts if isinstance(part, Part))
        columns = {part.column for part in parts if isinstance(part, Part)}
        if len(questions) < len(RULES) or len(columns) > 1 or len(ways) > 1:
            return None
        if len(set(questions)) == 1:
            pairs = ways[0].pairs if ways else ()
            return OneColumn(columns.pop(), questions[:1], questions[0], pairs)
        any_form = _any_form(node, lexemes)
        return OneColumn(columns.pop(), questions, any_form) if any_form else None

    def _condition(self, node: Node, lexemes: Mapping[Term, "Lexemes"]) -> Q:
        compiled = _by_rules(node, lexemes)
        parts = {rule: part for rule, part in compiled.items() if isinstance(part, Part)}
        columns = {part.column for part in parts.values()}
        if len(parts) == len(RULES) and len(columns) == 1:
            if len(set(parts.values())) == 1:
                return parts[UNSTEMMED].q()
            if any_form := _any_form(node, lexemes):
                return _each_in_its_language(parts, columns.pop(), any_form)
        answers = {rule: _finished(part) for rule, part in compiled.items()}
        return self._by_language(answers)

    def _decided_by_pairs(self, node: Node) -> list[Term]:
        """Required terms that pairs say all of, in every language.

        None on a column where something else is asked as well: that may be rarer, and its index
        takes all at once.
        """
        if not any(one.by_pairs for one in self.paired.values()):
            return []
        decided: list[tuple[Term, str]] = []
        taken: set[str] = set()
        for one in node.nodes if isinstance(node, AllOf) else (node,):
            asked = _by_rules(one, self.paired).values()
            parts = {part for part in asked if isinstance(part, Part)}
            if (
                isinstance(one, Word | Phrase)
                and len(parts) == 1
                and all(p.by_pairs for p in parts)
            ):
                decided += [(one, part.column) for part in parts]
            else:
                taken |= {part.column for part in parts}
        return [term for term, column in decided if column not in taken]

    def by_rule(self, node: Node, rule: str) -> Q:
        """Rows whose words are all searched by one language's rule that hold the words."""
        return _finished(_compiled(node, rule, self.lexemes) or _exactly(node, self.lexemes))

    def is_required(self, node: Node, rule: str) -> bool:
        """Whether there is more to it than stop words by this language's rule."""
        return _compiled(node, rule, self.lexemes) is not None

    def nearness(self, query: Query, least: float) -> Q:
        """Whether the words stand near each other: ``ts_rank_cd`` of their stems is ``least``.

        For words that each occur once that is 0.1 / (1 + words between them).
        """
        density = "ts_rank_cd({stems}, %s::tsquery) >= %s"
        together = zip(RULES, self.together(query), strict=True)
        return self._by_language(
            {rule: Q(Holds(density, [stems, least], "stems")) for rule, stems in together}
        )

    def together(self, query: Query) -> list[str]:
        """The stems of all its words, by each rule."""
        terms = [self.lexemes[term].stems for term in dict.fromkeys(query.terms)]
        return [" & ".join(f"({one[rule]})" for one in terms if one[rule]) for rule in RULES]

    def _by_language(self, answers: dict[str, Q]) -> Q:
        """Each language's condition for its own quotes; one for all where they agree."""
        alike: dict[str, list[str]] = {}
        for rule, answer in answers.items():
            alike.setdefault(str(answer), []).append(rule)
        if len(alike) == 1:
            return answers[RULES[0]]
        # The language first: to ask it costs least, and PostgreSQL asks in this order here.
        return reduce(or_, (_in_languages(rules) & answers[rules[0]] for rules in alike.values()))


def _paired_only(lexemes: Mapping[Term, Lexemes], terms: Iterable[Term]) -> dict[Term, Lexemes]:
    """The same, but no other terms than these are looked for by pairs."""
    return {
        term: one if term in terms or not one.by_pairs else replace(one, ways=())
        for term, one in lexemes.items()
    }


def _any_form(node: Node, lexemes: Mapping[Term, Lexemes]) -> str | None:
    """The stems by whichever language, of all that is looked for; None where stems are not asked.

    Finds whatever any language's own question finds, and little more: a German stem in English.
    """
    wanted: tuple[Node, ...]
    match node:
        case Word() | Phrase():
            stems = dict.fromkeys(lexemes[node].stems.values())
            plain = isinstance(node, Word) and not node.prefix and all(stems)
            return " | ".join(f"({one})" for one in stems) if plain else None
        case AllOf(nodes):
            sign, wanted = " & ", tuple(part for part in nodes if not isinstance(part, Not))
        case AnyOf(nodes):
            sign, wanted = " | ", nodes
        case Not():
            return None
    forms = [_any_form(part, lexemes) for part in wanted]
    return sign.join(f"({one})" for one in forms) if forms and all(forms) else None


def _each_in_its_language(parts: Mapping[str, Part], column: str, any_form: str) -> Q:
    """One question to one index for all languages, and the language's own to each row found.

    As alternatives each language's would be asked of the index, and all of them of every row; CASE
    asks one. Where an index finds the rows of each apart, none is asked again (``apart``).
    """
    alike: dict[Part, list[str]] = {}
    for rule, part in parts.items():
        alike.setdefault(part, []).append(rule)
    languages = {part: _languages(rules) for part, rules in alike.items()}
    own = " ".join(f"WHEN {within} THEN {part.sql}" for part, within in languages.items())
    sql = f"({Part(column, any_form).sql} AND CASE {own} END)"
    asked = [any_form, *(part.tsquery for part in alike)]
    apart = [(f"{within} AND {part.sql}", [part.tsquery]) for part, within in languages.items()]
    return Q(InItsLanguage(sql, asked, column, "language", apart=apart))


def _in_languages(rules: list[str]) -> Q:
    """Quotes whose language goes by these rules.

    By an expression that has an index, so that the planner knows how many quotes it means: where
    few are German, “also”, a stop word in German, has nothing looked at in vain.
    """
    return Q(InLanguages(_languages(rules), [], "language"))


def _languages(rules: Iterable[str]) -> str:
    """The same as SQL, in the words of that index (``Primary``)."""
    named, sign = (
        (set(rules), "IN") if UNSTEMMED not in rules else (set(STEMMED) - set(rules), "NOT IN")
    )
    listed = ", ".join(f"'{rule}'" for rule in sorted(named))
    return f"(split_part({{language}}, '-', 1) {sign} ({listed}))"


def _terms(node: Node) -> Iterable[Term]:
    match node:
        case Word() | Phrase():
            yield node
        case Not(part):
            yield from _terms(part)
        case AllOf(nodes) | AnyOf(nodes):
            for part in nodes:
                yield from _terms(part)


def _by_rules(node: Node, lexemes: Mapping[Term, Lexemes]) -> dict[str, Part | Q]:
    """The condition by each language's rule, of stop words alone by their exact words."""
    return {rule: _compiled(node, rule, lexemes) or _exactly(node, lexemes) for rule in RULES}


def _compiled(node: Node, rule: str, lexemes: Mapping[Term, Lexemes]) -> Part | Q | None:
    """The condition by one language's rule; None when it asks for nothing but stop words."""
    match node:
        case Word() | Phrase():
            return _term(node, rule, lexemes[node])
        case Not(part):
            return _negated(_compiled(part, rule, lexemes) or _exactly(part, lexemes))
        case AllOf(nodes):
            return _all_of(nodes, rule, lexemes)
        case AnyOf(nodes):
            parts = [_compiled(p, rule, lexemes) or _exactly(p, lexemes) for p in nodes]
            return _joined(parts, "|")


def _all_of(nodes: Sequence[Node], rule: str, lexemes: Mapping[Term, Lexemes]) -> Part | Q | None:
    """Stop words are not required, unless nothing but what is left out would remain."""
    parts = [(node, _compiled(node, rule, lexemes)) for node in nodes]
    if not any(part is not None and looks_for_something(node) for node, part in parts):
        parts = [(node, part or _exactly(node, lexemes)) for node, part in parts]
    return _joined([part for _, part in parts], "&")


def _term(term: Term, rule: str, lexemes: Lexemes) -> Part | None:
    if isinstance(term, Word) and not term.prefix:
        stems = lexemes.stems[rule]
        if stems is not None:
            alike = _CHARACTERS.fullmatch(lexemes.exact) and stems == lexemes.exact
            return Part("stems", stems, bool(alike) and lexemes.by_pairs)
        if "<->" not in lexemes.exact:
            return None
    return Part("exact", lexemes.exact, lexemes.by_pairs)


def _exactly(node: Node, lexemes: Mapping[Term, Lexemes]) -> Part:
    """The condition by exact words alone."""
    match node:
        case Word() | Phrase():
            return Part("exact", lexemes[node].exact, lexemes[node].by_pairs)
        case Not(part):
            return Part("exact", f"!({_exactly(part, lexemes).tsquery})")
        case AllOf(nodes):
            sign = " & "
        case AnyOf(nodes):
            sign = " | "
    return Part("exact", sign.join(f"({_exactly(part, lexemes).tsquery})" for part in nodes))


def _negated(part: Part | Q) -> Part | Q:
    return Part(part.column, f"!({part.tsquery})") if isinstance(part, Part) else ~part


def _joined(parts: Sequence[Part | Q | None], sign: str) -> Part | Q | None:
    """Parts on one column become one; others a combination of conditions."""
    asked = [part for part in parts if part is not None]
    found: list[Part | Q] = [part for part in asked if isinstance(part, Q)]
    for column in ("stems", "exact"):
        own = [part for part in asked if isinstance(part, Part) and part.column == column]
        if own:
            found.append(_on_one_column(own, sign))
    if len(found) < 2:
        return found[0] if found else None
    return reduce(and_ if sign == "&" else or_, map(_finished, found))


def _on_one_column(parts: Sequence[Part], sign: str) -> Part:
    """One question to the column; by pairs where each part is."""
    tsquery = f" {sign} ".join(f"({part.tsquery})" for part in parts)
    by_pairs = sign == "&" and all(part.by_pairs for part in parts)
    return Part(parts[0].column, tsquery, by_pairs)


def _finished(part: Part | Q) -> Q:
    return part.q() if isinstance(part, Part) else part
