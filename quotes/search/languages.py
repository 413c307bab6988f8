"""The languages whose words are found by their stems, and what languages are called. Pure."""

from typing import Final

LANGUAGES: Final = {
    "en": "English",
    "zh": "Chinese",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "ru": "Russian",
    "ja": "Japanese",
    "ko": "Korean",
}
"""Primary subtags of the languages the archive searches by rules of their own."""

STEMMED: Final = ("de", "en", "es", "fr", "it", "pt", "ru")
"""Languages with stems and stop words. In every other the word is searched as it stands."""

UNSTEMMED: Final = "simple"
"""The rule of every language without stems, Chinese, Japanese and Korean among them."""


def primary(tag: str) -> str:
    """Return the language of a BCP-47 tag: ``zh`` of ``zh-Hans``."""
    return tag.partition("-")[0].lower()


def stemming(tag: str) -> str:
    """Return which language's stems the words of ``tag`` are searched by."""
    language = primary(tag)
    return language if language in STEMMED else UNSTEMMED


def language_name(tag: str) -> str:
    """Return what readers call a language; its tag where we have no name for it."""
    return LANGUAGES.get(primary(tag), tag)
