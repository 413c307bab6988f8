"""Records in files, quotes included; what reads and writes their rows is ``quotes.importing``.

``exporting`` and ``tables`` write them, ``uploads`` keeps one until an editor has decided, and
``letting_in`` tries it first and then lets it in.
"""
