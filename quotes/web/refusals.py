"""Why a search was not understood, and how to put it right by a click."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from archive.dates import readings
from archive.models.base import Record
from quotes.filter_sets import SearchFilterSet
from quotes.form_fields import MisreadError
from quotes.record_field import UnclearNameError
from quotes.web import words
from quotes.web.dates import date_in_words
from quotes.web.form import address


@dataclass(frozen=True)
class Choice:
    """A record that an unclear name may mean, or a date in plain words, and the search for it."""

    name: str
    about: str
    address: str


@dataclass(frozen=True)
class Refusal:
    """A condition that was refused, and the search without it."""

    label: words.Word
    sentences: list[str]
    choices: list[Choice]
    without: str
    meant: Choice | None = None
    """A search that is understood, as it may have been meant."""


def refusals(
    bound: SearchFilterSet,
    asked: QueryDict,
    errors: Mapping[str, list[str]],
    label: Callable[[str], words.Word],
    page: str = "web:search",
) -> list[Refusal]:
    """The ``errors`` of a search, each with what it may have meant."""
    refused = bound.errors.as_data()
    return [
        Refusal(
            label(name),
            [_sentence(one) for one in refused[name]] if name in refused else sentences,
            [
                *(
                    Choice(str(record), _about(record), _asking(asked, name, page, said))
                    for record, said in _meant(bound, name, refused.get(name, ()))
                ),
                *(
                    Choice(date_in_words(date), date, _asking(asked, name, page, {name: date}))
                    for date in _dates(asked, name, refused.get(name, ()))
                ),
            ],
            address(asked, name, "cursor", page=page),
            _otherwise(name, refused.get(name, ()), asked, page),
        )
        for name, sentences in errors.items()
    ]


def _otherwise(
    name: str, refused: Iterable[ValidationError], asked: QueryDict, page: str
) -> Choice | None:
    """The same with a typed search as it may have been meant; None where that is not clear."""
    for one in refused:
        if isinstance(one, MisreadError) and one.meant:
            instead = {name: one.meant}
            return Choice(one.meant, "", address(asked, "cursor", page=page, **instead))
    return None


def _sentence(refused: ValidationError) -> str:
    return refused.asks if isinstance(refused, UnclearNameError) else " ".join(refused.messages)


def _asking(asked: QueryDict, name: str, page: str, said: dict[str, str]) -> str:
    """The search that says something else in place of what was refused."""
    refused = () if name in said else (name,)
    return address(asked, "cursor", *refused, page=page, **said)


def _dates(asked: QueryDict, name: str, refused: Iterable[ValidationError]) -> list[str]:
    """Each date that may be meant by one in plain words: December 2020, 1/2/2020."""
    plain = any(one.code == "partial_date" for one in refused)
    return readings(str(asked.get(name, ""))) if plain else []


def _meant(
    bound: SearchFilterSet, name: str, refused: Iterable[ValidationError]
) -> Iterator[tuple[Record, dict[str, str]]]:
    """Each record that may be meant, and the parameter that surely means it."""
    for unclear in (one for one in refused if isinstance(one, UnclearNameError)):
        operator, by = unclear.operator, unclear.taken_by
        for record in unclear.meant:
            if operator:
                query = bound.form.cleaned_data["q"]
                yield record, {name: str(query.saying(operator, record.ref, by))}
            else:
                yield record, {by or name: record.ref}


def _about(record: Record) -> str:
    """What tells it from others of its name: who it is, or when it was said or published."""
    day = getattr(record, "delivered", "") or getattr(record, "published", "")
    return getattr(record, "description", "") or date_in_words(str(day)) or record.ref
