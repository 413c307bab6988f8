"""All sources, the latest published first, narrowed by what they are and who published them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from archive.models import Source
from quotes.cursors import CursorError
from quotes.filters import SourceFilter
from quotes.paging import KeysFirst, page_of
from quotes.web import words
from quotes.web.form import Chip, address, filled_in, in_words, label_of
from quotes.web.lines import SourceLine
from quotes.web.refusals import refusals

SIZE = 20
HERE = "web:sources"

UNKNOWN = Value(date.min, output_field=DateField())

NEWEST = KeysFirst(
    "newest",
    (Coalesce("published_earliest", UNKNOWN), Coalesce("published_latest", UNKNOWN), F("id")),
    descending=True,
)

LABELS: dict[str, words.Word] = {
    "published": _("Published in"),
    "published_after": _("Published then or later"),
    "published_before": _("Published then or earlier"),
    "language": _("Language"),
}


@dataclass(frozen=True)
class KindLink:
    """A kind of document to narrow by; the one chosen leads back to all."""

    label: words.Word
    address: str
    chosen: bool


def sources_page(request: HttpRequest) -> HttpResponse:
    """The sources asked for; refused with 400 when any of it is not understood."""
    asked = filled_in(request.GET)
    if asked != request.GET:
        return HttpResponseRedirect(address(asked, page=HERE))
    bound = SourceFilter(request.GET, queryset=Source.objects.public(), request=request)
    bound.also_known = ("cursor",)
    bound.is_valid()
    errors = {name: [str(one) for one in found] for name, found in bound.errors.items()}
    found = {} if errors else _found(bound, asked, errors)
    context = {
        **found,
        "errors": errors,
        "refusals": refusals(bound, asked, errors, _label, HERE),
        "kinds": list(_kinds(asked)),
        "chips": list(_chips(asked, bound)),
        "api": address(asked, "cursor", page="v1:source-list"),
        "canonical": "" if asked else request.build_absolute_uri(request.path),
    }
    return render(request, "quotes/sources.html", context, status=400 if errors else 200)


def _found(bound: SourceFilter, asked: QueryDict, errors: dict[str, list[str]]) -> dict[str, Any]:
    try:
        page = page_of(bound.qs.select_related("publisher"), NEWEST, SIZE, asked.get("cursor"))
    except CursorError as error:
        errors["cursor"] = [str(error)]
        return {}
    return {"page": page, "lines": [SourceLine(one) for one in page.rows]}


def _kinds(asked: QueryDict) -> Iterable[KindLink]:
    chosen = asked.get("kind", "")
    for kind, label in (("", _("All")), *words.SOURCE_KINDS.items()):
        instead = {"kind": str(kind)} if kind else {}
        yield KindLink(
            label, address(asked, "cursor", "kind", page=HERE, **instead), kind == chosen
        )


def _chips(asked: QueryDict, bound: SourceFilter) -> Iterable[Chip]:
    """What narrows the list beside its kind, each with the list without it."""
    for name, typed in asked.items():
        if name in ("cursor", "kind"):
            continue
        meant = bound.form.cleaned_data.get(name) or typed
        without = address(asked, name, "cursor", page=HERE)
        yield Chip(_label(name), in_words(name, meant), without)


def _label(name: str) -> words.Word:
    return LABELS.get(name) or label_of(name)
