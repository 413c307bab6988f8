"""Which public records show another one, and so look different when that changes.

A quote shows its speaker's name, the title of its speech, its sources and the whole chain each of
them stands on. Nobody writes to a quote when its speaker is renamed, so a reader of the changes is
told of the quote as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from archive.models import Source, SpeechSource, SpeechSpeaker, Spread
from quotes.following.nouns import PUBLIC
from quotes.models import Citation, QuoteRelation, QuoteTopic

Keys = list[int]

SHOWING = ("source", "role", "speech", "quote")
"""Kinds that show others, in the order they are told."""


class Showing:
    """What shows the records that changed; each way to show one is a query of its own.

    One query with all the ways ORed would look through every quote; each of these has its index.
    """

    def __init__(self, changed: Mapping[tuple[str, str], Keys]) -> None:
        self._changed = changed

    def first(self, kind: str, after: int, number: int) -> list[tuple[int, str]]:
        """Primary keys and refs of the first records of a kind after a key."""
        found: set[tuple[int, str]] = set()
        for way in getattr(self, f"_{kind}")():
            rows = PUBLIC[kind].filter(way, pk__gt=after).order_by("pk")
            found |= set(rows.values_list("pk", "ref")[:number])
        return sorted(found)[:number]

    def _of(self, kind: str) -> Keys:
        return self._changed.get((kind, Spread.SHOWN), [])

    @property
    def _opened(self) -> Keys:
        return self._changed.get(("source", Spread.OPENED), [])

    def _labelled(self) -> Q | None:
        """Sources whose own label changed, their publisher's name with it."""
        sources, publishers = self._of("source"), self._of("organization")
        return Q(pk__in=sources) | Q(publisher__in=publishers) if sources or publishers else None

    def _chained(self) -> Any:
        """Sources whose chain changed, or None."""
        start = self._labelled() or Q(pk__in=[])
        if self._opened:
            start |= Q(derived_from__origin__in=self._opened)
        return Source.objects.filter(start).with_derivatives() if start != Q(pk__in=[]) else None

    def _source(self) -> Iterable[Q]:
        chained = self._chained()
        if chained is not None:
            yield Q(pk__in=chained.values("pk"))

    def _role(self) -> Iterable[Q]:
        yield from self._pointing("person", "organization")
        labelled = self._labelled()
        if labelled is not None:
            yield Q(source__in=Source.objects.filter(labelled))
        if self._opened:
            yield Q(source__in=self._opened)

    def _speech(self) -> Iterable[Q]:
        for name in ("person", "organization", "role"):
            if self._of(name):
                speakers = SpeechSpeaker.objects.filter(**{f"{name}__in": self._of(name)})
                yield Q(pk__in=speakers.values("speech"))
        if self._opened:
            yield Q(pk__in=SpeechSource.objects.filter(source__in=self._opened).values("speech"))
        chained = self._chained()
        if chained is not None:
            recorded = SpeechSource.objects.filter(source__in=chained.values("pk"))
            yield Q(pk__in=recorded.values("speech"))

    def _quote(self) -> Iterable[Q]:
        yield from self._pointing("organization", "role", "speech", speaker="person")
        if self._of("topic"):
            topics = QuoteTopic.objects.filter(topic__in=self._of("topic"))
            yield Q(pk__in=topics.values("quote"))
        if self._of("quote"):
            related = QuoteRelation.objects.filter(other__in=self._of("quote"))
            yield Q(pk__in=related.values("quote"))
        if self._opened:
            yield Q(pk__in=Citation.objects.filter(source__in=self._opened).values("quote"))
        chained = self._chained()
        if chained is not None:
            cited = Citation.objects.filter(source__in=chained.values("pk"))
            yield Q(pk__in=cited.values("quote"))

    def _pointing(self, *names: str, **others: str) -> Iterable[Q]:
        """Records with a foreign key to one that changed, of the same name as its kind or not."""
        for name, kind in {**{name: name for name in names}, **others}.items():
            if self._of(kind):
                yield Q(**{f"{name}__in": self._of(kind)})


def keys_of(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], Keys]:
    """Primary keys by kind and spread, of rows (kind, ref, spread).

    Of hidden records too, which others show no longer; what is gone, nothing shows.
    """
    refs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, ref, spread in rows:
        refs[kind, spread].add(ref)
    return {
        way: list(PUBLIC[way[0]].model.objects.filter(ref__in=named).values_list("pk", flat=True))
        for way, named in refs.items()
    }
