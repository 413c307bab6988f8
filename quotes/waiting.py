"""What waits for an editor: a few queues, each counted up to a bound and begun.

Two queries a queue, whatever the size of the archive; a link leads to the whole of each.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery

from archive.models import AddressCheck, Source, SourceText
from quotes import permissions
from quotes.fidelity import moving
from quotes.fidelity.verifying import failed
from quotes.models import Quote, Status, Step, Transition

FLOOR = 10_000
"""Counted up to here."""

FIRST = 5
"""Shown of each queue."""

NEWEST = 100
"""Quotes not yet public that are looked up among all others, the newest."""


@dataclass(frozen=True)
class Line:
    """One of a queue."""

    record: Model
    page: str
    """The name of its page in the admin."""
    detail: str = ""


@dataclass(frozen=True)
class Section:
    """A queue: how many, the first of them, and the list with all."""

    title: str
    count: int
    lines: list[Line]
    address: str
    """The name of the list in the admin."""
    query: str
    empty: str
    more: tuple[str, str] | None = None
    """A page that looks further: its name in the admin, and what to call it."""

    @property
    def shown_count(self) -> str:
        """The number, or that it is more than was counted."""
        return f"{FLOOR:,}+" if self.count > FLOOR else f"{self.count:,}"


def sections(user: Any) -> list[Section]:
    """The queues of this user, those of one's own work first."""
    return [section for make in QUEUES for section in make(user)]


def _section(
    title: str,
    found: "QuerySet[Any]",
    query: str,
    empty: str,
    page: str = "quotes_quote",
    detail: Callable[[Any], str] = lambda _: "",
    more: tuple[str, str] | None = None,
) -> Section:
    count = found.order_by()[: FLOOR + 1].count()
    first = [Line(row, f"admin:{page}_change", detail(row)) for row in found[:FIRST]]
    return Section(title, count, first, f"admin:{page}_changelist", query, empty, more)


def _quotes(user: Any) -> "QuerySet[Quote]":
    return permissions.visible_to(user, Quote.objects.defer("stems", "exact")).select_related(
        "author", "reviewer"
    )


def _my_drafts(user: Any) -> Iterator[Section]:
    if user.has_perm("quotes.add_quote"):
        last = Transition.objects.filter(quote=OuterRef("pk")).order_by("-id")
        drafts = (
            _quotes(user)
            .filter(author=user.pk, status=Status.DRAFT)
            .annotate(
                step=Subquery(last.values("step")[:1]), why=Subquery(last.values("reason")[:1])
            )
            .order_by("-updated_at", "-id")
        )
        yield _section(
            "My drafts", drafts, "status__exact=draft&by=me", "No drafts of yours.", detail=_back
        )


def _back(quote: Any) -> str:
    return f"sent back: {quote.why}" if quote.step == Step.SENT_BACK else ""


def to_review(user: Any) -> "QuerySet[Quote]":
    """What waits for a review, the oldest first."""
    return _quotes(user).filter(status=Status.IN_REVIEW, publish_at=None).order_by("id")


def next_to_review(user: Any, after: Quote) -> Quote | None:
    """What the user may review after that one: the next, else the oldest; none when all is done."""
    others = to_review(user).exclude(pk=after.pk)
    if not settings.ONE_PERSON_DESK:
        others = others.exclude(author=user.pk)
    return others.filter(pk__gt=after.pk).first() or others.first()


def _review(user: Any) -> Iterator[Section]:
    if user.has_perm("quotes.review_quote"):
        waiting = to_review(user)
        yield _section(
            "To review, oldest first",
            waiting,
            "status__exact=in_review&scheduled=no",
            "Nothing waits for a review.",
            detail=lambda quote: f"by {quote.author}" if quote.author else "",
        )
        yield _section(
            "Scheduled",
            _quotes(user)
            .filter(pk__in=Quote.objects.scheduled().values("pk"))
            .order_by("publish_at"),
            "status__exact=in_review&scheduled=yes",
            "Nothing waits for its time.",
            detail=lambda quote: f"{quote.publish_at:%Y-%m-%d %H:%M} UTC",
        )


def _failed_checks(user: Any) -> Iterator[Section]:
    if user.has_perm("quotes.view_quote"):
        yield _section(
            "Fidelity check failed",
            _quotes(user).filter(failed()).order_by("-id"),
            "fidelity=failed",
            "Every quote that was checked is what its source prints.",
        )


def _moved_passages(user: Any) -> Iterator[Section]:
    if user.has_perm("quotes.change_quote"):
        yield _section(
            "Passages of an earlier edition",
            _quotes(user).filter(pk__in=moving.waiting().values("quote")).order_by("-id"),
            "passages=moved",
            "Every passage is placed in the newest edition of its text.",
        )


def _duplicates(user: Any) -> Iterator[Section]:
    if user.has_perm("quotes.view_quote"):
        yield _section(
            "Possible duplicates",
            _quotes(user).filter(pk__in=held_already()).order_by("-id"),
            "twice=yes",
            "No new quote has the very words of another.",
            more=("admin:quotes_quote_near", "Look for near ones, too"),
        )


def _unread_sources(user: Any) -> Iterator[Section]:
    if user.has_perm("archive.view_source"):
        texts = SourceText.objects.filter(source=OuterRef("pk"))
        yield _section(
            "Sources without captured text",
            Source.objects.filter(~Exists(texts)).order_by("-id"),
            "captured=no",
            "Every source's text is captured.",
            "archive_source",
        )


def _dead_addresses(user: Any) -> Iterator[Section]:
    if user.has_perm("archive.view_source"):
        yield _section(
            "Dead addresses, last seen",
            AddressCheck.objects.dead().select_related("source").order_by("-dead_since"),
            "dead=yes",
            "No address was found dead. Cron may run “manage.py check_addresses”.",
            "archive_addresscheck",
            detail=lambda check: f"{check.source} ({check.checked_at:%Y-%m-%d})",
        )


QUEUES: list[Callable[[Any], Iterator[Section]]] = [
    _my_drafts,
    _review,
    _failed_checks,
    _moved_passages,
    _duplicates,
    _unread_sources,
    _dead_addresses,
]

HELD = """
SELECT open.id FROM (
    SELECT id, text, exact FROM quotes_quote WHERE status IN ('draft', 'in_review')
    ORDER BY id DESC LIMIT %s
) open
WHERE EXISTS (
    SELECT 1 FROM quotes_quote other
    WHERE other.exact @@ public.exact_phrase(left(open.text, 2000))
      AND other.exact = open.exact AND other.id <> open.id AND other.status <> 'removed'
      AND NOT EXISTS (
          SELECT 1 FROM quotes_distinction judged
          WHERE (judged.quote_id, judged.other_id) IN ((open.id, other.id), (other.id, open.id))
      )
)
"""


def held_already() -> list[int]:
    """The newest quotes not yet public whose very words another quote has.

    Case, accents, punctuation and script do not matter. Each is looked up through the index of
    exact words. What an editor judged to be two is not among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(HELD, [NEWEST])
        return [key for (key,) in cursor.fetchall()]
