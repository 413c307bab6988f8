"""Example searches that find something: made of words that stand in a quote at hand."""

import re
from itertools import pairwise

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af]{2,}")
PIECES = re.compile(r"[^\w\s’'-]+")
LONGEST_CJK = 4


def telling_phrase(text: str) -> str:
    """The two neighbouring words with most letters, or a few characters of CJK; may be empty.

    >>> telling_phrase("we don’t have access to ‘unlimited cash’ from the market")
    'unlimited cash'
    """
    if found := CJK.search(text):
        return found.group()[:LONGEST_CJK]
    return max(
        (pair for piece in PIECES.split(text) for pair in _pairs(piece)), key=len, default=""
    )


def _pairs(piece: str) -> list[str]:
    words = [stripped for word in piece.split() if (stripped := word.strip("’'-_"))]
    return [f"{first} {second}" for first, second in pairwise(words)]
