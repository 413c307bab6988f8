"""Inputs: files and standard input as numbered lines, read within bounds and twice if need be."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.importing.refusals import InputError

LONGEST_LINE = 16 * 2**20
"""No line is longer: a source carries its whole text, and a book has some 2 MB."""

STDIN = "-"


class Input:
    """A named file of lines. Whatever cannot be read twice is first copied to a temporary file."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name = name
        self._stream = stream if stream.seekable() else _spooled(stream)
        self.size = self._stream.seek(0, os.SEEK_END)
        if not self.size:
            self.close()
            raise InputError(f"{name} is empty: there is nothing to import.")

    def head(self, size: int = 65_536) -> bytes:
        """The first bytes, for telling what the file is."""
        self._stream.seek(0)
        return self._stream.read(size)

    def whole(self) -> BinaryIO:
        """The stream itself, from its beginning, for formats that are not lines."""
        self._stream.seek(0)
        return self._stream

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Every line with its number. One that is too long is cut off past ``LONGEST_LINE``."""
        self._stream.seek(0)
        number = 0
        while raw := self._stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                self._skip_line(raw)
            yield number, raw

    def _skip_line(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._stream.readline(2**20)

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()


def open_input(path: str) -> Input:
    """Open a file, or standard input for ``-``; ``InputError`` says why it cannot be read."""
    if path == STDIN:
        return Input("standard input", sys.stdin.buffer)
    try:
        return Input(path, Path(path).open("rb"))
    except IsADirectoryError:
        raise InputError(f"{path} is a directory; name the files in it.") from None
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path} cannot be read: {reason}.") from None


def _spooled(stream: BinaryIO) -> BinaryIO:
    """A copy that can be read again: refused lines are quoted in full at the end."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as its Input
    shutil.copyfileobj(stream, copy)
    return copy
