"""The desk's side of the record: how editors list, search and enter its nouns.

Only presentation and the checks a form can make belong here; what must hold whatever writes is
a constraint of the models.
"""

from archive.admin import (
    addresses,
    merges,
    organizations,
    people,
    redirects,
    roles,
    sources,
    speeches,
)

__all__ = [
    "addresses",
    "merges",
    "organizations",
    "people",
    "redirects",
    "roles",
    "sources",
    "speeches",
]
