"""Two wordings of the same words: are they the same, and if not, what sort of change is it? Pure.

``units`` cuts a wording into words and signs, ``aligning`` lays two side by side, ``typography``
says what may differ freely, ``meaning`` which small words turn a sentence round, ``changes`` what
sort of change a difference is; ``comparing`` and ``splicing`` put them together.
"""
