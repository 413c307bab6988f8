"""Do we hold these words already? For many wordings at once, or whatever is like one of them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext

from archive.messages import marked as _
from archive.translating import translated
from quotes.matching.engine import Claim, check
from quotes.matching.verdicts import LABELS, Verdict
from quotes.models import Quote, Status
from quotes.permissions import User, visible_to
from quotes.text import words

MOST = 5
"""Quotes named for one wording."""

LONGEST = 2_000
"""Characters of a wording that is looked for as a phrase; a longer one is cut."""

HOLDING = """
SELECT wanted.place, held.id
FROM unnest(%s::text[]) WITH ORDINALITY AS wanted(words, place)
CROSS JOIN LATERAL (
    SELECT id FROM quotes_quote WHERE exact @@ public.exact_phrase(wanted.words) LIMIT %s
) held
"""


def holding(wordings: Iterable[str], user: User) -> dict[str, list[Quote]]:
    """For each wording the quotes the user may see that have its very words, in one run.

    Case, accents, punctuation and script do not matter; those with no other words come first.
    """
    wanted = [one for one in dict.fromkeys(wordings) if words(one[:LONGEST])]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(HOLDING, [[one[:LONGEST] for one in wanted], MOST])
        pairs = cursor.fetchall()
    quotes = visible_to(user, Quote.objects.filter(pk__in={pk for _, pk in pairs}))
    known = quotes.select_related("speaker", "organization").defer("stems", "exact").in_bulk()
    held: dict[str, list[Quote]] = defaultdict(list)
    for place, pk in pairs:
        if pk in known:
            held[wanted[place - 1]].append(known[pk])
    return {one: sorted(found, key=lambda quote: len(quote.text)) for one, found in held.items()}


def same_words(one: str, other: str) -> bool:
    """Whether two wordings are the same once folded as the search folds them."""
    return words(one) == words(other)


def alike(wording: str, user: User) -> dict[Quote, str]:
    """Quotes the user may see that are like ``wording``, and how: the same words come first.

    Near ones, and translations on file, are found by the engine that checks what was claimed.
    """
    held = holding([wording], user).get(wording, [])
    found = {
        one: gettext("the same words") if same_words(wording, one.text) else translated(HAS)
        for one in held
    }
    statuses = [status for status in Status.values if status != Status.REMOVED]
    matches = check([Claim(wording[:LONGEST])], statuses)[0].matches
    keys = [match.quote.pk for match in matches]
    seen = visible_to(user, Quote.objects.filter(pk__in=keys)).in_bulk()
    near = {match.quote: translated(LABELS[match.verdict]).lower() for match in matches}
    return found | {one: how for one, how in near.items() if one.pk in seen and one not in found}


HAS = _("has these words")

APART = (Verdict.EXCERPT, Verdict.SIMILAR)
"""Verdicts on words like others that make no second quote of one saying."""


def no_duplicate(how: str) -> bool:
    """Whether :func:`alike` said of a quote that it only has words in common."""
    return how in {translated(HAS), *(translated(LABELS[one]).lower() for one in APART)}
