"""Finding speeches: by their headings, and by the captured texts the public may read.

A speech is found when every word or phrase asked for is somewhere in it: in its title, occasion or
place, or in a passage of a source that records it. Headings are the archive's own words, and are
searched by the rule of its language, whatever was spoken.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, When

from archive.models import Person, Speech, SpeechSpeaker
from quotes.passages.keeping import Passage
from quotes.search.compile import Compiler
from quotes.search.query import Node, Not, Phrase, Query, Term
from quotes.search.reading import Reading
from quotes.search.spelling import MOST_COMPARED, SPOKEN

HEADINGS = "en"
"""The language whose rule headings are searched by."""

HEADING = ("title", "occasion", "place")
"""What stands at the head of a speech; two indexes hold the words (``quotes`` migrations)."""


class SpeechAnswer:
    """The conditions of one question about speeches, compiled together."""

    holding = SPOKEN

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.words = reading.query.words
        self.whole = Phrase(" ".join(term.text for term in reading.query.terms))
        if self.words is not None:
            about = [reading.about] if reading.about else []
            self._compiler = Compiler(self.words, self.whole, *about)

    def matches(self) -> Q:
        """Speeches that hold every part, and speeches by whoever the words name about the rest."""
        if self.words is None:
            return Q()
        return self._everywhere(self.reading.query.required) | self.spoken_by()

    def spoken_by(self) -> Q:
        """Speeches by whoever the question names, about the rest; none when it names nobody."""
        if not self.reading.names:
            return Q(pk__in=[])
        speakers = SpeechSpeaker.objects.filter(*map(_meant, self.reading.names))
        return Q(pk__in=speakers.values("speech")) & self._everywhere(self.reading.rest)

    def finds(self, term: Term) -> bool:
        """Whether this word or phrase alone finds a speech the public may see."""
        alone = SpeechAnswer(Reading(Query(term)))
        return Speech.objects.public().filter(alone.matches()).exists()

    def newest(self) -> Iterable[str]:
        """The newest headings and passages the public may read."""
        headings = Speech.objects.public().order_by("-pk")
        passages = Passage.objects.public().order_by("-pk")
        return (
            *map(" ".join, headings.values_list(*HEADING)[:MOST_COMPARED]),
            *passages.values_list("text", flat=True)[: MOST_COMPARED // 10],
        )

    def match(self, among: Sequence[int]) -> Case:
        """How well each of these speeches answers, as a number to sort by.

        2: the heading or a passage holds the whole question as one exact phrase. 1: the heading or
        one passage holds all of it, or it is by whoever the question names. 0: it is scattered.
        """
        if self.words is None:
            return Case(default=0, output_field=IntegerField())
        return Case(
            When(pk__in=self._holding(self.whole, among), then=2),
            When(pk__in=self._holding(self.words, among), then=1),
            When(self.spoken_by(), then=1),
            default=0,
            output_field=IntegerField(),
        )

    def _everywhere(self, parts: Sequence[Node]) -> Q:
        """Each part in the heading or in a passage, and none of what is left out in either.

        Stop words are not required, unless nothing else is asked.
        """
        wanted = [part for part in parts if not isinstance(part, Not)]
        left_out = [part.node for part in parts if isinstance(part, Not)]
        telling = [part for part in wanted if self._compiler.is_required(part, HEADINGS)]
        found = Q()
        for part in telling or wanted:
            found &= Q(pk__in=self._holding(part))
        for node in left_out:
            found &= ~Q(pk__in=self._holding(node))
        return found

    def _holding(self, node: Node, among: Sequence[int] | None = None) -> "QuerySet[Any]":
        """The primary keys of speeches that hold this in their heading or in one passage.

        A UNION of index scans: OR across the tables would read both in full.
        """
        headings = headed().filter(self._compiler.by_rule(node, HEADINGS))
        speech = "edition__source__records__speech"
        texts = Passage.objects.all() if self.reading.hidden else Passage.objects.public()
        passages = texts.filter(self._compiler.condition(node))
        passages = passages.filter(**{f"{speech}__isnull": False})
        if among is not None:
            headings = headings.filter(pk__in=among)
            passages = passages.filter(**{f"{speech}__in": among})
        return headings.order_by().values("pk").union(passages.order_by().values(speech), all=True)


def headed() -> "QuerySet[Speech]":
    """Speeches with the search columns of their headings, under the names those of quotes have."""
    return Speech.objects.alias(
        stems=Func(*map(F, HEADING), function="public.speech_stems"),
        exact=Func(*map(F, HEADING), function="public.speech_exact"),
    )


def _meant(name: Any) -> Q:
    is_person = isinstance(name.record, Person)
    return Q(**{"person" if is_person else "organization": name.record.pk})
