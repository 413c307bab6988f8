"""An answer in sentences: what is known of the quote first, then the wording, then what was cut."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.dates import show
from archive.translating import translated
from quotes.matching.engine import Answer, Match
from quotes.matching.verdicts import EXPLAINED, THE_SAME_WORDS, Caution, Verdict
from quotes.models import Quote
from quotes.wordings.changes import Change, ChangeKind
from quotes.wordings.typography import Typography

LONGEST: Final = 120
"""Characters of a change told in a sentence."""

CHANGES: Final[dict[ChangeKind, str | Promise]] = {
    ChangeKind.NEGATION: gettext_lazy("a negation"),
    ChangeKind.NUMBER: gettext_lazy("a number"),
    ChangeKind.UNIT: gettext_lazy("a unit"),
    ChangeKind.MODAL: gettext_lazy("a modal verb"),
    ChangeKind.QUANTIFIER: gettext_lazy("a quantifier"),
    ChangeKind.CONNECTIVE: gettext_lazy("a connecting word"),
    ChangeKind.NAME: gettext_lazy("a name"),
    ChangeKind.ORDER: gettext_lazy("the order of the words"),
    ChangeKind.OMISSION: gettext_lazy("words left out without a sign"),
    ChangeKind.ADDITION: gettext_lazy("words added"),
    ChangeKind.WORDING: gettext_lazy("the wording"),
    ChangeKind.SPELLING: gettext_lazy("the spelling"),
    ChangeKind.CAPITALS: gettext_lazy("capitals"),
    ChangeKind.PUNCTUATION: gettext_lazy("punctuation"),
}

TYPOGRAPHY: Final[dict[Typography, str | Promise]] = {
    Typography.QUOTATION_MARKS: gettext_lazy("quotation marks"),
    Typography.DASHES: gettext_lazy("dashes"),
    Typography.SPACES: gettext_lazy("spaces"),
    Typography.INVISIBLE: gettext_lazy("invisible characters"),
    Typography.WIDTH: gettext_lazy("full-width forms"),
    Typography.SCRIPT: gettext_lazy("traditional and simplified characters"),
    Typography.LIGATURES: gettext_lazy("ligatures and composed letters"),
    Typography.DIGITS: gettext_lazy("grouping of digits"),
    Typography.ELLIPSES: gettext_lazy("ellipses"),
    Typography.FIRST_LETTER: gettext_lazy("case of the first letter"),
    Typography.ALL_CAPITALS: gettext_lazy("capitals throughout"),
    Typography.FINAL_MARK: gettext_lazy("final punctuation"),
    Typography.OTHER: gettext_lazy("other signs"),
}


def tell(answer: Answer) -> str:
    """The answer in a few sentences."""
    return " ".join(_sentences(answer))


def _sentences(answer: Answer) -> Iterator[str]:
    best = answer.best
    if answer.verdict is Verdict.SPLICED:
        for quote in dict.fromkeys(part.quote for part in answer.parts):
            yield from _standing(quote)
        yield translated(EXPLAINED[Verdict.SPLICED])
    elif best is None:
        yield translated(EXPLAINED[Verdict.NOTHING])
    else:
        yield from _standing(best.quote)
        yield from _of_match(best)


def _standing(quote: Quote) -> Iterator[str]:
    if quote.status == "retracted":
        yield _("The archive has retracted this quote.")
    elif quote.standing == "misattributed":
        yield _("This quote is known to be misattributed.")
    elif quote.standing == "disputed":
        yield _("This quote is disputed.")
    else:
        return
    if note := quote.public_note.strip():
        yield note


def _of_match(match: Match) -> Iterator[str]:
    yield _verdict(match)
    told = match.cautions
    if Caution.OTHER_SPEAKER in told:
        yield _("The archive has it from %(name)s.") % {"name": who(match.quote)}
    if Caution.OTHER_DATE in told:
        date = translated(show(match.quote.said_or_delivered))
        yield _("The archive dates it %(date)s.") % {"date": date}
    if Caution.QUALIFICATION_CUT in told:
        words = ", ".join(f"“{word}”" for word in match.comparison.qualifications[:6])
        yield _("What was cut limits it: %(words)s.") % {"words": words}
    if Caution.PARAPHRASE in told:
        yield _(
            "The archive has it as a paraphrase: the words are the source’s, not the speaker’s."
        )
    if Caution.TRANSLATED in told and match.verdict is not Verdict.TRANSLATION:
        yield _("It is a translation: these are not the words as spoken.")
    if Caution.FEW_WORDS in told:
        yield _("So few words may have been said by anybody.")


def _verdict(match: Match) -> str:
    found = match.comparison
    explained = translated(EXPLAINED[match.verdict])
    if match.verdict is Verdict.OTHER_SPEAKER:
        told = _("The archive has these words from %(name)s, not from the one named.")
        return told % {"name": who(match.quote)}
    if match.verdict is Verdict.TYPOGRAPHY:
        told = _("The archive has these words; only the way they are printed differs: %(how)s.")
        return told % {"how": ", ".join(str(TYPOGRAPHY[one]) for one in found.typography)}
    if match.verdict is Verdict.ALTERED:
        changes = "; ".join(dict.fromkeys(map(_change, found.changes[:5])))
        told = _("The archive has this with other words. Changed: %(changes)s.")
        return told % {"changes": changes}
    if match.verdict in THE_SAME_WORDS and match.printed_in is not None:
        printed = _("So it is printed in “%(title)s”.") % {"title": match.printed_in.source.title}
        return f"{explained} {printed}"
    return explained


def _change(change: Change) -> str:
    claim, record = _short(change.claim), _short(change.record)
    told = {"what": CHANGES[change.kind], "claim": claim, "record": record}
    if claim and record:
        return _("%(what)s, “%(claim)s” for “%(record)s”") % told
    if claim:
        return _("%(what)s, “%(claim)s” put in") % told
    return _("%(what)s, “%(record)s” left out") % told


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def who(quote: Quote) -> str:
    """Whom the archive has the quote from."""
    by = quote.speaker or quote.organization
    return by.name if by else _("a speaker the source does not name")
