"""A search question as a value. Pure.

``parsing.parse`` makes a ``Query`` of what was typed; ``str(query)`` is the same question in one
canonical spelling, and parses to the same value again.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from archive.dates import readings
from archive.messages import Message
from quotes.text import words

OPERATORS: Final = (
    "speaker",
    "org",
    "source",
    "publisher",
    "topic",
    "lang",
    "kind",
    "standing",
    "said",
    "after",
    "before",
)
"""What may stand before a colon. They narrow the whole question; the filters answer them."""

LONGEST_DATE: Final = 4
"""Words of a date: 30th of December 2020."""

# Elided before a word, or possessive after it. Not O’Brien, not don’t.
_TIE = re.compile(r"^(?:[cdjlmnst]|qu)['’ʼ´](?=\w{3})|['’ʼ´]s(?=\W*$)", re.IGNORECASE)

_OMITTED = re.compile(r"[\[(]?(?:…|⋯|\.{3,})+[\])]?")
"""How a quotation says that words were left out."""


class QueryError(ValueError):
    """What was typed cannot be understood. The sentence is safe to show to the reader.

    ``message`` is the sentence, ``word`` the part it is about, ``position`` where that begins (from
    0), ``suggestion`` what to type instead, when there is something, or advice (a ``Message``).
    """

    def __init__(self, message: Message, word: str, position: int, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.word = word
        self.position = position
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Word:
    """One word without quotation marks, found in all its forms; with ``prefix``, by its start.

    As typed: ``AT&T``, ``e-mail`` and ``云服务`` are one ``Word`` each, searched in order.
    """

    text: str
    prefix: bool = False

    @property
    def looked_for(self) -> str:
        """The word less what only ties it to its neighbours: Huawei’s, l’entreprise."""
        return self.text if self.prefix else _TIE.sub("", self.text) or self.text

    def __str__(self) -> str:
        return self.text + "*" * self.prefix


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted words: exactly these, in this order; with ``prefix``, the last by its start."""

    text: str
    prefix: bool = False

    @property
    def looked_for(self) -> str:
        """Every word of it."""
        return self.text

    def __str__(self) -> str:
        return f'"{self.text}{"*" * self.prefix}"'


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    node: "Node"

    def __str__(self) -> str:
        return f"-{_grouped(self.node, AllOf, AnyOf)}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these."""

    nodes: "tuple[Node, ...]"

    def __str__(self) -> str:
        return " ".join(map(str, self.nodes))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these. Joins only its neighbours: ``a b OR c`` is ``a (b OR c)``."""

    nodes: "tuple[Node, ...]"

    def __str__(self) -> str:
        return " OR ".join(_grouped(node, AllOf) for node in self.nodes)


Term = Word | Phrase
Node = Term | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Operator:
    """A named filter of the whole question: ``speaker:"Ren Zhengfei"``.

    ``position`` is where it was typed (from 0), for the sentence that refuses it.
    """

    name: str
    value: str
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        plain = re.fullmatch(r"[\w./~?-]+", self.value)
        return f"{self.name}:{self.value}" if plain else f'{self.name}:"{self.value}"'


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: words in a boolean combination (or none), and operators."""

    words: Node | None = None
    operators: tuple[Operator, ...] = ()

    def __str__(self) -> str:
        parts = [] if self.words is None else [self.words]
        return " ".join(map(str, (*parts, *self.operators)))

    def __bool__(self) -> bool:
        return self.words is not None or bool(self.operators)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every word and phrase that is looked for, in order; none that is excluded."""
        return tuple(_wanted(self.words))

    @property
    def required(self) -> tuple[Node, ...]:
        """The parts that must all hold."""
        if self.words is None:
            return ()
        return self.words.nodes if isinstance(self.words, AllOf) else (self.words,)

    def without(self, *parts: Node | Operator | str) -> "Query":
        """The question less some required parts, operators, or all operators of a name."""
        return Query(
            all_of(node for node in self.required if node not in parts),
            tuple(it for it in self.operators if it not in parts and it.name not in parts),
        )

    def saying(self, operator: Operator, value: str, name: str = "") -> "Query":
        """The question with another value after one of its operators, or after another ``name``."""
        instead = Operator(name or operator.name, value)
        said = (instead if it == operator else it for it in self.operators)
        return replace(self, operators=tuple(said))


def all_of(nodes: Iterable[Node]) -> Node | None:
    """Join nodes into one that needs them all: no groups within groups, no group of one."""
    parts = [
        part for node in nodes for part in (node.nodes if isinstance(node, AllOf) else (node,))
    ]
    return AllOf(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def any_of(nodes: Iterable[Node]) -> Node:
    """Join at least one node into one that needs any of them."""
    parts = [
        part for node in nodes for part in (node.nodes if isinstance(node, AnyOf) else (node,))
    ]
    return AnyOf(tuple(parts)) if len(parts) > 1 else parts[0]


def with_alternatives(query: Query) -> Query | None:
    """The question with OR for each small “or” between two parts; None where there is none."""
    found: list[Node] = []
    nodes = iter(query.required)
    for node in nodes:
        after = next(nodes, None) if found and node == Word("or") else None
        if after is None or isinstance(found[-1], Not) or isinstance(after, Not):
            found += [node] if after is None else [node, after]
        else:
            found.append(any_of((found.pop(), after)))
    meant = replace(query, words=all_of(found))
    return None if meant == query else meant


def with_omissions(query: Query) -> Query | None:
    """The question with a phrase for each part of a quotation that leaves words out (``a … b``).

    None where nothing is left out.
    """
    nodes = [part for node in query.required for part in _parts_of_quotation(node)]
    meant = replace(query, words=all_of(nodes))
    return None if meant == query else meant


def _parts_of_quotation(node: Node) -> Sequence[Node]:
    if not isinstance(node, Phrase) or node.prefix:
        return [node]
    cut = [part.strip() for part in _OMITTED.split(node.text) if words(part)]
    return [Phrase(part) for part in cut] if len(cut) > 1 else [node]


def with_date(query: Query) -> Query | None:
    """The question with the date in its plain words asked for as one; None where there is none.

    ``cash 30 December 2020`` is ``cash said:2020-12-30``. What may be two dates is none.
    """
    nodes = query.required
    for size in range(LONGEST_DATE, 0, -1):
        for at in range(len(nodes) - size + 1):
            if date := _date_in(nodes[at : at + size]):
                rest = all_of((*nodes[:at], *nodes[at + size :]))
                return Query(rest, (*query.operators, Operator("said", date)))
    return None


def _date_in(run: Sequence[Node]) -> str | None:
    plain = [node.text for node in run if isinstance(node, Word) and not node.prefix]
    typed = " ".join(plain) if len(plain) == len(run) else ""
    dates = readings(typed) if any(map(str.isdigit, typed)) else []
    return dates[0] if len(dates) == 1 else None


def looks_for_something(node: Node | None) -> bool:
    """Say whether this finds some quotes, rather than only leaves some out."""
    match node:
        case AllOf(nodes):
            return any(map(looks_for_something, nodes))
        case AnyOf(nodes):
            return all(map(looks_for_something, nodes))
    return isinstance(node, Word | Phrase)


def _wanted(node: Node | None) -> Iterator[Term]:
    match node:
        case Word() | Phrase():
            yield node
        case AllOf(nodes) | AnyOf(nodes):
            for part in nodes:
                yield from _wanted(part)


def _grouped(node: Node, *kinds: type) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)
