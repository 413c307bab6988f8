"""A quote's own buttons: one step of the quote on the screen, as it is on the screen."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote as quoted
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from archive.admin import seen
from quotes.admin import steps
from quotes.models import Quote
from quotes.waiting import next_to_review, to_review

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Quote]
else:
    Base = object

UNSAVED = "You have changes that are not saved. Save them first; nothing was done with the quote."


class Stepping(Base):
    """Mixin: the buttons below the form, and where they lead."""

    def get_urls(self) -> list[URLPattern]:
        """With the address of a step."""
        view = self.admin_site.admin_view(self.step_view)
        step = path("<path:object_id>/step/<slug:name>/", view, name="quotes_quote_step")
        return [step, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the steps that are possible from here."""
        original = context["original"]
        if original:
            stored = Quote.objects.defer("stems", "exact").get(pk=original.pk)
            context["stored"] = stored
            context["steps"] = [
                (button, obstacle, self._address(original, "step", button.name))
                for button, obstacle in steps.offered(self, request, stored)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Take the step, unless the quote is not what the screen showed."""
        button = steps.BY_NAME.get(name)
        with transaction.atomic():
            quote = self.locked(request, object_id)  # type: ignore[attr-defined]  # Guarded's
            if button is None or quote is None:
                raise Http404
            if not steps.may(self, request, button):
                raise PermissionDenied
            back = HttpResponseRedirect(self._address(quote, "change"))
            if request.method != "POST":
                return back
            if obstacle := self._not_as_shown(request, quote):
                return obstacle
            if asking := steps.ask_and_take(button, self, request, [quote]):
                return asking
            if button.permission == "review":
                _lead_on(request, quote)
            return self._after(request, quote, back)

    def _not_as_shown(self, request: HttpRequest, quote: Quote) -> HttpResponse | None:
        """The form again, when what it showed is not what is there, or not what was typed."""
        shown = seen.read(request.POST.get("_seen", "")) or {}
        there = self.there_now(request, quote) if shown else {}  # type: ignore[attr-defined]  # Guarded's
        address = self._address(quote, "change")
        if seen.is_stale(there, shown):
            return self.changeform_view(request, str(quote.pk), address)
        if "answered" not in request.POST and seen.unsaved(there, request.POST):
            request.refusal = UNSAVED  # type: ignore[attr-defined]  # read by get_form
            return self.changeform_view(request, str(quote.pk), address)
        return None

    def _after(self, request: HttpRequest, quote: Quote, back: HttpResponse) -> HttpResponse:
        """The quote again; the list, when it is out of this user's sight now."""
        if self.get_object(request, str(quote.pk)):
            return back
        messages.info(request, "The quote is no longer yours to see.")
        return HttpResponseRedirect(reverse("admin:quotes_quote_changelist"))

    def _address(self, quote: Quote, page: str, *more: str) -> str:
        return reverse(f"admin:quotes_quote_{page}", args=[quoted(quote.pk), *more])


def _lead_on(request: HttpRequest, reviewed: Quote) -> None:
    """To the next quote that waits, once this one waits no more."""
    if to_review(request.user).filter(pk=reviewed.pk).exists():
        return
    if following := next_to_review(request.user, reviewed):
        address = reverse("admin:quotes_quote_change", args=[following.pk])
        label = gettext("Next to review:")
        messages.info(request, format_html('{} <a href="{}">{}</a>', label, address, following))
    else:
        messages.info(request, gettext("Nothing else waits for your review."))
