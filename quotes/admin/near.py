"""Possible duplicates: the quotes not yet public, a portion at a time, beside those they are like.

Each portion is looked through when it is asked for, so whoever looks sees what is there now, and a
page costs the same however large the archive is. All that is kept is that two are no duplicates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from quotes.admin.fidelity import drawn
from quotes.matching import distinct
from quotes.matching.engine import Match
from quotes.matching.holding import APART
from quotes.matching.near import like_these
from quotes.matching.verdicts import LABELS
from quotes.models import Distinction, Quote, Status
from quotes.permissions import may_change, visible_to

PORTION = 40
"""Quotes looked through at once: half a second or so."""


@dataclass(frozen=True)
class Pair:
    """A quote not yet public and one that is like it."""

    quote: Quote
    match: Match

    @property
    def how(self) -> str:
        """In what way they are alike."""
        return str(LABELS[self.match.verdict]).lower()

    @property
    def differences(self) -> SafeString:
        """The words of both, with what differs."""
        segments = self.match.comparison.segments
        told = [{"how": str(one.how), "claim": one.claim, "record": one.record} for one in segments]
        return drawn({"segments": told})


def url() -> URLPattern:
    """Its address under the quotes list."""
    view = admin.site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(look))
    return path("near/", view, name="quotes_quote_near")


def look(request: HttpRequest) -> HttpResponse:
    """The newest quotes not yet public, or those entered before one, each with what is like it."""
    if not request.user.has_perm("quotes.view_quote"):
        raise PermissionDenied
    if request.method == "POST":
        _judge(request)
        return HttpResponseRedirect(request.get_full_path())
    before = request.GET.get("before", "")
    waiting = visible_to(request.user, Quote.objects.filter(status__in=OPEN))
    if before.isdecimal() and len(before) < MANY_DIGITS:
        waiting = waiting.filter(pk__lt=int(before))
    portion = list(
        waiting.select_related("speaker", "organization")
        .defer("stems", "exact")
        .order_by("-pk")[: PORTION + 1]
    )
    looked = portion[:PORTION]
    context = {
        **admin.site.each_context(request),
        "opts": Quote._meta,
        "title": gettext("Possible duplicates"),
        "pairs": _seen(request.user, [Pair(*one) for one in like_these(looked)]),
        "judged": _judged(request.user, looked),
        "looked": len(looked),
        "next": looked[-1].pk if len(portion) > PORTION else None,
        "first": not before,
        "may_judge": request.user.has_perm("quotes.change_quote"),
        "may_merge": request.user.has_perm("quotes.merge_quote"),
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/quotes/quote/near.html", context)


def _judge(request: HttpRequest) -> None:
    """Keep that two quotes are two, or take that back: for who may change one of them."""
    keys = [request.POST.get(name, "") for name in ("quote", "other")]
    if not all(key.isdecimal() and len(key) < MANY_DIGITS for key in keys):
        raise BadRequest("Two keys of quotes are needed.")
    seen = visible_to(request.user, Quote.objects.defer("stems", "exact")).in_bulk(map(int, keys))
    if len(seen) != len(keys):
        messages.error(request, "One of the two is not there any more.")
        return
    quote, other = (seen[int(key)] for key in keys)
    if not any(may_change(request.user, one) for one in (quote, other)):
        raise PermissionDenied
    if "again" in request.POST:
        distinct.forget(quote.pk, other.pk, request.user)
        messages.success(request, "The pair is looked at again.")
    else:
        distinct.tell_apart(quote.pk, other.pk, request.user)
        messages.success(request, f"Kept apart: “{quote}” and “{other}” are not one.")


def _judged(user: Any, looked: Sequence[Quote]) -> list[Distinction]:
    """What was judged of the quotes looked through, where the user may see both."""
    found = distinct.of([one.pk for one in looked]).select_related("quote", "other", "by")
    unread = [f"{one}__{column}" for one in ("quote", "other") for column in ("stems", "exact")]
    judged = list(found.defer(*unread)[:MOST_JUDGED])
    keys = {key for one in judged for key in (one.quote_id, one.other_id)}
    seen = set(visible_to(user, Quote.objects.filter(pk__in=keys)).values_list("pk", flat=True))
    return [one for one in judged if {one.quote_id, one.other_id} <= seen]


OPEN = (Status.DRAFT, Status.IN_REVIEW)

MOST = 5
"""Quotes one message names."""

MOST_JUDGED = 100
"""Judgements shown under one portion, the newest."""

MANY_DIGITS = 19
"""A key has fewer; more would be no number for the database."""


def _seen(user: Any, pairs: list[Pair]) -> list[Pair]:
    """Pairs of which the user may see both; of two new ones the pair once."""
    others = Quote.objects.filter(pk__in=[one.match.quote.pk for one in pairs])
    seen = set(visible_to(user, others).values_list("pk", flat=True))
    told: dict[frozenset[int], Pair] = {}
    for one in pairs:
        if one.match.quote.pk in seen:
            told.setdefault(frozenset((one.quote.pk, one.match.quote.pk)), one)
    return list(told.values())


def tell(request: HttpRequest, made: Sequence[Quote]) -> None:
    """Say which of the quotes just made the archive may hold already, and where to merge them."""
    found = [Pair(*one) for one in like_these(made) if one[1].verdict not in APART]
    pairs = _seen(request.user, found)
    if pairs:
        links = format_html_join(
            "; ",
            '<a href="{}">{}</a> ({})',
            ((_address(one.match.quote), one.match.quote, one.how) for one in pairs[:MOST]),
        )
        told = 'Perhaps held already: {}{}. <a href="{}">Compare, and merge what is one</a>.'
        more = " and others" if len(pairs) > MOST else ""
        page = reverse("admin:quotes_quote_near")
        messages.warning(request, format_html(told, links, more, page))


def _address(quote: Quote) -> str:
    return reverse("admin:quotes_quote_change", args=[quote.pk])
