"""Which quotes answer a question, and how well: the conditions filters and ranking are made of."""

from django.db.models import Q, QuerySet

from quotes.models import Quote
from quotes.search.columns import key_of
from quotes.search.compile import Compiler, OneColumn
from quotes.search.expected import Share, at_most, one_word, surely_enough
from quotes.search.query import Not, Phrase, Term, Word
from quotes.search.reading import Reading
from quotes.search.spelling import MOST_COMPARED, QUOTED


class Answer:
    """The conditions of one question, compiled together."""

    holding = QUOTED

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = reading.query.words
        self.whole = Phrase(" ".join(term.text for term in reading.query.terms))
        parts = [part for part in (self.words, reading.about) if part is not None]
        self._compiler = Compiler(*parts, self.whole) if parts else None

    @property
    def has_several(self) -> bool:
        """Whether more than one word or phrase is looked for."""
        return len(self.reading.query.terms) > 1

    @property
    def holds_all(self) -> bool:
        """Whether what is found holds each word looked for: no alternatives, and no names."""
        return not self.reading.names and all(
            isinstance(node, Word | Phrase | Not) for node in self.reading.query.required
        )

    @property
    def surely_enough(self) -> list[str]:
        """Words of the index each of which alone makes a quote match that holds it."""
        if self._compiler is None or self.words is None:
            return []
        return surely_enough(self.words, self._compiler.lexemes)

    @property
    def typed(self) -> str | None:
        """The one word of the index that the whole question is as typed, if it is one."""
        return one_word(self.exactly)

    def at_most(self, share: Share) -> float:
        """The share of quotes that may match, by how many hold each word; 1 if that cannot tell."""
        if self._compiler is None or self.words is None or self.reading.names:
            return 1
        return at_most(self.words, self._compiler.paired, share)

    def on_one_column(self) -> OneColumn | None:
        """What one index is asked for the words, where that says all of them."""
        if self._compiler is None or self.words is None:
            return None
        return self._compiler.on_one_column(self.words)

    @property
    def exactly(self) -> str:
        """The whole question as one exact phrase, as a ``tsquery``."""
        return self._compiler.lexemes[self.whole].exact if self._compiler else ""

    def together(self) -> list[str]:
        """The stems of all its words by each language's rule, as ``tsqueries``."""
        return self._compiler.together(self.reading.query) if self._compiler else []

    def matches(self, *, by_another: bool = False) -> Q:
        """Quotes that hold the words, and quotes by whoever the words name that hold the rest.

        Without these where only quotes ``by_another`` are wanted.
        """
        if self._compiler is None or self.words is None:
            return Q()
        found = self._compiler.condition(self.words, by_pairs=not self.reading.names)
        if by_another or not self.reading.names:
            return found
        return self.spoken_by() | found  # in this order they can be counted apart

    def spoken_by(self) -> Q:
        """Quotes by whoever the question names, about the rest of it; none when it names nobody."""
        if self._compiler is None or not self.reading.names:
            return Q(pk__in=[])
        meant = Q(**{name.field: key_of(name.record) for name in self.reading.names})
        about = self.reading.about
        return meant & self._compiler.condition(about) if about else meant

    def phrase(self, *, by_pairs: bool = False) -> Q:
        """Quotes that hold the whole question as one exact phrase.

        ``by_pairs`` if an index is asked for them.
        """
        if self._compiler is None:
            return Q(pk__in=[])
        return self._compiler.condition(self.whole, by_pairs=by_pairs)

    def finds(self, term: Term) -> bool:
        """Whether this word or phrase alone finds a quote the public may see."""
        return (
            Quote.objects.published().filter(Compiler(term).condition(term, by_pairs=True)).exists()
        )

    def newest(self) -> "QuerySet[Quote, str]":
        """The newest quotes the public may see."""
        newest = Quote.objects.published().order_by("-pk")
        return newest.values_list("text", flat=True)[:MOST_COMPARED]

    def near(self, least: float) -> Q:
        """Quotes whose words stand at least this near each other."""
        if self._compiler is None:
            return Q(pk__in=[])
        return self._compiler.nearness(self.reading.query, least)
