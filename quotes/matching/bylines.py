"""A name beside words without quotation marks: words — Alice; Alice: words; words, said Alice.

Pure: whether anybody is known by the name, its caller asks.
"""

import re
from collections.abc import Iterator
from typing import Final

from quotes.quotations.english import VERBS

_NAME = r"(?P<name>[^\s—―–:：,，“”\"][^—―–:：,，“”\"]{0,58}[^\s—―–:：,，“”\".])\.?"
_VERB = "|".join(sorted(VERBS))
_BYLINES: Final = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        rf"(?P<words>.+?)\s*(?:[—―]+|\s[–-]{{1,2}}\s)\s*{_NAME}",
        rf"(?P<words>.+?)[,，]\s+(?:{_VERB})\s+{_NAME}",
        rf"(?P<words>.+?)[,，]\s+{_NAME}\s+(?:{_VERB})\.?",
        rf"{_NAME}\s?[:：]\s*(?P<words>.+)",
    )
)


def bylines(text: str) -> Iterator[tuple[str, str]]:
    """Each name that may be the speaker's, and the words that are then said."""
    for form in _BYLINES:
        if found := form.fullmatch(text.strip()):
            yield found["name"], found["words"]
