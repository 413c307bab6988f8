"""Did they really say that? A claimed wording → the archived quotes it corresponds to.

``candidates`` finds quotes through the index, ``speakers`` whom the claim names, ``engine``
compares and ranks, ``verdicts`` says what may be said of it and ``telling`` says it in sentences.
``pasted`` takes whole texts apart; ``holding`` answers the desk's "do we have this already?".
"""
