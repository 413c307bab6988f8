"""A newer edition of a text: where a citation's passage stands there, for an editor to decide.

The place is proposed by what stood there and around it, and never moved unasked: an anchor counts
the characters of one edition, and another edition may print something else.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from archive.history import on_record
from archive.models import SourceText
from quotes.fidelity.anchors import Anchor, AnchorError, find_again
from quotes.fidelity.verifying import check
from quotes.models import Citation

AROUND = 160
"""Characters shown before and after a place."""


@dataclass(frozen=True)
class Place:
    """A passage in an edition, with what stands around it."""

    edition: SourceText
    anchor: Anchor
    before: str
    after: str

    @classmethod
    def of(cls, edition: SourceText, anchor: Anchor) -> Self:
        """Cut it out of the text."""
        before = edition.text[max(0, anchor.start - AROUND) : anchor.start]
        return cls(edition, anchor, before, edition.text[anchor.end : anchor.end + AROUND])


def anchor_of(citation: Citation) -> Anchor:
    """The citation's place, as it is kept; raises :class:`AnchorError` when it has none."""
    if citation.start is None or citation.end is None:
        raise AnchorError("This citation has no place in a captured text yet.")
    return Anchor(citation.exact, citation.prefix, citation.suffix, citation.start, citation.end)


def newer(citation: Citation) -> SourceText | None:
    """The newest edition of the source's text, if it is not the one the citation counts in."""
    if citation.source_text is None:
        return None
    newest = citation.source.texts.order_by("-edition").first()
    return newest if newest and newest.pk != citation.source_text_id else None


def waiting() -> QuerySet[Citation]:
    """Citations that count in an edition older than the newest of their source.

    Found from the few editions that were superseded, not from the many citations.
    """
    later = SourceText.objects.filter(source=OuterRef("source"), edition__gt=OuterRef("edition"))
    superseded = SourceText.objects.filter(Exists(later)).values("pk")
    return Citation.objects.filter(source_text__in=superseded, start__isnull=False)


def proposed(citation: Citation, edition: SourceText) -> Anchor:
    """Where the passage stands in another edition; raises :class:`AnchorError` saying why not."""
    return find_again(edition.text, anchor_of(citation))


@transaction.atomic
def move(citation: Citation, edition: SourceText, anchor: Anchor, by: Any) -> None:
    """Let the citation count in ``edition``, at ``anchor``, and judge it anew.

    Raises :class:`AnchorError` if the words are not those of the edition, or if the citation was
    moved by somebody else since it was read.
    """
    there = Citation.objects.select_for_update().get(pk=citation.pk)
    if (there.source_text_id, there.start) != (citation.source_text_id, citation.start):
        raise AnchorError("Somebody else moved this passage meanwhile. Look again.")
    if edition.text[anchor.start : anchor.end] != anchor.exact:
        raise AnchorError("These words do not stand there, letter for letter.")
    there.source_text = edition
    for name, value in vars(anchor).items():
        setattr(there, name, value)
    there.full_clean()
    with on_record(by, "passage moved", f"To edition {edition.edition} of the text."):
        there.save()
    check([there])
