"""The reading room: what was said, where it is printed, and how a visitor finds it.

Quotes and their citations, search, the public pages and the API live here, pages for people and
organizations too, because they show quotes. The record they rest on is in ``archive``.
"""
