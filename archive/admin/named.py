"""People and organizations: found by every name they are known by, in any script."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from archive.admin.alike import Alike, Held
from archive.admin.base import RECORD, RecordAdmin, TableInline
from archive.models.names import FoldName


def bearing(model: type[Any], typed: str) -> QuerySet:
    """Those of ``model`` with every typed word in one or another of their names.

    A UNION of two index scans a word: OR across the two tables would read both in full.
    """
    found = model._default_manager.all()
    for word in typed.split():
        folded = FoldName(Value(word))
        own = model._base_manager.filter(folded__contains=folded).values("pk")
        other = model._base_manager.filter(names__folded__contains=folded).values("pk")
        found = found.filter(pk__in=own.union(other))
    return found


def called(model: type[Any], names: list[str]) -> QuerySet:
    """Those of ``model`` with one of ``names`` as a whole name, its words in whatever order.

    Family names stand first or last: Zhengfei Ren is asked for as Ren Zhengfei too. A UNION for
    the same reason as in :func:`bearing`.
    """
    folded = [FoldName(Value(turned)) for name in names for turned in _turned(name)]
    # A name of punctuation alone folds to nothing, and so would be everyone's of that kind.
    own = model._base_manager.filter(folded__in=folded, folded__gt="").values("pk")
    other = model._base_manager.filter(names__folded__in=folded, names__folded__gt="").values("pk")
    return model._default_manager.filter(pk__in=own.union(other))


def _turned(name: str) -> Iterator[str]:
    words = name.split()
    yield name
    yield from (" ".join([*words[n:], *words[:n]]) for n in range(1, min(len(words), MOST)))


class NameInline(TableInline):
    """The other names, each with its language and kind."""

    fields = ["name", "language", "kind"]
    verbose_name = "other name"


MOST = 5
"""Records named that may be the one entered, and words of a name that are put in another order."""

NAME = r"name|names-[0-9]{1,4}-name"
MOST_NAMES = 50
"""Names of one form that are looked up."""


class NamedAdmin(Alike, RecordAdmin):
    """What people and organizations share."""

    list_display = ["name", "other_names", "description", "is_public"]
    list_filter = ["is_public"]
    search_fields = ["name", "names__name"]
    search_help_text = "Any of their names, in any script: Ren Zhengfei, 任正非."
    fieldsets = [(None, {"fields": ["name", "language", "description"]}), RECORD]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the other names, which the list shows: one query a page, not one a row."""
        return super().get_queryset(request).prefetch_related("names")

    def search(self, queryset: QuerySet[Any], typed: str) -> QuerySet[Any]:
        """Names compare as everywhere in the archive: case, accents and width do not matter."""
        return queryset.filter(pk__in=bearing(self.model, typed).order_by().values("pk"))

    def alike_to(self, request: HttpRequest, filled: QueryDict) -> list[Held]:
        """Those known by one of its names."""
        found = called(self.model, _names(filled)).prefetch_related("names")[:MOST]
        return [Held(one, self._told_apart(one)) for one in found]

    def _told_apart(self, record: Any) -> str:
        known = (self.other_names(record), record.description)
        return ", ".join([gettext("the same name"), *(part for part in known if part)])

    @admin.display(description="also known as")
    def other_names(self, record: Any) -> str:
        """Every other name, in one line."""
        return " · ".join(name.name for name in record.names.all())


def _names(filled: QueryDict) -> list[str]:
    """Every name on the form but those in rows to be deleted; a NUL stands in no name."""
    names = [
        filled.get(field, "").replace("\0", " ").strip()
        for field in filled
        if re.fullmatch(NAME, field) and not filled.get(f"{field.removesuffix('name')}DELETE")
    ]
    return [name for name in names if name][:MOST_NAMES]
