"""Finding quotes: typed text → a ``Query`` → one SQL condition → a page in order → marked words.

- What was typed: ``pieces`` cuts it, ``parsing`` makes a ``query`` of it, ``reading`` finds whom it
  names. What a word is, is decided in ``quotes/text.py`` and its twin in the database, not here.
- What it is looked for as: ``languages`` knows which words have stems, ``lexemes`` asks the
  database for them, ``columns`` are what is looked for in; ``compile`` makes one condition of it,
  ``answers`` all that filters and ranking ask.
- In which order: ``ordering`` offers them, ``by_date`` and ``one_word`` walk an index, ``ranking``
  says what relevance is; ``narrow`` answers by one statement what few quotes answer.
- How many, without counting: ``density`` decides by ``frequencies`` (statistics of words),
  ``expected`` (what they say of a question), ``entries`` (what the index holds), or a sample.
- Beside the page: ``facets`` and ``timeline``; ``highlight`` marks what was found; ``spelling`` and
  ``nearness`` say what else may have been meant, ``pointing`` whose ref or address was typed.
- Of speeches: ``speeches`` finds them, ``speech_order`` orders them, ``places`` says where in their
  texts the words stand.
"""
