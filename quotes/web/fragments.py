"""Text fragments: an address that opens a page at the words quoted.

https://wicg.github.io/scroll-to-text-fragment/
"""

from urllib.parse import quote as escaped

LONGEST_EXACT = 80
"""Longer words are named by their beginning and end: pages differ in spaces and dashes within."""

WORDS_AT_AN_END = 5


def address_of_words(url: str, printed: str) -> str:
    """``url`` with a fragment that scrolls to ``printed``; unchanged without either."""
    words = printed.strip(" \n“”\"'‘’«»").split()
    if not url or not words or "#" in url:
        return url
    return f"{url}#:~:text={_directive(words)}"


def _directive(words: list[str]) -> str:
    whole = " ".join(words)
    if len(whole) <= LONGEST_EXACT or len(words) <= 2 * WORDS_AT_AN_END:
        return _encoded(whole)
    start, end = words[:WORDS_AT_AN_END], words[-WORDS_AT_AN_END:]
    return f"{_encoded(' '.join(start))},{_encoded(' '.join(end))}"


def _encoded(text: str) -> str:
    # A bare hyphen, comma or ampersand means something in a directive.
    return escaped(text, safe="").replace("-", "%2D")
