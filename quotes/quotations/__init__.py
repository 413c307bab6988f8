"""The quotations of a text: words between quotation marks, and who is said to say them. Pure.

    for quotation in find(text):
        quotation.words            # the quoted words, an interruption (“…,” he said, “…”) left out
        quotation.parts            # where they stand: text[part.start:part.end] == part.words
        quotation.kind             # Kind.DIRECT or Kind.PARTIAL (“lose its combat strength”)
        quotation.opened, .closed  # False where the text lacks a mark
        quotation.attribution      # None, or name, cue and how certain: nothing is guessed silently

Offsets are characters (code points) of the exact text given, from 0, end exclusive. Everything here
is pure, knows no archive, and takes time in proportion to the text, whatever stands in it.

- ``marks``: which characters are quotation marks, and which belong together
- ``sentences``: where a sentence begins, with a quotation as one word
- ``english``, ``chinese``: who is said to say something, as ``cues``: “cautioned Ren”, 任正非表示
- ``naming``: whose surname or pronoun it may be
- ``kinds``: whether what stands between marks is speech, and how much of it
- ``finding``: interruptions, and which cue belongs to which quotation
"""

from quotes.quotations.finding import (
    Attribution,
    Certainty,
    Part,
    Quotation,
    find,
    said_by,
)
from quotes.quotations.kinds import Kind

__all__ = ["Attribution", "Certainty", "Kind", "Part", "Quotation", "find", "said_by"]
