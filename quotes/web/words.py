"""What the interface calls things: dates, languages, kinds and numbers in words."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.models.names import NameKind
from archive.models.sources import Relation, SourceKind
from quotes.fidelity.checks import Verdict
from quotes.models import Kind, QuoteRelationKind, Standing, Status

Word = str | Promise

KINDS: dict[str, Word] = {
    Kind.DIRECT: _("Direct quote"),
    Kind.PARTIAL: _("Partial quote"),
    Kind.INDIRECT: _("Paraphrase"),
}

KINDS_EXPLAINED: dict[str, Word] = {
    Kind.DIRECT: _("The source prints these words as the speaker’s own."),
    Kind.PARTIAL: _(
        "The source prints these words in quotation marks within a sentence of its own."
    ),
    Kind.INDIRECT: _("The source reports what was said in words of its own."),
}

STANDINGS: dict[str, Word] = {
    Standing.UNVERIFIED: _("Unverified"),
    Standing.CONFIRMED: _("Confirmed"),
    Standing.DISPUTED: _("Disputed"),
    Standing.MISATTRIBUTED: _("Misattributed"),
}

STANDINGS_EXPLAINED: dict[str, Word] = {
    Standing.UNVERIFIED: _("Not yet checked against its first source."),
    Standing.CONFIRMED: _("Checked by an editor against its first source."),
    Standing.DISPUTED: _("It is disputed that this was said, or said this way."),
    Standing.MISATTRIBUTED: _("This was not said by the one it is attributed to."),
}

VERDICTS: dict[str, Word] = {
    Verdict.VERBATIM: _("Verbatim in the captured text."),
    Verdict.TYPOGRAPHY: _("Verbatim in the captured text, but for typography."),
    Verdict.TRANSLATION: _("As the translating source prints it."),
    Verdict.REPORTED: _("Reported in the source’s own words."),
    Verdict.ALTERED: _("The wording differs from the captured text."),
    Verdict.MEANING: _("A word that bears the meaning differs from the captured text."),
    Verdict.SPLICED: _("Joins words that stand apart in the captured text."),
    Verdict.TRUNCATED: _("Ends before a qualification in the captured text."),
    Verdict.NOT_FOUND: _("Not found in the captured text."),
    Verdict.AMBIGUOUS: _("Stands in the captured text more than once."),
    Verdict.OTHER_LANGUAGE: _("Not checked: the captured text is in another language."),
}
"""How a citation's words compare with the text captured of its source."""

NO_VERDICT = _("Not checked against a captured text.")

RETRACTED = _("Retracted")

STATUSES: dict[str, Word] = {Status.PUBLISHED: _("Published"), Status.RETRACTED: RETRACTED}

SOURCE_KINDS: dict[str, Word] = {
    SourceKind.INTERNAL_POST: _("Internal post"),
    SourceKind.PRESS_RELEASE: _("Press release"),
    SourceKind.STATEMENT: _("Statement"),
    SourceKind.FILING: _("Filing"),
    SourceKind.TRANSCRIPT: _("Transcript"),
    SourceKind.ARTICLE: _("Article"),
    SourceKind.INTERVIEW: _("Interview"),
    SourceKind.VIDEO: _("Video"),
    SourceKind.AUDIO: _("Audio"),
    SourceKind.BOOK: _("Book"),
    SourceKind.SOCIAL_POST: _("Social post"),
    SourceKind.OTHER: _("Other document"),
}

RELATIONS: dict[str, Word] = {
    Relation.REPORTS: pgettext_lazy("a source … another", "reports"),
    Relation.TRANSLATES: pgettext_lazy("a source … another", "translates"),
    Relation.REPRINTS: pgettext_lazy("a source … another", "reprints"),
    Relation.EXCERPTS: pgettext_lazy("a source … another", "excerpts"),
}

QUOTE_RELATIONS: dict[str, tuple[Word, Word]] = {
    QuoteRelationKind.TRANSLATION_OF: (_("Translated from"), _("Translated as")),
    QuoteRelationKind.VARIANT_OF: (_("Another wording"), _("Another wording")),
}
"""What to call the other quote, seen from the relation's own quote and from the other one."""

NAME_KINDS: dict[str, Word] = {
    NameKind.ALIAS: _("also known as"),
    NameKind.NATIVE: _("in its own script"),
    NameKind.ROMANIZATION: _("romanized"),
    NameKind.SHORT: _("short form"),
    NameKind.HONORIFIC: _("form of address"),
    NameKind.FORMER: _("former name"),
}


def how_many(count: int, exact: bool = True) -> str:
    """A number for the reader: “12,345”, and “10,000+” when counting stopped there."""
    # Below a thousand there is nothing to group, and to ask how takes twenty times as long.
    said = number_format(count, force_grouping=True) if count >= 1000 else str(count)
    return said if exact else f"{said}+"
