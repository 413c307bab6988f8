"""Templates rendered once with places in them, then filled: rows of a list, and parts of a page.

A page of a search has some 120 rows, and Django spends a few microseconds on every node of each.
What stands between the values is the same wherever the same ones are there, in one language.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Values = Mapping[str, Any]
"""What is said, by the names in the template: words or a flag; what there is not is empty."""

PLACE = re.compile("\ue000(.*?)\ue001")
"""Where a value goes: between two private-use characters, which no template of ours holds."""


class Pattern(NamedTuple):
    """What stands around the values, ``%s`` for each, and their names in order."""

    text: str
    names: tuple[str, ...]

    def filled(self, said: Mapping[str, str]) -> SafeString:
        """With the values in their places, each escaped unless it is marked safe."""
        return SafeString(self.text % tuple([_escaped(said[name]) for name in self.names]))


def filled(name: str, rows: Iterable[Values]) -> SafeString:
    """The rows one after the other, each value escaped as in any template unless marked safe.

    The template of this name may ask whether there is a value (``{% if %}``) and print it as it is;
    a filter would be given the place instead of the value.
    """
    template: Any = get_template(name)
    language = get_language()
    return SafeString("".join([_row(template.template, language, values) for values in rows]))


def _row(template: Any, language: str | None, values: Values) -> SafeString:
    said = said_of(values)
    return _pattern(template, language, tuple(said)).filled(said)


@lru_cache(maxsize=500)  # a dozen for each template and language; edited, it is another template
def _pattern(
    template: Any,
    language: str | None,  # noqa: ARG001  # what is cached is of one language
    said: tuple[str, ...],
) -> Pattern:
    return pattern_of(template.render(Context(places(said))))


def said_of(values: Values) -> dict[str, str]:
    """The values that say something, in words."""
    return {name: str(value) for name, value in values.items() if value}


def places(names: Iterable[str]) -> dict[str, str]:
    """What a template is rendered with, so that it can be filled: a place for each name."""
    return {name: f"\ue000{name}\ue001" for name in names}


def pattern_of(rendered: str) -> Pattern:
    """The pattern of a template rendered with places."""
    between, names = PLACE.split(rendered)[::2], PLACE.findall(rendered)
    return Pattern("%s".join(one.replace("%", "%%") for one in between), tuple(names))


def _escaped(value: str) -> str:
    return value if isinstance(value, SafeString) else escape(value)
