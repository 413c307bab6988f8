"""Finding at the desk: the public query language, over all there is, drafts and hidden included."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest

from quotes.filter_sets import SearchFilterSet
from quotes.filters import QuoteFilter, SpeechFilter
from quotes.paging import Among, keys_if_few
from quotes.search.parsing import parse
from quotes.search.pieces import SHORTEST_PREFIX
from quotes.search.query import Query, QueryError, Word, all_of, any_of

HELP = (
    "Words in any of their forms, “exact phrases”, -without, OR, beginn*, speaker:…, said:2020-11, "
    "and every other operator of the public search."
)


class DeskQuotes(QuoteFilter):
    """Quotes in whatever status."""

    hidden = True

    def filter_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Every filter, and no thought of what is published."""
        return SearchFilterSet.filter_queryset(self, queryset)


class DeskSpeeches(SpeechFilter):
    """Speeches, by texts that are withheld too."""

    hidden = True


class Finding:
    """Mixin of an admin: its search box asks ``found_by``, in the query language."""

    search_help_text: Any = HELP
    found_by: type[SearchFilterSet]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """What answers; nothing, and why, when it is not understood.

        A field that suggests while one types takes the last word for a beginning.
        """
        typed = search_term.replace("\0", " ")  # which PostgreSQL cannot be asked for
        if not typed.strip():
            return queryset, False
        match = request.resolver_match
        typing = match is not None and match.url_name == "autocomplete"
        bound = self.found_by({"q": begun(typed) if typing else typed}, queryset=queryset)
        if bound.is_valid():
            return _at_hand(queryset, bound.qs), False
        for sentence in () if typing else bound.errors["q"]:
            messages.error(request, sentence)
        return queryset.none(), False


def _at_hand(queryset: "QuerySet[Any]", found: "QuerySet[Any]") -> "QuerySet[Any]":
    """What was found, by its keys if it is little: the list's own order would be walked for it."""
    keys = keys_if_few(found)
    return found if keys is None else queryset.filter(Among.these(keys))


def begun(typed: str) -> str:
    """The question with its last word as it stands or as a beginning; what is no question stays."""
    try:
        query = parse(typed)
    except QueryError:
        return typed
    last = query.required[-1] if query.required else None
    if not isinstance(last, Word) or not _may_go_on(last, typed):
        return typed
    either = any_of([last, Word(last.text, prefix=True)])
    return str(Query(all_of([*query.required[:-1], either]), query.operators))


def _may_go_on(word: Word, typed: str) -> bool:
    ended = not typed.endswith(word.text)
    return not (ended or word.prefix) and word.text.isalpha() and len(word.text) >= SHORTEST_PREFIX
