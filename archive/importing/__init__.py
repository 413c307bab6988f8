"""From files into the record: lines are read, checked, staged, resolved, and loaded set-wise.

``inputs`` and ``json_lines`` read; ``fields`` and ``shapes`` say what a record may look like, and
``record`` says it for the nouns of the archive; ``staging`` keeps what was read in temporary
tables; ``links``, ``checks`` and ``rules`` find there what is wrong, and ``refusals`` says it.
``wanted`` is what the archive shall hold, ``changes`` what differs from it; ``loading`` writes that
in batches, by the statements of ``writing``, perhaps with ``helpers``, and ``database_errors`` says
what the database refused. ``runs`` puts these in order. The exporter reads the same shapes, so both
ways agree.

Not here: quotes and topics (``quotes.importing``), and how a command or a page shows a report.
"""
