"""How far a reader of the changes has come: opaque to the reader, signed, and complete.

A reader begins with a *walk* through everything public, kind by kind in the order of primary keys.
What is committed meanwhile is in the log: a cursor holds the snapshot up to which the log has been
read (``seen``) and the one up to which it is being read (``until``).
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing

SALT = "changes"
Place = tuple[int, int]


class CursorError(ValueError):
    """A cursor this archive did not make; the message is for the reader."""


class OtherArchiveError(Exception):
    """A cursor from before a restore, or of another database: what it has seen is not known."""


@dataclass(frozen=True)
class Cursor:
    """A place in the changes.

    ``archive`` names the very database the rest is about. During the walk ``seen`` is empty and
    ``place`` is the number of a kind and the last primary key. In the log ``place`` is the last
    row's transaction and number; ``window``, if any, is the place up to which rows were told whose
    dependents are being told, ``place`` of which is ``dependent``.
    """

    archive: str
    until: str = ""
    seen: str = ""
    place: Place = (0, 0)
    window: Place | None = None
    dependent: Place = (0, 0)

    def at(self, **changes: Any) -> "Cursor":
        """The same with another place."""
        return replace(self, **changes)

    def caught_up(self) -> "Cursor":
        """All that ``until`` sees has been told."""
        return Cursor(self.archive, seen=self.until)

    def __str__(self) -> str:
        return signing.dumps(list(asdict(self).values()), salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """The cursor that was written as ``text``. Raises ``CursorError``."""
        try:
            archive, until, seen, place, window, dependent = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError) as error:
            raise CursorError("This cursor is not one of ours. Start again without it.") from error
        window = window and tuple(window)
        return cls(archive, until, seen, tuple(place), window, tuple(dependent))
