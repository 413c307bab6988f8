"""An answer in sentences: what is known of the quote first, then the wording, then what was cut."""

from collections.abc import Iterator
from typing import Final

from archive.dates import show
from quotes.changes import Change, ChangeKind
from quotes.matching import Answer, Match
from quotes.models import Quote
from quotes.verdicts import EXPLAINED, THE_SAME_WORDS, Caution, Verdict

LONGEST: Final = 120
"""Characters of a change told in a sentence."""

CHANGES: Final = {
    ChangeKind.NEGATION: "a negation",
    ChangeKind.NUMBER: "a number",
    ChangeKind.UNIT: "a unit",
    ChangeKind.MODAL: "a modal verb",
    ChangeKind.QUANTIFIER: "a quantifier",
    ChangeKind.CONNECTIVE: "a connecting word",
    ChangeKind.NAME: "a name",
    ChangeKind.ORDER: "the order of the words",
    ChangeKind.OMISSION: "words left out without a sign",
    ChangeKind.ADDITION: "words added",
    ChangeKind.WORDING: "the wording",
    ChangeKind.SPELLING: "the spelling",
    ChangeKind.CAPITALS: "capitals",
    ChangeKind.PUNCTUATION: "punctuation",
}


def tell(answer: Answer) -> str:
    """The answer in a few sentences."""
    return " ".join(_sentences(answer))


def _sentences(answer: Answer) -> Iterator[str]:
    best = answer.best
    if answer.verdict is Verdict.SPLICED:
        for quote in dict.fromkeys(part.quote for part in answer.parts):
            yield from _standing(quote)
        yield EXPLAINED[Verdict.SPLICED]
    elif best is None:
        yield EXPLAINED[Verdict.NOTHING]
    else:
        yield from _standing(best.quote)
        yield from _of_match(best)


def _standing(quote: Quote) -> Iterator[str]:
    note = f" {quote.public_note.strip()}" if quote.public_note.strip() else ""
    if quote.status == "retracted":
        yield f"The archive has retracted this quote.{note}"
    elif quote.standing == "misattributed":
        yield f"This quote is known to be misattributed.{note}"
    elif quote.standing == "disputed":
        yield f"This quote is disputed.{note}"


def _of_match(match: Match) -> Iterator[str]:
    yield _verdict(match)
    told = match.cautions
    if Caution.OTHER_SPEAKER in told:
        yield f"The archive has it from {who(match.quote)}."
    if Caution.OTHER_DATE in told:
        yield f"The archive dates it {show(match.quote.said_or_delivered)}."
    if Caution.QUALIFICATION_CUT in told:
        words = ", ".join(f"“{word}”" for word in match.comparison.qualifications[:6])
        yield f"What was cut limits it: {words}."
    if Caution.PARAPHRASE in told:
        yield "The archive has it as a paraphrase: the words are the source’s, not the speaker’s."
    if Caution.TRANSLATED in told and match.verdict is not Verdict.TRANSLATION:
        yield "It is a translation: these are not the words as spoken."
    if Caution.FEW_WORDS in told:
        yield "So few words may have been said by anybody."


def _verdict(match: Match) -> str:
    found = match.comparison
    explained = EXPLAINED[match.verdict]
    if match.verdict is Verdict.OTHER_SPEAKER:
        return f"The archive has these words from {who(match.quote)}, not from the one named."
    if match.verdict is Verdict.TYPOGRAPHY:
        return f"{explained[:-1]}: {', '.join(found.typography)}."
    if match.verdict is Verdict.ALTERED:
        changes = "; ".join(dict.fromkeys(map(_change, found.changes[:5])))
        return f"The archive has this with other words. Changed: {changes}."
    if match.verdict in THE_SAME_WORDS and match.printed_in is not None:
        return f"{explained} So it is printed in “{match.printed_in.source.title}”."
    return explained


def _change(change: Change) -> str:
    claim, record = _short(change.claim), _short(change.record)
    what = CHANGES[change.kind]
    if claim and record:
        return f"{what}, “{claim}” for “{record}”"
    return f"{what}, “{claim}” put in" if claim else f"{what}, “{record}” left out"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def who(quote: Quote) -> str:
    """Whom the archive has the quote from."""
    by = quote.speaker or quote.organization
    return by.name if by else "a speaker the source does not name"
