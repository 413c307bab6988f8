"""The page that checks a sentence or an article; nothing that is pasted is kept.

It is sent with POST, so that it stands in no address, no log of addresses and no history.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from archive.dates import readings
from archive.translating import translated
from quotes.allowance import spend_by_address
from quotes.matching.engine import Answer, Claim
from quotes.matching.pasted import LONGEST_TEXT, CheckedText, CheckError, Pasted, check_pasted, cost
from quotes.matching.telling import tell
from quotes.matching.verdicts import LABELS, THE_SAME_WORDS, Caution, Verdict
from quotes.web.lines import QuoteLine
from quotes.wordings.aligning import How
from quotes.wordings.comparing import Segment

LARGEST_BODY = 1_000_000
"""Bytes of a form: 200 KB of Chinese, each byte of it written as three."""


@dataclass(frozen=True)
class Found:
    """One claim's answer, ready to be read."""

    number: int
    words: str
    answer: Answer
    attributed: str = ""
    reported: bool = False

    @property
    def label(self) -> str:
        """The verdict in words."""
        return translated(LABELS[self.answer.verdict])

    @property
    def tone(self) -> str:
        """How the verdict is coloured; it is always told in words as well."""
        best = self.answer.best
        doubted = best and {Caution.RETRACTED, Caution.MISATTRIBUTED, Caution.DISPUTED} & {
            *best.cautions
        }
        if doubted:
            return "wrong"
        return TONES.get(self.answer.verdict, "wrong")

    @property
    def summary(self) -> str:
        """The answer in sentences."""
        return tell(self.answer)

    @property
    def line(self) -> QuoteLine | None:
        """The quote that the verdict is about."""
        best = self.answer.best
        return QuoteLine(best.quote, []) if best else None

    @property
    def others(self) -> list[QuoteLine]:
        """The next nearest quotes."""
        return [QuoteLine(match.quote, []) for match in self.answer.matches[1:]]

    @property
    def segments(self) -> Sequence[Segment]:
        """The words beside each other, where they differ or something was cut."""
        best = self.answer.best
        if best is None or (best.verdict is Verdict.EXACT and not best.comparison.is_excerpt):
            return ()
        return best.comparison.segments

    @property
    def marks(self) -> set[str]:
        """Which marks the comparison makes use of; its legend explains these and no more."""
        made = set()
        for one in self.segments:
            if one.how is How.CUT:
                made.add("cut")
            elif one.how is not How.SAME:
                made |= {"del"} if one.record else set()
                made |= {"ins"} if one.claim else set()
        return made

    @property
    def parts(self) -> list[tuple[str, QuoteLine]]:
        """The pieces of a spliced claim, each with the quote it is from."""
        text = self.answer.claim.text
        return [
            (text[part.start : part.end], QuoteLine(part.quote, [])) for part in self.answer.parts
        ]


TONES = {
    **dict.fromkeys(THE_SAME_WORDS, "right"),
    Verdict.PUNCTUATION: "careful",
    Verdict.TRANSLATION: "careful",
    Verdict.SIMILAR: "careful",
    Verdict.NOTHING: "unknown",
}


@dataclass(frozen=True)
class Stretch:
    """A piece of the article: plain, or with what was found about it."""

    text: str
    found: Found | None = None


@never_cache
@csrf_exempt  # it changes nothing, and needs no cookie
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    """The box to paste into; with POST, what the archive says of what was pasted."""
    canonical = request.build_absolute_uri(request.path)
    if request.method != "POST":
        return render(request, "quotes/check.html", {"canonical": canonical})
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        problem = _("This is too much at once: paste at most %s KB.") % (LONGEST_TEXT // 1000)
        return render(request, "quotes/check.html", {"problem": problem}, status=413)
    given = request.POST.get
    claim = Claim(given("text", ""), given("speaker", ""), _as_written(given("date", "")))
    spent = spend_by_address(request, cost(len(claim.text.encode(errors="replace"))))
    if spent and spent.wait:
        return _not_yet(request, claim, spent.wait)
    context = {"claim": claim, **_checked(claim)}
    return render(
        request, "quotes/check.html", context, status=400 if "problem" in context else 200
    )


def _as_written(typed: str) -> str:
    """A date in plain words as the archive writes it, if it can mean one alone; else as typed."""
    found = readings(typed)
    return found[0] if len(found) == 1 else typed


def _not_yet(request: HttpRequest, claim: Claim, wait: int) -> HttpResponse:
    """429: this address has checked too much; what was pasted stays in the box."""
    context = {"claim": claim, "wait": wait}
    answer = render(request, "quotes/check.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def _checked(claim: Claim) -> dict[str, Any]:
    try:
        pasted = check_pasted(claim)
    except CheckError as error:
        return {"problem": str(error)}
    return _context(claim, pasted)


def _context(claim: Claim, pasted: Pasted) -> dict[str, Any]:
    if pasted.text is None:
        assert pasted.sentence
        told = pasted.sentence.claim
        said_by = "" if claim.speaker else told.speaker
        return {"checked": True, "results": [Found(1, told.text.strip(), pasted.sentence, said_by)]}
    results = list(_results(claim.text, pasted.text))
    return {
        "checked": True,
        "results": results,
        "article": list(_stretches(claim.text, pasted.text, results)),
        "unchecked": pasted.text.unchecked,
    }


def _results(text: str, checked: CheckedText) -> Iterator[Found]:
    for number, one in enumerate(checked.passages, start=1):
        said_by = one.attribution.speaker if one.attribution else ""
        yield Found(number, text[one.start : one.end], one.answer, said_by, one.reported)


def _stretches(text: str, checked: CheckedText, results: list[Found]) -> Iterator[Stretch]:
    done = 0
    for one, found in zip(checked.passages, results, strict=True):
        yield Stretch(text[done : one.start])
        yield Stretch(text[one.start : one.end], found)
        done = one.end
    yield Stretch(text[done:])
