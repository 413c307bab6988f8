"""Sentences for readers out of modules that know no Django, translated at the door. Pure.

A pure module imports ``marked as _``, so that ``makemessages`` finds the sentence; whoever shows
it asks ``archive.translating.translated``. Until then it is its own English text.
"""

from datetime import date
from typing import NamedTuple, Self

# Not calendar.month_name, which changes with the locale of the process.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Month(NamedTuple):
    """A month of a year, for a sentence that names it."""

    year: int
    month: int


Value = str | int | date | Month
"""What a sentence may name; a ``Message`` in another one is translated with it."""


class Message(str):
    """An English sentence that still knows its ``template`` and the ``values`` put into it."""

    __slots__ = ("context", "template", "values")
    template: str
    values: dict[str, Value]
    context: str
    """What the words are about, where the same ones may mean two things; often empty."""

    def __new__(cls, template: str, context: str = "", /, **values: Value) -> Self:
        """Fill in ``%(name)s``: whole numbers grouped, as 1,000; days and months by name."""
        shown = {name: _in_english(value) for name, value in values.items()}
        message = super().__new__(cls, template % shown if values else template)
        message.template, message.values, message.context = template, values, context
        return message


def marked(template: str, /, **values: Value) -> Message:
    """Mark a sentence for translation. Import it as ``_``: that is what ``makemessages`` reads."""
    return Message(template, **values)


def marked_about(context: str, template: str, /, **values: Value) -> Message:
    """Mark words that need their context. Import it as ``pgettext``, for ``makemessages``."""
    return Message(template, context, **values)


def _in_english(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    named = f"{MONTHS[value.month - 1]} {value.year:04}"
    return f"{value.day} {named}" if isinstance(value, date) else named
