"""How a typed search was read, for the reader: whom its names mean, and the way out."""

from dataclasses import dataclass

from django.http import QueryDict

from quotes.search.reading import Reading
from quotes.web.form import address


@dataclass(frozen=True)
class Read:
    """Who the question names, what about them, and the search for its words alone."""

    names: tuple[str, ...]
    about: str
    words_only: str


def how_it_was_read(
    reading: Reading | None, asked: QueryDict, page: str = "web:search"
) -> Read | None:
    """What to tell the reader; None when the words were taken as words."""
    if reading is None or not reading.names:
        return None
    names = tuple(str(name.record) for name in reading.names)
    about = str(reading.about) if reading.about else ""
    return Read(names, about, address(asked, "cursor", page=page, q=str(reading.words_only)))
