"""Text fields of forms that keep the words as they were pasted."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Several lines of text, with one character for a line break.

    Browsers send CRLF for every line break of a form (HTML, "form submission"), whatever was
    pasted. It becomes LF again, so that an anchor counts the characters its source has. NUL, which
    PostgreSQL cannot hold, is refused by Django's ``CharField``.
    """

    def to_python(self, value: Any) -> Any:
        """LF for CRLF, before anything is measured or stripped."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class UntouchedField(LinesField):
    """Text kept with its leading and trailing spaces and line breaks: an edition is exact."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})
