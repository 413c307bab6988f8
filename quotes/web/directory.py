"""People, organizations, publishers and topics from A to Z: what a shortened address leads to."""

import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from archive.models import Organization, Person, Source
from archive.models.base import Record
from archive.models.names import FoldName
from archive.prepared import as_array
from quotes.cursors import CursorError
from quotes.models import Topic
from quotes.paging import Order, page_of
from quotes.web import words

SIZE = 50

COUNTED = 100
"""So many quotes (or publications) of each are counted; of more, that there are."""

LONGEST = 100
"""Characters of a beginning that are looked at: what is longer begins no name."""

MOST_NAMES = 3
"""Other names on a line; all of them are on the page it leads to."""

BY_NAME = Order("folded", (F("folded"), F("id")))
"""As names are compared: whatever their case and accents, other scripts after the Latin one."""

QUOTED = "SELECT FROM quotes_quote WHERE {} = one.id AND status = 'published'"

COUNTS = f"""
SELECT one.id, (SELECT count(*) FROM ({{counted}} LIMIT {COUNTED + 1}) AS few)
FROM unnest(%s::bigint[]) AS one(id)
"""  # noqa: S608  # our own number


@dataclass(frozen=True)
class Directory:
    """All public records of a noun by name, and what is counted of each."""

    noun: str
    """Of the address of each, and of the list in the API."""

    heading: words.Word
    records: "Callable[[], QuerySet[Any]]"
    counted: str
    """SQL for the rows that are counted of ``one``."""

    publications: bool = False
    """Whether these are publications, and not quotes."""


@dataclass(frozen=True)
class Line:
    """One name of the list."""

    record: Record
    others: Sequence[Any]
    number: int
    exact: bool

    @property
    def count(self) -> str:
        """How many quotes or publications, for the reader."""
        return words.how_many(self.number, self.exact)


def _people() -> "QuerySet[Person]":
    return Person.objects.public().prefetch_related("names")


def _organizations() -> "QuerySet[Organization]":
    return Organization.objects.public().prefetch_related("names")


def _publishers() -> "QuerySet[Organization]":
    return _organizations().filter(Exists(Source.objects.public().filter(publisher=OuterRef("pk"))))


def _topics() -> "QuerySet[Topic]":
    return Topic.objects.public().annotate(folded=FoldName(F("name")))


PEOPLE = Directory("person", _("People"), _people, QUOTED.format("speaker_id"))
ORGANIZATIONS = Directory(
    "organization", _("Organizations"), _organizations, QUOTED.format("organization_id")
)
PUBLISHERS = Directory(
    "organization",
    _("Publishers"),
    _publishers,
    "SELECT FROM archive_source WHERE publisher_id = one.id AND is_public",
    publications=True,
)
TOPICS = Directory(
    "topic",
    _("Topics"),
    _topics,
    "SELECT FROM quotes_quote_topics JOIN quotes_quote AS quote ON quote.id = quote_id"
    " WHERE topic_id = one.id AND status = 'published'",
)


def directory_page(request: HttpRequest, directory: Directory) -> HttpResponse:
    """A page of names, from the beginning asked for on; a cursor that is not ours is a 400."""
    begin = request.GET.get("from", "").replace("\0", "")[:LONGEST].strip()
    cursor = request.GET.get("cursor")
    rows = directory.records()
    if begin:
        rows = rows.filter(folded__gte=FoldName(Value(begin)))
    try:
        page = page_of(rows, BY_NAME, SIZE, cursor)
    except CursorError as refused:
        return render(request, "quotes/refused.html", {"refused": refused}, status=400)
    context = {
        "directory": directory,
        "begin": begin,
        "letters": string.ascii_uppercase,
        "page": page,
        "lines": list(_lines(page.rows, directory)),
        "data": f"v1:{directory.noun}-list",
        "within": bool(begin or cursor),
        "long": bool(begin or cursor or page.next),
        "canonical": request.build_absolute_uri(request.path) if not (begin or cursor) else "",
    }
    return render(request, "quotes/directory.html", context)


def _lines(records: Sequence[Any], directory: Directory) -> Iterable[Line]:
    counts = _counts([one.pk for one in records], directory.counted)
    for one in records:
        number = counts[one.pk]
        others = [] if isinstance(one, Topic) else list(one.names.all())
        yield Line(one, others[:MOST_NAMES], min(number, COUNTED), number <= COUNTED)


def _counts(keys: Sequence[int], counted: str) -> dict[int, int]:
    """How many of each there are, up to one above ``COUNTED``."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(counted=counted), [as_array(keys)])
        return dict(cursor.fetchall())
