"""The door where a sentence of a pure module is said in the language of whoever reads it."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, pgettext

from archive.messages import Message, Month, Value


def translated(message: str) -> str:
    """The sentence in the language that is active; a plain text is what it is."""
    if not isinstance(message, Message):
        return message
    values = {name: _shown(value) for name, value in message.values.items()}
    template = _looked_up(message)
    return template % values if values else template


def _looked_up(message: Message) -> str:
    if message.context:
        return pgettext(message.context, message.template)
    return gettext(message.template)


def _shown(value: Value) -> str:
    """Dates and numbers as the language writes them; Django knows the forms of each."""
    if isinstance(value, str):
        return translated(value)
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    if isinstance(value, Month):
        return date_format(date(value.year, value.month, 1), "YEAR_MONTH_FORMAT")
    return date_format(value, "DATE_FORMAT")
