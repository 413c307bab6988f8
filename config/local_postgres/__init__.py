"""The project's own PostgreSQL, for when no ``DATABASE_URL`` names another: a database backend.

``binaries`` finds the programs, ``server`` runs them, ``base`` is what Django calls; ``accounts``,
``configuration`` and ``processes`` are what ``server`` works with. The first connection starts the
server; importing any of this starts nothing. How the archive uses the database does not belong
here.
"""
