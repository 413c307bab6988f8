"""The desk's side of quotes: entering them with their citations, and taking them to the public.

Only presentation and the checks a form can make belong here; a quote's status changes through
``quotes.workflow`` alone.
"""

from quotes.admin import api_keys, quotes, sources, speeches, tables, topics

__all__ = ["api_keys", "quotes", "sources", "speeches", "tables", "topics"]
