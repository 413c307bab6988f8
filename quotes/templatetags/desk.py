"""``{% waiting_for_me as sections %}``: what the desk's home shows."""

from typing import Any

from django import template

from quotes import waiting

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_for_me(context: Any) -> list[waiting.Section]:
    """What waits for the user who looks."""
    return waiting.sections(context["request"].user)
