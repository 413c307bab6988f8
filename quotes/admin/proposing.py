"""The roles held then and what disagrees about them, asked while a quote is entered.

``proposing.js`` asks; what it is told, ``advice`` knows. Nothing is saved.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, gettext_lazy

from archive.models import Organization, Person, Role, Speech
from archive.models.fields import validate_partial_date
from quotes.admin.advice import about_the_role, held_then, told
from quotes.models import Quote

NONE_KNOWN = gettext_lazy("No role of the speaker is known for that date.")

MOST_CREDITS = 50
"""Attributions looked at: the quote's own, and one of each citation."""


class SoFarForm(forms.Form):
    """What is filled in of a quote's form so far."""

    speaker = forms.ModelChoiceField(Person.objects.all(), required=False)
    organization = forms.ModelChoiceField(Organization.objects.all(), required=False)
    role = forms.ModelChoiceField(
        Role.objects.select_related("person", "organization"), required=False
    )
    speech = forms.ModelChoiceField(Speech.objects.all(), required=False)
    said = forms.CharField(required=False, validators=[validate_partial_date])

    def quote(self) -> Quote:
        """A quote of what is valid of it, to be asked about and not to be saved."""
        self.full_clean()
        quote = Quote(**self.cleaned_data)
        quote.speech_delivered = quote.speech.delivered if quote.speech else ""
        return quote


def url() -> URLPattern:
    """Its address under the quotes list."""
    return path("roles/", admin.site.admin_view(proposed), name="quotes_quote_roles")


def proposed(request: HttpRequest) -> JsonResponse:
    """The roles to choose from, why there is none, and what to look at again."""
    if not request.user.has_perms(("quotes.view_quote", "archive.view_role")):
        raise PermissionDenied
    form = SoFarForm(request.GET)
    quote = form.quote()
    held = [{"id": role.pk, "role": str(role), "told": told(role)} for role in held_then(quote)]
    printed = [one for one in request.GET.getlist("as_credited")[:MOST_CREDITS] if one]
    sentences = [sentence for errors in form.errors.values() for sentence in errors]
    if quote.role:
        sentences += about_the_role(quote, dict.fromkeys(printed))
    return JsonResponse(
        {"held": held, "none": "" if held else _why_none(quote), "sentences": sentences}
    )


def _why_none(quote: Quote) -> str:
    if quote.speaker and quote.said_or_delivered:
        return str(NONE_KNOWN)
    if quote.speaker:
        return gettext("Proposed once the date is chosen.")
    return gettext("Proposed once the speaker is chosen.")
