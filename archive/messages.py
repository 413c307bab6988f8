"""Sentences for readers out of modules that know no Django: English now, translated at the door.

A pure module imports ``marked as _``, so that ``makemessages`` finds the sentence; whoever shows
it asks ``archive.translating.translated``. Until then it is its own English text. Pure.
"""

from typing import Self


class Message(str):
    """An English sentence that still knows its ``template`` and the ``values`` put into it."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, str | int]

    def __new__(cls, template: str, **values: str | int) -> Self:
        """Fill in ``%(name)s``; whole numbers are grouped: 1,000."""
        shown = {
            name: f"{value:,}" if isinstance(value, int) else value
            for name, value in values.items()
        }
        message = super().__new__(cls, template % shown if values else template)
        message.template, message.values = template, values
        return message


def marked(template: str, **values: str | int) -> Message:
    """Mark a sentence for translation. Import it as ``_``: that is what ``makemessages`` reads."""
    return Message(template, **values)
