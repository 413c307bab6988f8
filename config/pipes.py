"""What a command does whose reader closes the pipe: it ends, as other programs do."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

READER_LEFT = 128 + signal.SIGPIPE
"""What a shell reports of a program that was ended by writing where nobody reads (141)."""


@contextmanager
def ending_with_the_reader() -> Iterator[None]:
    """``… | head -1`` ends what runs in here without a word, and by ``READER_LEFT``.

    Not by the signal itself: a server writes to sockets too, and outlives a browser that leaves.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(READER_LEFT) from None
