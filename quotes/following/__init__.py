"""Following the archive: everything public once, then every change, each commit once.

``cursor`` says how far a reader has come, ``reading`` finds what comes next among the ``nouns``,
``showing`` which records show another and so changed with it. The log itself is
``archive.models.changes``.
"""
