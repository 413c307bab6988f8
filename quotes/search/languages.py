"""The languages whose words are found by their stems. Pure."""

from typing import Final

from quotes.language_tags import primary

STEMMED: Final = ("de", "en", "es", "fr", "it", "pt", "ru")
"""Languages with stems and stop words. In every other the word is searched as it stands."""

UNSTEMMED: Final = "simple"
"""The rule of every language without stems, Chinese, Japanese and Korean among them."""


def stemming(tag: str) -> str:
    """Return which language's stems the words of ``tag`` are searched by."""
    language = primary(tag)
    return language if language in STEMMED else UNSTEMMED
