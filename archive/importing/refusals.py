"""Refusals: what is wrong with a line, in a sentence for its author."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

TOLD_BESIDE = 4
"""Further mistakes of a record that are told with the first."""


class InputError(Exception):
    """A file that cannot be read at all; the message is for the reader."""


class RecordError(Exception):
    """A record that is not taken: the field at fault, and the reason as a sentence."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field

    def within(self, key: str) -> "RecordError":
        """Name the object or list around the field."""
        dot = "." if self.field and not self.field.startswith("[") else ""
        self.field = f"{key}{dot}{self.field}"
        return self

    def beside(self, others: Sequence["RecordError"]) -> "RecordError":
        """Name what else is wrong, so that a line is mended once: the first few."""
        told = [f"Also {other.field}: {other.reason}" for other in others[:TOLD_BESIDE]]
        if rest := len(others) - len(told):
            told.append(f"And {rest} more.")
        self.reason = " ".join([self.reason, *told])
        return self


@dataclass(frozen=True)
class Refusal:
    """One line that was not taken."""

    file: str
    line: int
    kind: str
    field: str
    reason: str
    raw: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}, {self.field}: {self.reason}" if self.field else f"{place}: {self.reason}"


def unknown_key(key: str, known: Iterable[str]) -> RecordError:
    """Refuse a key by its name, with the one that was probably meant."""
    near = get_close_matches(key[:60], list(known), n=1)
    hint = f" Did you mean “{near[0]}”?" if near else f" Known are {', '.join(known)}."
    return RecordError(f"There is no key of this name here.{hint}", shortened(key))


def shortened(text: str, longest: int = 60) -> str:
    """``text``, or its beginning when it is too long to be read in a sentence."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
