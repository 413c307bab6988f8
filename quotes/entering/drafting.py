"""From a captured text to drafts of quotes: one transactional function for each step of entering.

The desk's entering screen calls these. Each asks who may, locks the text it works on, and does
nothing twice: sending a form again finds what the first time left.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max

from archive.history import on_record
from archive.models import Organization, Person, Source, SourceText, Speech
from quotes.fidelity.anchors import CONTEXT
from quotes.fidelity.checks import Dismissal
from quotes.fidelity.verifying import catch_up, check
from quotes.models import Citation, Quote, Topic
from quotes.passages.keeping import keep_passages
from quotes.permissions import User
from quotes.text import CJK

CHARACTER = re.compile(f"[{CJK}]")
IN_CHARACTERS = ("zh", "ja", "ko", "yue", "wuu")
"""Languages written in Chinese characters, kana or hangul."""

LONGEST_TEXT = 1_000_000
"""Characters of a pasted text: a long book."""


class DraftingError(ValidationError):
    """What cannot be entered as it is; the message is for the editor."""


@dataclass(frozen=True)
class Draft:
    """One passage of a text, as the editor wants it entered."""

    start: int
    end: int
    words: str
    kind: str
    wording: str = ""
    as_credited: str = ""
    locator: str = ""
    speaker: Person | None = None
    organization: Organization | None = None
    unattributed: bool = False


@dataclass(frozen=True)
class Shared:
    """What the drafts of one go have in common."""

    language: str = ""
    spoken_language: str = ""
    speech: Speech | None = None
    said: str = ""
    topics: list[Topic] = field(default_factory=list)


@transaction.atomic
def capture(
    source: Source, text: str, by: User, *, language: str = "", note: str = ""
) -> SourceText:
    """Keep ``text`` exactly as an edition of ``source``; the one it has already, if it is the same.

    Raises DraftingError for a text that is blank or too long, PermissionDenied for who may not.
    """
    _require(by, "archive.add_sourcetext")
    if not text.strip():
        raise DraftingError("Paste the text: there is nothing to keep yet.")
    if len(text) > LONGEST_TEXT:
        raise DraftingError(f"This text is longer than {LONGEST_TEXT:,} characters. Split it.")
    Source.objects.select_for_update().get(pk=source.pk)
    seal = hashlib.sha256(text.encode()).hexdigest()
    if known := source.texts.filter(sha256=seal).first():
        return known
    last = source.texts.aggregate(last=Max("edition"))["last"] or 0
    edition = SourceText(
        source=source, edition=last + 1, text=text, language=language or source.language, note=note
    )
    edition.full_clean(exclude=["sha256", "length"])
    with on_record(by, "captured a text"):
        edition.save()
        keep_passages(Source.objects.filter(pk=source.pk))
        for _ in catch_up([source.pk]):
            pass
    return edition


@transaction.atomic
def draft(text: SourceText, drafts: Iterable[Draft], shared: Shared, by: User) -> list[Quote]:
    """Make a quote of each of ``drafts`` with its anchor; passages entered already are left alone.

    All or none: raises ValidationError for the first that breaks a promise of the record.
    """
    _require(by, "quotes.add_quote")
    SourceText.objects.select_for_update().defer("text").get(pk=text.pk)
    entered = set(text.citations.values_list("start", "end"))
    made: list[Citation] = []
    with on_record(by, "drafted from a text"):
        for one in drafts:
            if (one.start, one.end) not in entered:
                entered.add((one.start, one.end))
                made.append(_enter(text, one, shared, by))
        check(made)
    return [citation.quote for citation in made]


def _enter(text: SourceText, one: Draft, shared: Shared, by: User) -> Citation:
    if not 0 <= one.start < one.end <= len(text.text):
        raise DraftingError("This passage lies outside the text.")
    quote = Quote(
        text=one.words,
        language=language_of(one.words, shared.language or text.language),
        spoken_language=shared.spoken_language,
        kind=one.kind,
        as_credited=one.as_credited,
        unattributed=one.unattributed,
        speech=shared.speech,
        said=shared.said,
        author_id=by.pk,
        **_attributed(one, shared.speech),
    )
    if shared.speech:
        quote.speech_delivered = shared.speech.delivered
    quote.full_clean(exclude=["stems", "exact", "said_earliest", "said_latest"])
    quote.save()
    quote.topics.set(shared.topics)
    citation = Citation(
        quote=quote,
        source_id=text.source_id,
        source_text=text,
        wording=one.wording if one.wording != one.words else "",
        as_credited=one.as_credited,
        locator=one.locator,
        **_anchor(text.text, one.start, one.end),
    )
    citation.text_length = text.length
    citation.full_clean()
    citation.save()
    return citation


def language_of(words: str, language: str) -> str:
    """The language said of a text, for words of it; unknown where their script speaks against it.

    An English article prints what was said in Chinese characters: that is not English, and which of
    the languages of those characters it is, they do not say.
    """
    characters = len(CHARACTER.findall(words))
    others = sum(map(str.isalpha, words)) - characters
    fits = characters if language.split("-")[0] in IN_CHARACTERS else others
    return language if fits or not (characters or others) else ""


def _attributed(one: Draft, speech: Speech | None) -> dict[str, Any]:
    """Whose the quote is; for who gave the speech, also as what, as the speech records it."""
    if one.speaker is None:
        return {"organization": one.organization}
    spoke = speech and speech.speakers.filter(person=one.speaker).first()
    return {
        "speaker": one.speaker,
        "organization": one.organization or (spoke.organization if spoke else None),
        "role": spoke.role if spoke else None,
    }


def _anchor(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "exact": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
        "start": start,
        "end": end,
    }


@transaction.atomic
def dismiss(text: SourceText, places: Iterable[tuple[int, int]], by: User) -> int:
    """Remember that nothing is to be made of these places of ``text``; how many are new."""
    _require(by, "quotes.add_quote")
    rows = [Dismissal(source_text=text, start=start, end=end, by=by) for start, end in places]
    before = text.dismissals.count()
    Dismissal.objects.bulk_create(rows, ignore_conflicts=True)
    return text.dismissals.count() - before


@transaction.atomic
def offer_again(text: SourceText, places: Iterable[tuple[int, int]], by: User) -> int:
    """Forget that these places were dismissed; how many were."""
    _require(by, "quotes.add_quote")
    gone = 0
    for start, end in places:
        gone += text.dismissals.filter(start=start, end=end).delete()[0]
    return gone


def _require(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied("You may not enter quotes.")
