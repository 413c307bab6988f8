"""Finding quotes: typed text → a ``Query`` value → one SQL condition → marked words.

``query`` is the value, ``parsing`` makes it of what was typed, ``languages`` knows which words have
stems (all three pure); ``compile`` asks the database, ``highlight`` marks what was found. What a
word is, is decided in ``quotes/text.py`` and its twin in the database, not here.
"""
