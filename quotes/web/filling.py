"""Many rows of one small template: rendered once with places in it, then filled row by row.

A page of a search has some 120 rows, and Django spends a few microseconds on every node of each.
What stands between the values is the same for every row that has the same ones, in one language.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Values = Mapping[str, Any]
"""What a row says, by the names in its template: words or a flag; what it has not is empty."""

PLACE = re.compile("\ue000(.*?)\ue001")
"""Where a value goes: between two private-use characters, which no template of ours holds."""


def filled(name: str, rows: Iterable[Values]) -> SafeString:
    """The rows one after the other, each value escaped as in any template unless marked safe.

    The template of this name may ask whether there is a value (``{% if %}``) and print it as it is;
    a filter would be given the place instead of the value.
    """
    template: Any = get_template(name)
    language = get_language()
    return mark_safe("".join([_row(template.template, language, values) for values in rows]))  # noqa: S308  # escaped below


def _row(template: Any, language: str | None, values: Values) -> str:
    said = {name: str(value) for name, value in values.items() if value}
    pattern, names = _pattern(template, language, tuple(said))
    return pattern % tuple([_escaped(said[name]) for name in names])


def _escaped(value: str) -> str:
    return value if isinstance(value, SafeString) else escape(value)


@lru_cache(maxsize=500)  # a dozen for each template and language; edited, it is another template
def _pattern(
    template: Any,
    language: str | None,  # noqa: ARG001  # what is cached is of one language
    said: tuple[str, ...],
) -> tuple[str, list[str]]:
    """What stands around the values of such a row, ``%s`` for each, and their names in order."""
    rendered = template.render(Context({name: f"\ue000{name}\ue001" for name in said}))
    between, names = PLACE.split(rendered)[::2], PLACE.findall(rendered)
    return "%s".join(one.replace("%", "%%") for one in between), names
