"""Version 1 of the API: read-only, public, for what is published.

- Asked: ``urls``, ``views`` (a list and a detail for each noun) on ``resource`` (what all do);
  ``filtering`` binds the shared filter sets, ``formats`` chooses what is answered.
- Answered: ``rows`` reads records by one statement, ``building`` makes dictionaries of them,
  ``shaping`` trims and expands these, ``asides`` says what stands beside a page. ``pagination`` is
  the envelope, ``beginnings`` the first page of a list that nobody narrowed; ``exporting`` and
  ``tables`` write a whole list as a file.
- Other endpoints: ``changes``; ``checking`` with ``checking_answers``.
- The contract: ``serializers``, ``aside_serializers``, ``checking_shapes``, ``checking_examples``
  and ``parameters`` say what there is, ``schema`` puts it together, ``documentation`` serves it,
  ``lifetime`` says when it ends. Serializers describe records; they do not make them.
"""
