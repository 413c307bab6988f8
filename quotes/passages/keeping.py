"""Passages of the captured texts, by which speeches are searched."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from archive.models import Source, SourceText
from archive.models.fields import LanguageField
from archive.models.sources import Rights
from quotes.passages import cutting
from quotes.search.columns import search_column

BATCH = 500
"""Passages written at once: a megabyte of words."""


class PassageQuerySet(models.QuerySet["Passage"]):
    """Questions about passages."""

    def public(self) -> "PassageQuerySet":
        """Those the public may read: of a public source whose rights allow its text to be shown.

        Asked of the source each time, so that what is withheld is found no more at once.
        """
        return self.filter(edition__source__is_public=True, edition__source__rights=Rights.PUBLIC)


class Passage(models.Model):
    """A part of the latest edition of a source's text.

    Nothing here is entered: :func:`keep_passages` cuts it from the edition, which never changes.
    """

    edition = models.ForeignKey(SourceText, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField(help_text="Its first character in the edition, from 0.")
    text = models.TextField()
    language = LanguageField(help_text="The edition's, else its source's.")

    stems = search_column("public.search_stems", "text", "language")
    exact = search_column("public.search_exact", "text")

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "start"]
        indexes = [
            GinIndex(fields=["stems"], name="passage_stems"),
            GinIndex(fields=["exact"], name="passage_exact"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "start"], name="passage_once_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, from character {self.start:,}"


@transaction.atomic
def keep_passages(sources: "models.QuerySet[Source] | None" = None) -> int:
    """Cut the latest editions of ``sources`` (all without it) that are not cut yet; how many.

    Older editions lose their passages, and so do those whose language was corrected, to be cut
    anew. Idempotent, and called by every door through which editions come: the desk and the import.
    """
    latest = _latest(sources)
    _outdated(sources).delete()
    uncut = latest.exclude(passages__isnull=False)
    count = 0
    for edition in uncut.iterator(chunk_size=20):
        # Another import may be cutting the same: its passages are these.
        Passage.objects.bulk_create(_cut(edition), BATCH, ignore_conflicts=True)
        count += 1
    return count


def _editions(sources: "models.QuerySet[Source] | None") -> "models.QuerySet[SourceText]":
    editions = SourceText.objects.all()
    return editions if sources is None else editions.filter(source__in=sources)


def _latest(sources: "models.QuerySet[Source] | None") -> "models.QuerySet[Any]":
    """The latest edition of each source, with the language its words are searched by."""
    newest = SourceText.objects.filter(source=OuterRef("source")).order_by("-edition")
    return (
        _editions(sources)
        .order_by("pk")
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .annotate(searched_as=_LANGUAGE)
    )


_LANGUAGE = Coalesce(NullIf(F("language"), Value("")), F("source__language"))


def _outdated(sources: "models.QuerySet[Source] | None") -> "models.QuerySet[Passage]":
    """Passages of editions that are not the latest, or in a language that is not theirs now."""
    theirs = _latest(sources).filter(pk=OuterRef("edition"), searched_as=OuterRef("language"))
    of_these = Passage.objects.filter(edition__in=_editions(sources))
    return of_these.filter(~models.Exists(theirs)).order_by()


def _cut(edition: Any) -> Iterable[Passage]:
    return [
        Passage(edition=edition, start=piece.start, text=piece.text, language=edition.searched_as)
        for piece in cutting.passages(edition.text)
    ]
