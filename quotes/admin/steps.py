"""The steps of ``quotes.workflow`` at the desk: as buttons of a quote, as actions of the list."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from archive.admin.words import LinesField
from quotes import permissions, workflow
from quotes.models import SHOWN, Quote, Status

MOST = 100
"""Quotes one action takes on: each is locked, checked and saved by itself."""

NAMED = 3
"""Refused quotes a message names, for each reason."""

DRAFT, IN_REVIEW = frozenset([Status.DRAFT]), frozenset([Status.IN_REVIEW])


class ReasonForm(forms.Form):
    """Why, for the desk's own record."""

    reason = LinesField(
        label="Reason",
        widget=AdminTextareaWidget(attrs={"rows": 3, "autofocus": True}),
        help_text="For the desk: kept in the history, not shown to the public.",
    )


class RestoreForm(ReasonForm):
    """Why it holds after all: the note of its retraction would still say that it does not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays = "The public note stays on the quote’s page: change it there by a correction."
        self.fields["reason"].help_text += f" {stays}"


class NoteForm(forms.Form):
    """The public note a retraction owes its readers."""

    note = LinesField(
        label="Public note",
        widget=AdminTextareaWidget(attrs={"rows": 4, "autofocus": True}),
        help_text="Shown with each of these quotes: why it is retracted. Replaces their note.",
    )


class TimeForm(forms.Form):
    """When to publish."""

    at = forms.SplitDateTimeField(
        label="Publish at",
        widget=AdminSplitDateTime,
        help_text=f"In {settings.TIME_ZONE}. Until then the public sees nothing of it.",
    )

    def clean_at(self) -> datetime:
        """A time to come: said here, where another can be typed, and not after the step."""
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise ValidationError(workflow.PASSED)
        return at


@dataclass(frozen=True)
class Button:
    """One step: its permission (a ``has_…_permission`` of the admin), and what it does."""

    name: str
    label: str
    permission: str
    take: Callable[..., Quote]
    done: str
    start: frozenset[Status]
    asks: type[forms.Form] | None = None
    scheduled: bool | None = None
    """Offered only to quotes that are, or are not, approved for a time."""

    def is_offered(self, quote: Quote) -> bool:
        """Whether this is a step from where the quote stands."""
        waits = quote.publish_at is not None
        return quote.status in self.start and self.scheduled in (None, waits)

    def obstacle(self, user: Any, quote: Quote) -> str:
        """Why this user may not take it with this quote, although others may; empty if they may."""
        own = permissions.is_author(user, quote)
        if self.name in ("publish", "schedule") and own and not settings.ONE_PERSON_DESK:
            return "You wrote this quote: someone else must review and publish it."
        if self.permission == "submit" and not permissions.may_submit(user, quote):
            return "Someone else wrote this quote."
        return ""


BUTTONS = (
    Button(
        "submit", "Submit for review", "submit", workflow.submit, "submitted for review", DRAFT
    ),
    Button(
        "publish", "Publish", "review", workflow.publish, "published", IN_REVIEW, scheduled=False
    ),
    Button(
        "schedule", "Publish at a time …", "review", workflow.schedule, "approved for that time",
        IN_REVIEW, TimeForm, scheduled=False,
    ),
    Button(
        "unschedule", "Cancel its time …", "review", workflow.unschedule, "no longer scheduled",
        IN_REVIEW, ReasonForm, scheduled=True,
    ),
    Button(
        "withdraw", "Take back from review", "submit", workflow.withdraw, "taken back", IN_REVIEW
    ),
    Button(
        "send_back", "Send back to its author …", "review", workflow.send_back, "sent back",
        IN_REVIEW, ReasonForm,
    ),
    Button(
        "retract", "Retract, with a public note …", "retract", workflow.retract, "retracted",
        frozenset([Status.PUBLISHED]), NoteForm,
    ),
    Button(
        "restore", "Restore what was retracted …", "retract", workflow.restore, "restored",
        frozenset([Status.RETRACTED]), RestoreForm,
    ),
    Button(
        "remove", "Remove for legal reasons …", "remove", workflow.remove, "removed",
        frozenset(SHOWN), ReasonForm,
    ),
)  # fmt: skip
BY_NAME = {button.name: button for button in BUTTONS}


def offered(admin: Any, request: HttpRequest, quote: Quote) -> Iterator[tuple[Button, str]]:
    """The steps this user sees on the quote, each with what is in its way, if anything."""
    for button in BUTTONS:
        if button.is_offered(quote) and may(admin, request, button):
            yield button, button.obstacle(request.user, quote)


def may(admin: Any, request: HttpRequest, button: Button) -> bool:
    """Whether this user takes such steps at all."""
    return bool(getattr(admin, f"has_{button.permission}_permission")(request))


def action(button: Button) -> Callable[..., HttpResponse | None]:
    """The step as an action of the quotes list; the server offers it to those who may take it."""

    def act(
        admin: ModelAdmin, request: HttpRequest, chosen: QuerySet[Quote]
    ) -> HttpResponse | None:
        quotes = list(chosen[: MOST + 1])
        if len(quotes) > MOST:
            messages.error(request, f"At most {MOST} quotes at once. Nothing was changed.")
            return None
        return ask_and_take(button, admin, request, quotes)

    act.__name__ = button.name
    act.short_description = button.label  # type: ignore[attr-defined]  # how the admin reads an action
    act.allowed_permissions = [button.permission]  # type: ignore[attr-defined]  # likewise
    return act


def ask_and_take(
    button: Button, admin: ModelAdmin, request: HttpRequest, quotes: list[Quote]
) -> HttpResponse | None:
    """Take the step, once what it asks is answered; until then, the page that asks."""
    if button.asks is None:
        _take(button, request, quotes, {})
        return None
    answered = "answered" in request.POST
    first = {"note": quotes[0].public_note} if len(quotes) == 1 else {}
    form = button.asks(request.POST if answered else None, initial=first)
    if answered and form.is_valid():
        _take(button, request, quotes, form.cleaned_data)
        return None
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": button.label.removesuffix(" …"),
        "step": button,
        "quotes": quotes,
        "form": form,
        "media": admin.media + form.media,
        "seen": request.POST.get("_seen", ""),
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/quotes/quote/step.html", context)


def _take(
    button: Button, request: HttpRequest, quotes: Iterable[Quote], answers: dict[str, Any]
) -> None:
    """Take each quote its step; a refusal of one does not stop the others."""
    done = 0
    refused: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        try:
            button.take(quote, request.user, **answers)
            done += 1
        except workflow.WorkflowError as error:
            refused[str(error)].append(quote)
        except ValidationError as error:
            refused[" ".join(error.messages)].append(quote)
    if done:
        messages.success(request, f"{_count(done)} {button.done}.")
    for reason, those in refused.items():
        messages.error(request, f"{_count(len(those))} not {button.done}: {reason} {_named(those)}")


def _count(number: int) -> str:
    return "1 quote" if number == 1 else f"{number} quotes"


def _named(quotes: list[Quote]) -> str:
    names = "; ".join(str(quote) for quote in quotes[:NAMED])
    more = f"; and {len(quotes) - NAMED} more" if len(quotes) > NAMED else ""
    return f"({names}{more})"
