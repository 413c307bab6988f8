"""The entering screen: paste a source's text, mark passages in it, make quotes of them.

Everything works as plain forms; ``entering.js`` adds marking by selection and what is held already.
What is entered goes through ``quotes.entering.drafting`` alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from archive.models import Source, SourceText, Speech
from archive.models.base import Record
from quotes.admin import near
from quotes.admin.entering_forms import (
    NEW,
    NewSourceForm,
    PassageForm,
    PasteForm,
    SharedForm,
)
from quotes.entering import drafting
from quotes.entering.naming import Called, called
from quotes.entering.suggesting import LONGEST_READ, MOST, Suggestion, marked, suggestions
from quotes.fidelity.anchors import AnchorError
from quotes.fidelity.anchors import find as find_words
from quotes.matching import holding
from quotes.models import Quote
from quotes.permissions import may_enter_from_texts, visible_to


@dataclass
class Row:
    """A passage on the screen: what is suggested, its form, and quotes that have its words."""

    suggestion: Suggestion
    form: PassageForm
    known: bool = False
    take: bool = False
    held: Iterable[Quote] = ()

    @property
    def hedge(self) -> str:
        """Why to look at the speaker before accepting it; a name the archive knows is a name."""
        printed = self.suggestion.printed == self.suggestion.speaker
        return "" if self.known and printed else self.suggestion.hedge

    @property
    def same(self) -> bool:
        """Whether a quote of the archive has these words and no others."""
        return any(holding.same_words(self.suggestion.words, quote.text) for quote in self.held)


def urls() -> list[URLPattern]:
    """Addresses under the quotes list."""
    view = admin.site.admin_view
    return [
        path("enter/", view(start), name="quotes_quote_enter"),
        path("enter/<int:pk>/", view(enter), name="quotes_quote_mark"),
        path("enter/<int:pk>/passage/", view(passage), name="quotes_quote_passage"),
    ]


# Pasting ------------------------------------------------------------------------------------------


def start(request: HttpRequest) -> HttpResponse:
    """Paste a text of a source, new or known; then mark it."""
    if not may_enter_from_texts(request.user):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    given = request.GET.get("source", "")
    known = given.isdecimal() and len(given) < near.MANY_DIGITS
    paste = PasteForm(posted, initial={"source": given if known else None})
    new = NewSourceForm(posted, prefix="new")
    if posted is not None and paste.is_valid() and (paste.cleaned_data["source"] or new.is_valid()):
        try:
            text = _capture(request, paste, new)
        except ValidationError as error:
            paste.add_error(None, error)
        else:
            return HttpResponseRedirect(reverse("admin:quotes_quote_mark", args=[text.pk]))
    if posted is None or paste.data.get("source"):
        new = NewSourceForm(prefix="new")  # without the complaints about what was not asked for
    context = {"title": gettext("Enter quotes from a text"), "paste": paste, "new": new}
    return _page(request, "start", context, media=paste.media + new.media)


@transaction.atomic
def _capture(request: HttpRequest, paste: PasteForm, new: NewSourceForm) -> SourceText:
    data = paste.cleaned_data
    source: Source | None = data["source"]
    if source is None:
        _require(request, "archive.add_source")
        source = new.save()
    return drafting.capture(
        source, data["text"], request.user, language=source.language, note=data["note"]
    )


# Marking ------------------------------------------------------------------------------------------


def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with its quotations, and a form for each that nothing was made of yet."""
    _require(request, "quotes.add_quote", "archive.view_sourcetext")
    text = _text(pk)
    if request.method == "POST":
        return _act(request, text)
    return _show(request, text)


def _text(pk: int) -> SourceText:
    return get_object_or_404(SourceText.objects.select_related("source"), pk=pk)


@dataclass
class _Desk:
    """What is known of one text before its page is shown or its form is read."""

    text: SourceText
    found: list[Suggestion]
    entered: set[tuple[int, int]]
    dismissed: set[tuple[int, int]]

    @property
    def waiting(self) -> list[Suggestion]:
        """Suggestions that nothing was decided about."""
        done = self.entered | self.dismissed
        return [one for one in self.found if (one.start, one.end) not in done]

    def at(self, key: str) -> Suggestion:
        """The passage a form calls so."""
        for one in self.found:
            if one.key == key:
                return one
        first, _, last = key.partition("-")
        return _marked(self.text, first, last)


