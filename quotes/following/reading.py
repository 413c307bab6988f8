"""What comes next for a reader: the rest of the walk, then of the log, then whatever is new."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from archive.models import Event, Redirect
from quotes.following.cursor import Cursor, OtherArchiveError, Place
from quotes.following.nouns import PUBLIC
from quotes.following.showing import SHOWING, Showing, keys_of

WALK = (*PUBLIC, "redirect")
LAST: Place = (2**63 - 1, 2**63 - 1)

# A restore makes the table anew, a failover begins a time line: both may have lost what a cursor
# has seen. On a standby a snapshot does not list what is under way; only what is older is sure.
NOW = """
SELECT concat_ws('.', system.system_identifier, checkpoint.timeline_id,
                 'public.archive_change'::regclass::oid),
    CASE WHEN pg_is_in_recovery()
        THEN pg_snapshot_xmin(seen)::text || ':' || pg_snapshot_xmin(seen)::text || ':'
        ELSE seen::text END
FROM pg_control_system() system, pg_control_checkpoint() checkpoint, pg_current_snapshot() seen
"""

LOG = """
SELECT xid::text::bigint, id, kind, ref, spread, event, at
FROM public.archive_change
WHERE (xid, id) > (%(xid)s::text::xid8, %(id)s)
    AND xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
    AND xid < pg_snapshot_xmax(%(until)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot)
    AND pg_visible_in_snapshot(xid, %(until)s::pg_snapshot)
    AND (xid, id) <= (%(last_xid)s::text::xid8, %(last_id)s)
ORDER BY xid, id LIMIT %(number)s
"""


@dataclass(frozen=True)
class Mention:
    """A record to look at again, because it changed or is met for the first time."""

    kind: str
    ref: str
    restored: bool = False
    quiet: bool = False
    """Nothing to tell where it is not public: it may never have been."""
    at: datetime | None = None

    def after(self, earlier: "Mention") -> "Mention":
        """Both mentions of a record as one."""
        return replace(
            self,
            restored=self.restored or earlier.restored,
            quiet=self.quiet and earlier.quiet,
            at=self.at or earlier.at,
        )


@dataclass
class Reading:
    """The next mentions from a cursor on, at most ``number`` of them and a step more."""

    cursor: Cursor
    number: int
    mentions: list[Mention] = field(default_factory=list)

    @property
    def more(self) -> bool:
        """Whether there is more to read at once."""
        return bool(self.cursor.until)

    def run(self) -> "Reading":
        """Take steps until there are enough mentions, or nothing is left."""
        while self.more and len(self.mentions) < self.number:
            self._step()
        return self

    @property
    def _room(self) -> int:
        return self.number - len(self.mentions)

    def _step(self) -> None:
        if not self.cursor.seen:
            self._walk()
        elif self.cursor.window:
            self._tell_dependents(self.cursor.window)
        else:
            self._tell_rows()

    def _walk(self) -> None:
        """Tell some of a kind, or go on to the next; after the last everything was told once."""
        (number, after), room = self.cursor.place, self._room
        found = list(_walked(WALK[number], after, room))
        self.mentions += [mention for _, mention in found]
        if len(found) == room:
            self.cursor = self.cursor.at(place=(number, found[-1][0]))
        elif number + 1 < len(WALK):
            self.cursor = self.cursor.at(place=(number + 1, 0))
        else:
            self.cursor = self.cursor.caught_up()

    def _tell_rows(self) -> None:
        """Tell some rows of the log; then their dependents, if what changed shows elsewhere."""
        rows = self._log(self.cursor.place, self._room)
        if not rows:
            self.cursor = self.cursor.caught_up()
            return
        self.mentions += [_told(*row[2:]) for row in rows]
        end: Place = rows[-1][:2]
        if any(row[4] for row in rows):
            self.cursor = self.cursor.at(window=end, dependent=(0, 0))
        else:
            self.cursor = self.cursor.at(place=end)

    def _tell_dependents(self, end: Place) -> None:
        """Tell some records that show what the rows before ``end`` told of."""
        number, after = self.cursor.dependent
        kind = SHOWING[number]
        room = self._room
        found = Showing(self._spreading(end)).first(kind, after, room)
        self.mentions += [Mention(kind, ref) for _, ref in found]
        if len(found) == room:
            self.cursor = self.cursor.at(dependent=(number, found[-1][0]))
        elif number + 1 < len(SHOWING):
            self.cursor = self.cursor.at(dependent=(number + 1, 0))
        else:
            self.cursor = self.cursor.at(place=end, window=None, dependent=(0, 0))

    def _spreading(self, end: Place) -> dict[Any, list[int]]:
        rows = self._log(self.cursor.place, None, end)
        return keys_of(row[2:5] for row in rows if row[4])

    def _log(self, place: Place, number: int | None, last: Place = LAST) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                LOG,
                {
                    "xid": str(place[0]),
                    "id": place[1],
                    "last_xid": str(last[0]),
                    "last_id": last[1],
                    "seen": self.cursor.seen,
                    "until": self.cursor.until,
                    "number": number,
                },
            )
            return cursor.fetchall()


def _told(kind: str, ref: str, _spread: str, event: str, at: datetime) -> Mention:
    quiet = event in (Event.HIDDEN, Event.MOVED)
    return Mention(kind, ref, event == Event.RESTORED, quiet, at)


def _walked(kind: str, after: int, number: int) -> Iterator[tuple[int, Mention]]:
    if kind == "redirect":
        rows = Redirect.objects.filter(pk__gt=after).order_by("pk")[:number]
        yield from ((row.pk, Mention(row.kind, row.old_ref, quiet=True)) for row in rows)
        return
    found = PUBLIC[kind].filter(pk__gt=after).order_by("pk").values_list("pk", "ref")
    yield from ((pk, Mention(kind, ref)) for pk, ref in found[:number])


def read(since: str, number: int) -> Reading:
    """What comes after a cursor; from the start without one.

    Raises ``CursorError``, and ``OtherArchiveError`` when the reader must start again.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        archive, now = cursor.fetchone()
    place = Cursor.read(since) if since else Cursor(archive)
    if place.archive != archive:
        raise OtherArchiveError
    if not place.until:
        place = place.at(until=now)
    return Reading(place, number).run()
