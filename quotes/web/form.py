"""The search form as a value: what was typed, why it was refused, what each condition says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.dates import PartialDate
from archive.models.base import Record
from quotes.filter_sets import SearchFilterSet
from quotes.language_names import language_name
from quotes.search.ordering import RELEVANCE
from quotes.web import words
from quotes.web.dates import date_in_words

READ_HERE = ("cursor", "ordering")
"""Parameters that the page reads itself."""

LABELS: dict[str, words.Word] = {
    "q": _("Words"),
    "speaker": _("Speaker"),
    "organization": _("Organization"),
    "topic": _("Topic"),
    "said": _("Said in"),
    "after": _("Said then or later"),
    "before": _("Said then or earlier"),
    "speech": _("Speech"),
    "source": _("Source"),
    "publisher": _("Publisher"),
    "published": _("Source published in"),
    "published_after": _("Source published then or later"),
    "published_before": _("Source published then or earlier"),
    "language": _("Language of the words"),
    "spoken_language": _("Language spoken"),
    "kind": _("Kind"),
    "standing": _("Standing"),
    "status": _("Status"),
    "ordering": _("Order"),
    "cursor": _("Page"),
}

CHOICES: dict[str, dict[str, words.Word]] = {
    "kind": words.KINDS,
    "standing": words.STANDINGS,
    "status": words.STATUSES,
}

SUGGESTED = ("speaker", "organization", "publisher", "topic")

HINTS: dict[str, words.Word] = {
    "speaker": _("A name in any script, or a ref"),
    "said": _("2020, 2020-11 or 2020-11-30"),
    "language": _("en, zh, zh-Hans"),
}


@dataclass(frozen=True)
class Field:
    """One input of the form, with what was typed and why it was refused."""

    name: str
    value: str
    errors: tuple[str, ...]

    @property
    def label(self) -> words.Word:
        """Its name for the reader."""
        return label_of(self.name)

    @property
    def hint(self) -> words.Word:
        """How to fill it in; may be empty."""
        return HINTS.get(self.name, "")

    @property
    def suggested(self) -> bool:
        """Whether names are suggested for it while typing."""
        return self.name in SUGGESTED

    @property
    def choices(self) -> dict[str, words.Word]:
        """What may be chosen; empty for free text."""
        return CHOICES.get(self.name, {})


@dataclass(frozen=True)
class Chip:
    """One condition of the search, in words, and the search without it."""

    label: words.Word
    value: str
    without: str


def filled_in(query: QueryDict) -> QueryDict:
    """The parameters that say something: a form sends its empty inputs too."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        if any(values):
            kept.setlist(name, [value for value in values if value])
    return kept


def address(query: QueryDict, *without: str, page: str = "web:search", **instead: str) -> str:
    """The permanent address of a search, less some parameters, with others ``instead``."""
    kept = {name: values for name, values in query.lists() if name not in without}
    kept |= {name: [value] for name, value in instead.items()}
    return f"{_path(page)}?{urlencode(kept, doseq=True)}" if kept else _path(page)


def choosing(query: QueryDict, name: str) -> Callable[[str], str]:
    """What makes the address of the same search with another value of ``name``, on its first page.

    What all of them share is written once: a page has a hundred such links.
    """
    place = "\ue000"  # private use: percent-encoded, it stands for itself
    before, _, after = address(query, "cursor", **{name: place}).rpartition(quote_plus(place))
    return lambda value: f"{before}{quote_plus(value)}{after}"


@cache
def _path(page: str) -> str:
    return reverse(page)


@dataclass(frozen=True)
class OrderLink:
    """An order of the same answer, and whether it is the one shown."""

    name: str
    label: words.Word
    address: str
    chosen: bool


def orders(
    asked: QueryDict,
    named: Mapping[str, words.Word],
    bound: SearchFilterSet,
    chosen: str,
    page: str = "web:search",
) -> list[OrderLink]:
    """The orders there are for a search, as links for its list and as choices for the form.

    The best match needs words to match.
    """
    by_match = not bound.errors and bound.words
    return [
        OrderLink(name, label, address(asked, "cursor", page=page, ordering=name), name == chosen)
        for name, label in named.items()
        if by_match or name != RELEVANCE
    ]


def query_of(**parameters: str) -> QueryDict:
    """A search as its parameters."""
    query = QueryDict(mutable=True)
    query.update(parameters)
    return query


def fields(bound: SearchFilterSet, errors: Mapping[str, list[str]]) -> tuple[Field, ...]:
    """The inputs below the search box."""
    names = [name for name in LABELS if name not in ("q", *READ_HERE)]
    return tuple(Field(name, typed(bound, name), tuple(errors.get(name, ()))) for name in names)


def typed(bound: SearchFilterSet, name: str) -> str:
    """What stands in an input: what was typed, and in place of a ref the name, if it is enough."""
    value = str(bound.data.get(name, ""))
    meant = bound.form.cleaned_data.get(name) if value else None
    if isinstance(meant, Record) and meant.ref == value:
        return str(bound.form.fields[name].typed_for(meant))
    return value


def lasting(bound: SearchFilterSet, asked: QueryDict) -> QueryDict:
    """The question with refs for names: it asks the same when another comes to bear the name."""
    query = asked.copy()
    for name, meant in bound.form.cleaned_data.items():
        if isinstance(meant, Record):
            query[name] = meant.ref
    return query


def inputs(shown: tuple[Field, ...]) -> SafeString:
    """The inputs as HTML: mostly they are as empty as on the page before."""
    return _inputs(shown, get_language())


@lru_cache(maxsize=100)
def _inputs(shown: tuple[Field, ...], language: str | None) -> SafeString:  # noqa: ARG001  # what is cached is of one language
    return mark_safe(render_to_string("quotes/parts/inputs.html", {"fields": shown}))  # noqa: S308  # escaped by the template


def field(name: str, asked: QueryDict, errors: Mapping[str, list[str]]) -> Field:
    """One input with what was typed into it."""
    return Field(name, asked.get(name, ""), tuple(errors.get(name, ())))


def chips(
    asked: QueryDict, meant: Mapping[str, Any], errors: Mapping[str, list[str]]
) -> Iterable[Chip]:
    """A chip for each condition; ``meant`` holds the values the filters made of them."""
    for name, typed in asked.items():
        if name in READ_HERE and name not in errors:
            continue
        said = str(typed) if name == "q" else in_words(name, meant.get(name) or typed)
        without = address(asked, name, "cursor")
        yield Chip(label_of(name), said, without)


def label_of(name: str) -> words.Word:
    """What the reader calls a parameter; one that nobody knows keeps its own name."""
    return LABELS.get(name, name)


def in_words(name: str, value: Any) -> str:
    """The value of a condition for the reader."""
    if isinstance(value, PartialDate):
        return date_in_words(value.edtf)
    if name in ("language", "spoken_language"):
        return language_name(str(value))
    return str(CHOICES.get(name, {}).get(str(value), value))
