"""What the archive can say of a claimed wording. Deterministic, and never more than is known. Pure.

There is no verdict "fake": the archive is not the world, and what is not found may have been said.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from archive.messages import marked as _
from quotes.wordings.changes import MEANING, SURFACE, ChangeKind
from quotes.wordings.comparing import Comparison, Sameness
from quotes.wordings.units import units


class Verdict(StrEnum):
    """How a claimed wording stands to the archive."""

    EXACT = "exact"
    TYPOGRAPHY = "typography"
    EXCERPT = "excerpt"
    PUNCTUATION = "punctuation"
    OTHER_SPEAKER = "other_speaker"
    SPLICED = "spliced"
    ALTERED = "altered"
    TRANSLATION = "translation"
    SIMILAR = "similar"
    NOTHING = "nothing"


RANK: Final = {
    verdict: rank
    for rank, verdict in enumerate(
        [
            Verdict.EXACT,
            Verdict.TYPOGRAPHY,
            Verdict.EXCERPT,
            Verdict.PUNCTUATION,
            Verdict.OTHER_SPEAKER,
            Verdict.SPLICED,
            Verdict.ALTERED,
            Verdict.TRANSLATION,
            Verdict.SIMILAR,
            Verdict.NOTHING,
        ]
    )
}

THE_SAME_WORDS: Final = frozenset(
    {Verdict.EXACT, Verdict.TYPOGRAPHY, Verdict.EXCERPT, Verdict.PUNCTUATION}
)
"""The archive has these words, whoever is said to have said them."""

LABELS: Final = {
    Verdict.EXACT: _("Exact"),
    Verdict.TYPOGRAPHY: _("Same but for typography"),
    Verdict.EXCERPT: _("Excerpt"),
    Verdict.PUNCTUATION: _("Same words, other punctuation"),
    Verdict.OTHER_SPEAKER: _("Exact words, other speaker"),
    Verdict.SPLICED: _("Spliced from several"),
    Verdict.ALTERED: _("Altered"),
    Verdict.TRANSLATION: _("Translation on file"),
    Verdict.SIMILAR: _("Similar, not the same"),
    Verdict.NOTHING: _("Nothing found"),
}

EXPLAINED: Final = {
    Verdict.EXACT: _("The archive has these words, letter for letter."),
    Verdict.TYPOGRAPHY: _("The archive has these words; only the way they are printed differs."),
    Verdict.EXCERPT: _("These words stand in a longer quote."),
    Verdict.PUNCTUATION: _(
        "The archive has these words; punctuation or capitals differ, which can matter."
    ),
    Verdict.OTHER_SPEAKER: _("The archive has these words, from somebody else."),
    Verdict.SPLICED: _("This is put together from pieces of several quotes."),
    Verdict.ALTERED: _("The archive has this with other words: see what differs."),
    Verdict.TRANSLATION: _(
        "The archive has a translation that reads otherwise. Two translations of the same words"
        " may differ."
    ),
    Verdict.SIMILAR: _("The archive has something like it, and not this."),
    Verdict.NOTHING: _(
        "The archive does not have these words. It is not the world: they may still have been said."
    ),
}

ALTERED_FROM: Final = 0.6
"""Agreement from which a longer claim is taken for a changed quote rather than for another."""

SHORT_ALTERED_FROM: Final = 0.72
"""The same for a claim of few words: half a dozen of them agree by chance."""

MEANING_ALTERED_FROM: Final = 0.5
"""The same where nothing but small words that bear meaning, or a letter, were changed."""

SHORT: Final = 8
"""Words of a claim that is short."""

SIMILAR_FROM: Final = 0.5
"""Share of the claim's words from which a quote is worth showing at all."""

AROUND: Final = 3
"""Words around a whole quote that make the claim a sentence holding it, not the quote altered."""


def verdict_of(claim: str, found: Comparison) -> Verdict:
    """What the wording alone comes to, whoever said it."""
    match found.sameness:
        case Sameness.SAME:
            return Verdict.EXCERPT if found.is_excerpt else Verdict.EXACT
        case Sameness.TYPOGRAPHY:
            return Verdict.EXCERPT if found.is_excerpt else Verdict.TYPOGRAPHY
        case Sameness.WORDS:
            return Verdict.PUNCTUATION
    if found.shared < SIMILAR_FROM and not _holds_it_whole(found):
        return Verdict.NOTHING
    altered = found.agreement >= _altered_from(claim, found.kinds) and not _is_within(found)
    return Verdict.ALTERED if altered else Verdict.SIMILAR


def _altered_from(claim: str, kinds: Sequence[ChangeKind]) -> float:
    if set(kinds) <= MEANING | SURFACE | {ChangeKind.SPELLING}:
        return MEANING_ALTERED_FROM
    return SHORT_ALTERED_FROM if len(units(claim)) <= SHORT else ALTERED_FROM


def _is_within(found: Comparison) -> bool:
    """Whether the claim holds the whole quote unchanged, in a sentence of its own."""
    return _holds_it_whole(found) and set(found.kinds) <= {ChangeKind.ADDITION} | SURFACE


def _holds_it_whole(found: Comparison) -> bool:
    around = sum(len(units(one.claim)) for one in found.changes)
    return found.held > 0.999 and around >= AROUND


class Caution(StrEnum):
    """What must be said before the verdict, or beside it."""

    RETRACTED = "retracted"
    MISATTRIBUTED = "misattributed"
    DISPUTED = "disputed"
    QUALIFICATION_CUT = "qualification_cut"
    PARAPHRASE = "paraphrase"
    TRANSLATED = "translated"
    OTHER_SPEAKER = "other_speaker"
    OTHER_DATE = "other_date"
    FEW_WORDS = "few_words"