def _desk(text: SourceText) -> _Desk:
    return _Desk(
        text,
        suggestions(text),
        {
            (start, end)
            for start, end in text.citations.values_list("start", "end")
            if start is not None and end is not None
        },
        set(text.dismissals.values_list("start", "end")),
    )


def _marked(text: SourceText, first: str, last: str) -> Suggestion:
    """The passage between two places, as a form or an address says them."""
    if not all(place.isdecimal() and len(place) < near.MANY_DIGITS for place in (first, last)):
        raise Http404
    start, end = int(first), int(last)
    if not start < end <= text.length:
        raise Http404
    return marked(text, start, end)


def _show(
    request: HttpRequest, text: SourceText, rows: list[Row] | None = None,
    shared: SharedForm | None = None,
) -> HttpResponse:  # fmt: skip
    desk = _desk(text)
    if rows is None:
        wanted = [*_asked_for(request, text), *desk.waiting[:MOST]]
        rows = _rows(request, wanted)
    shared = shared or SharedForm(initial=_in_common(text))
    context = {
        "title": gettext("Quotes from: %(source)s") % {"source": text.source},
        "is_nav_sidebar_enabled": False,  # the text and its passages need the width
        "text": text,
        "pieces": list(_pieces(desk)),
        "rows": rows,
        "shared": shared,
        "more": len(desk.waiting) - len(rows),
        "entered": _entered(request, text),
        "dismissed": [one for one in desk.found if (one.start, one.end) in desk.dismissed],
        "unread": text.length > LONGEST_READ,
        "read": f"{LONGEST_READ:,}",
        "speakers": _names(rows),
        "asked": request.GET,
    }
    return _page(request, "mark", context, media=shared.media)


def _entered(request: HttpRequest, text: SourceText) -> list[Quote]:
    """Quotes made from this text that the user may see, in its order."""
    quotes = visible_to(request.user, Quote.objects.filter(citations__source_text=text))
    return list(quotes.select_related("speaker", "organization").order_by("citations__start"))


def _asked_for(request: HttpRequest, text: SourceText) -> list[Suggestion]:
    """The passage whose words were typed, when there is one such place."""
    words = request.GET.get("words", "").replace("\r\n", "\n").strip()
    if not words:
        return []
    try:
        place = find_words(text.text, words, request.GET.get("before", ""))
    except AnchorError as error:
        messages.error(request, str(error))
        return []
    return [marked(text, place.start, place.end)]


def _in_common(text: SourceText) -> dict[str, Any]:
    """The one speech that this source, or what it derives from, records; and the languages."""
    sources = {text.source_id, *text.source.derived_from.values_list("origin", flat=True)}
    speeches = list(Speech.objects.filter(sources__in=sources).distinct()[:2])
    speech = speeches[0] if len(speeches) == 1 else None
    return {
        "speech": speech,
        "language": text.language or text.source.language,
        "spoken_language": speech.language if speech else "",
    }


def _rows(request: HttpRequest, wanted: list[Suggestion]) -> list[Row]:
    found = called(one.speaker for one in wanted)
    held = holding.holding((one.words for one in wanted), request.user)
    return [_row(one, found, held.get(one.words, [])) for one in wanted]


def _row(one: Suggestion, found: Called, held: Iterable[Quote] = ()) -> Row:
    known = bool(found.whole.get(one.speaker))
    certain = one.speaker and not one.hedge and " " in one.speaker
    initial = {
        "words": one.words,
        "kind": one.kind,
        "speaker": one.speaker,
        "as_credited": one.cue,
        "add": "person" if certain and not known else "",
    }
    return Row(one, PassageForm(prefix=one.key, initial=initial), known, held=held)


def _names(rows: list[Row]) -> list[str]:
    """Names to choose from while typing: those found in the text, and who they may be part of."""
    names = {row.suggestion.speaker for row in rows}
    found = called(names)
    near = {str(one) for those in (*found.whole.values(), *found.part.values()) for one in those}
    return sorted(name for name in names | near if name)


def _pieces(desk: _Desk) -> Iterable[dict[str, Any]]:
    """The text cut where passages begin and end; overlapping ones are shown by the first."""
    states = dict.fromkeys(desk.entered, "entered")
    states |= dict.fromkeys(desk.dismissed, "dismissed")
    states |= dict.fromkeys(((one.start, one.end) for one in desk.waiting), "waiting")
    done = 0
    for (first, last), state in sorted(states.items()):
        if first < done or last > desk.text.length:
            continue
        yield {"words": desk.text.text[done:first]}
        yield {"words": desk.text.text[first:last], "state": state, "key": f"{first}-{last}"}
        done = last
    yield {"words": desk.text.text[done:]}


