"""How two wordings of one saying differ, as a page draws it: word by word, and in a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quotes.web import words
from quotes.wordings.aligning import How
from quotes.wordings.changes import MEANING, ChangeKind
from quotes.wordings.comparing import Comparison, compare

LONGEST = 4_000
"""Characters compared: nobody reads the difference of a whole speech on a quote's page."""

LEAST_AGREEMENT = 0.3
"""Less in common than this, and a drawing of the difference shows nothing but noise."""

CHANGED: dict[ChangeKind, words.Word] = {
    ChangeKind.NEGATION: _("negation"),
    ChangeKind.NUMBER: _("number"),
    ChangeKind.UNIT: _("unit"),
    ChangeKind.MODAL: _("may, must or will"),
    ChangeKind.QUANTIFIER: _("how many or how often"),
    ChangeKind.CONNECTIVE: _("how its parts connect"),
    ChangeKind.NAME: _("name"),
}
"""Changes that may turn the meaning round, named for the reader."""


@dataclass(frozen=True)
class Piece:
    """A piece of text: in both wordings (``""``), only there (``ins``), only here (``del``)."""

    text: str
    only: str = ""

    @property
    def mark(self) -> str:
        """How it is drawn: a space that goes with a word is neither struck out nor underlined."""
        return self.only if self.text.strip() else ""


@dataclass(frozen=True)
class Differences:
    """The other wording in pieces, and what kinds of change may turn the meaning round."""

    pieces: Sequence[Piece] = ()
    meaning: Sequence[words.Word] = ()


def differences(here: str, there: str) -> Differences:
    """``there`` in pieces, beside what ``here`` says; none when too long or too different."""
    if max(len(here), len(there)) > LONGEST:
        return Differences()
    compared = compare(there, here)
    if compared.agreement < LEAST_AGREEMENT:
        return Differences()
    meaning = [CHANGED[kind] for kind in compared.kinds if kind in MEANING]
    return Differences(tuple(_pieces(compared)), meaning)


def _pieces(compared: Comparison) -> Iterator[Piece]:
    for segment in compared.segments:
        if segment.how is How.SAME:
            yield Piece(segment.claim)
            continue
        yield from _marked(segment.record, "del")
        yield from _marked(segment.claim, "ins")


def _marked(text: str, only: str) -> Iterator[Piece]:
    """The words, and the space after them as a piece of its own."""
    bare = text.rstrip()
    return (Piece(part, only) for part in (bare, text[len(bare) :]) if part)
