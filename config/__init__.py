"""How the archive runs: settings, addresses, the web server's entry point and the local database.

What the archive holds is in ``archive``; how it is read is in ``quotes``. ``config`` may import
both and is imported by neither.
"""
