"""The steps of ``quotes.workflow`` as actions of the list: who may take them, and what was done."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from archive.admin.words import LinesField
from quotes import workflow
from quotes.models import Quote

MOST = 100
"""Quotes one action takes on: each is locked, checked and saved by itself."""

NAMED = 3
"""Refused quotes a message names, for each reason."""


class ReasonForm(forms.Form):
    """Why, for the desk's own record."""

    reason = LinesField(
        label="Reason",
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="For the desk: kept in the history, not shown to the public.",
    )


class NoteForm(forms.Form):
    """The public note a retraction owes its readers."""

    note = LinesField(
        label="Public note",
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Shown with each of these quotes: why it is retracted. Replaces their note.",
    )


@dataclass(frozen=True)
class Step:
    """One step: its permission (a ``has_…_permission`` of the admin), and what it does."""

    name: str
    label: str
    permission: str
    take: Callable[..., Quote]
    done: str
    asks: type[forms.Form] | None = None


STEPS = (
    Step("submit", "Submit for review", "submit", workflow.submit, "submitted for review"),
    Step("withdraw", "Take back from review", "submit", workflow.withdraw, "taken back"),
    Step(
        "send_back", "Send back to its author", "review", workflow.send_back, "sent back",
        ReasonForm,
    ),
    Step("publish", "Publish", "review", workflow.publish, "published"),
    Step(
        "retract", "Retract, with a public note", "retract", workflow.retract, "retracted", NoteForm
    ),
    Step(
        "restore", "Restore what was retracted", "retract", workflow.restore, "restored",
        ReasonForm,
    ),
    Step("remove", "Remove for legal reasons", "remove", workflow.remove, "removed", ReasonForm),
)  # fmt: skip


def action(step: Step) -> Callable[..., HttpResponse | None]:
    """The step as an action of the quotes list; the server offers it to those who may take it."""

    def act(
        admin: ModelAdmin, request: HttpRequest, chosen: QuerySet[Quote]
    ) -> HttpResponse | None:
        quotes = list(chosen[: MOST + 1])
        if len(quotes) > MOST:
            messages.error(request, f"At most {MOST} quotes at once. Nothing was changed.")
            return None
        if step.asks is None:
            _take(step, request, quotes, {})
            return None
        return _ask(step, admin, request, quotes)

    act.__name__ = step.name
    act.short_description = step.label  # type: ignore[attr-defined]  # how the admin reads an action
    act.allowed_permissions = [step.permission]  # type: ignore[attr-defined]  # likewise
    return act


def _ask(
    step: Step, admin: ModelAdmin, request: HttpRequest, quotes: list[Quote]
) -> HttpResponse | None:
    """Show the page between, until it is answered."""
    assert step.asks is not None
    answered = "answered" in request.POST
    first = {"note": quotes[0].public_note} if len(quotes) == 1 else {}
    form = step.asks(request.POST if answered else None, initial=first)
    if answered and form.is_valid():
        _take(step, request, quotes, form.cleaned_data)
        return None
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": step.label,
        "step": step,
        "quotes": quotes,
        "form": form,
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/quotes/quote/step.html", context)


def _take(
    step: Step, request: HttpRequest, quotes: Iterable[Quote], answers: dict[str, Any]
) -> None:
    """Take each quote its step; a refusal of one does not stop the others."""
    done = 0
    refused: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        try:
            step.take(quote, request.user, **answers)
            done += 1
        except workflow.WorkflowError as error:
            refused[str(error)].append(quote)
        except ValidationError as error:
            refused[" ".join(error.messages)].append(quote)
    if done:
        messages.success(request, f"{_count(done)} {step.done}.")
    for reason, those in refused.items():
        messages.error(request, f"{_count(len(those))} not {step.done}: {reason} {_named(those)}")


def _count(number: int) -> str:
    return "1 quote" if number == 1 else f"{number} quotes"


def _named(quotes: list[Quote]) -> str:
    names = "; ".join(str(quote) for quote in quotes[:NAMED])
    more = f"; and {len(quotes) - NAMED} more" if len(quotes) > NAMED else ""
    return f"({names}{more})"
