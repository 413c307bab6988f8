"""The door where a sentence of a pure module is said in the language of whoever reads it."""

from django.utils.formats import number_format
from django.utils.translation import gettext

from archive.messages import Message


def translated(message: str) -> str:
    """The sentence in the language that is active; a plain text is what it is."""
    if not isinstance(message, Message):
        return message
    values = {name: _shown(value) for name, value in message.values.items()}
    template = gettext(message.template)
    return template % values if values else template


def _shown(value: str | int) -> str:
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return translated(value)
