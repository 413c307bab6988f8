"""What the desk's home shows: how to begin, and what waits."""

from typing import Any

from django import template
from django.utils.translation import gettext

from quotes import permissions, waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def ways_to_begin(context: Any) -> list[tuple[str, str]]:
    """How quotes come in, the usual way first: its page's name in the admin, what to call it."""
    user = context["request"].user
    ways = (
        (permissions.may_enter_from_texts, "quote_enter", gettext("Enter quotes from a text")),
        (_may_add, "quote_add", gettext("Add a quote by hand")),
        (permissions.may_bring_files, "quote_import", gettext("Import a file")),
    )
    return [(f"admin:quotes_{page}", label) for may, page, label in ways if may(user)]


def _may_add(user: Any) -> bool:
    return bool(user.has_perm("quotes.add_quote"))


@register.simple_tag(takes_context=True)
def waiting_for_me(context: Any) -> list[waiting.Section]:
    """What waits for the user who looks."""
    return waiting.sections(context["request"].user)
