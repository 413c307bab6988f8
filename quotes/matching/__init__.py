"""Did they really say that? A claimed wording → the archived quotes it corresponds to.

``candidates`` finds quotes through the index, ``speakers`` whom the claim names, ``engine``
compares and ranks, ``verdicts`` says what may be said of it and ``telling`` says it in sentences.
``pasted`` takes whole texts apart, ``bylines`` a sentence and the name beside it. For the desk
``holding`` answers "do we have this already?", ``near`` finds what is like given quotes, and
``distinct`` remembers which two are no duplicates.
"""