# Acting -------------------------------------------------------------------------------------------


def _act(request: HttpRequest, text: SourceText) -> HttpResponse:
    """Make quotes of passages, dismiss them, or offer dismissed ones again."""
    desk = _desk(text)
    act, _, only = request.POST.get("act", "").partition(":")
    keys = [only] if only else request.POST.getlist("take")
    if act in ("dismiss", "offer"):
        return _set_aside(request, desk, act, keys)
    if act != "draft":
        raise Http404
    if not keys:
        messages.error(request, "Tick the passages to make quotes of.")
    return _draft(request, desk, keys)


def _set_aside(request: HttpRequest, desk: _Desk, act: str, keys: list[str]) -> HttpResponse:
    passages = [desk.at(key) for key in keys]
    places = [(one.start, one.end) for one in passages]
    if act == "dismiss":
        done = drafting.dismiss(desk.text, places, request.user)
        messages.success(request, f"{_count(done, 'passage')} dismissed in this edition.")
    else:
        done = drafting.offer_again(desk.text, places, request.user)
        messages.success(request, f"{_count(done, 'passage')} offered again.")
    return _back(desk.text)


def _draft(request: HttpRequest, desk: _Desk, keys: list[str]) -> HttpResponse:
    rows = [_bound(request, desk, key, key in keys) for key in request.POST.getlist("row")[:MOST]]
    taken = [row for row in rows if row.take]
    shared = SharedForm(request.POST)
    checked = [form.is_valid() for form in (*(row.form for row in taken), shared)]  # each of them
    valid = all(checked)
    found = called(row.form.cleaned_data.get("speaker", "") for row in taken if valid)
    for row in taken if valid else ():
        row.form.resolve(found)
    if taken and valid and all(row.form.is_valid() for row in taken):
        try:
            quotes = _enter(request, desk.text, taken, shared)
        except ValidationError as error:
            shared.add_error(None, error.messages)
        else:
            messages.success(request, _told(quotes))
            near.tell(request, quotes)
            return _back(desk.text)
    return _show(request, desk.text, rows, shared)


def _bound(request: HttpRequest, desk: _Desk, key: str, take: bool) -> Row:
    return Row(desk.at(key), PassageForm(request.POST, prefix=key), take=take)


@transaction.atomic
def _enter(
    request: HttpRequest, text: SourceText, rows: list[Row], shared: SharedForm
) -> list[Quote]:
    made = _new_speakers(request, rows)
    organization = shared.cleaned_data["organization"]
    drafts = [row.form.draft(made, row.suggestion, organization) for row in rows]
    return drafting.draft(text, drafts, shared.shared(), request.user)


def _new_speakers(request: HttpRequest, rows: list[Row]) -> dict[str, Record]:
    """The people and organizations the editor says to add, each once."""
    made: dict[str, Record] = {}
    for row in rows:
        name, noun = row.form.cleaned_data["speaker"], row.form.cleaned_data["add"]
        if name and noun and row.form.record is None and name not in made:
            _require(request, f"archive.add_{noun}")
            record: Any = NEW[noun](name=name)
            record.full_clean(exclude=["folded"])
            record.save()
            made[name] = record
    return made


def _told(quotes: list[Quote]) -> str:
    """What was made, with where to look at it."""
    if not quotes:
        return "These passages were entered already."
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((_address(quote), str(quote)) for quote in quotes)
    )
    return format_html("{} made: {}.", _count(len(quotes), "draft"), links)


def _address(quote: Quote) -> str:
    return reverse("admin:quotes_quote_change", args=[quote.pk])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _back(text: SourceText) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:quotes_quote_mark", args=[text.pk]))


# For the script -----------------------------------------------------------------------------------


def passage(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one passage, for a selection made in the browser."""
    _require(request, "quotes.add_quote", "archive.view_sourcetext")
    text = _text(pk)
    place = _marked(text, request.GET.get("start", ""), request.GET.get("end", ""))
    rows = _rows(request, [place])
    rows[0].take = True
    context = {"row": rows[0]}
    return TemplateResponse(request, "admin/quotes/entering/passage.html", context)


def _require(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def _page(request: HttpRequest, name: str, context: dict[str, Any], media: Any) -> HttpResponse:
    shown = {
        **admin.site.each_context(request),
        "opts": Quote._meta,
        "media": media,
        **context,
    }
    return TemplateResponse(request, f"admin/quotes/entering/{name}.html", shown)
