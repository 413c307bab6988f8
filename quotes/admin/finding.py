"""Finding quotes at the desk by their words, drafts included.

Through the index on ``Quote.exact``: reading every text would grow with the archive. The public
query language is ``quotes.search``; here an editor looks for a quote they have in front of them.
"""

import re
from collections.abc import Iterator

from django.db.models import BooleanField, F, Func, Value

PHRASE = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(\S+)")

SHORTEST_BEGINNING = 3
"""Characters from which a word may be the beginning of one: “a” begins too many."""


def phrases(typed: str) -> Iterator[str]:
    """The phrases in quotation marks and the words outside them."""
    for quoted, word in PHRASE.findall(typed):
        yield quoted or word


def has_phrase(phrase: str) -> Func:
    """The condition that a quote has this phrase, the last word of which may go on."""
    begins = Value(len(phrase) >= SHORTEST_BEGINNING)
    return Func(
        F("exact"),
        Func(Value(phrase), begins, function="public.exact_phrase"),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
