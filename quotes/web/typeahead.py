"""Suggestions while typing: people, organizations and topics one of whose names begins so.

A name is met at its own beginning or at that of any of its words, in any script, by the trigram
indexes; a Chinese, Japanese or Korean one, which has no words set apart, inside as well. The work
is bounded: so many candidates of each kind, so many quotes counted for each.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.names import CJK
from quotes.web import words

LONGEST = 100
"""Characters typed that are looked at: what is longer is no beginning of a name."""

CANDIDATES = 50
"""Names of one kind that are weighed by how much was said."""

FEWEST_INSIDE = 2
"""Chinese characters that are looked for inside names, not only where they begin."""

COUNTED = 50
"""Quotes counted for each: from here on everybody is said to speak a lot."""

MOST = 5
"""Suggestions of one kind."""

SECONDS_KEPT = 60

KINDS: dict[str, words.Word] = {
    "person": _("Person"),
    "organization": _("Organization"),
    "topic": _("Topic"),
}

FOR_FIELD: dict[str, tuple[str, ...]] = {
    "q": tuple(KINDS),
    "speaker": ("person",),
    "organization": ("organization",),
    "publisher": ("organization",),
    "topic": ("topic",),
}
"""What each input of the search form may be filled with."""

BEGINS = rf"""(
    {{folded}} LIKE %(begins)s OR {{folded}} LIKE %(within)s
    OR {{column}} ~ '{CJK}' AND regexp_replace({{folded}}, '{CJK}', ' \& ', 'g') LIKE %(inside)s
)"""
"""Where a name is met; the third way, inside a Chinese name, has an index of its own."""

NAMES_OF_A_RECORD = """
SELECT id, name, folded, true AS own FROM archive_{kind} WHERE is_public AND {begins}
UNION ALL
SELECT {kind}_id, name, folded, false FROM archive_{kind}name WHERE {begins}
"""

NAMES_OF_A_TOPIC = """
SELECT id, name, public.fold_name(name) AS folded, true AS own
FROM quotes_topic WHERE is_public AND {begins}
"""

QUOTES = {
    "person": "SELECT FROM quotes_quote WHERE speaker_id = best.id AND status = 'published'",
    "organization": (
        "SELECT FROM quotes_quote WHERE organization_id = best.id AND status = 'published'"
    ),
    "topic": "SELECT FROM quotes_quote_topics WHERE topic_id = best.id",
}

SUGGESTED = """
SELECT '{kind}', best.ref, best.name, best.met
FROM (
    SELECT record.id, record.ref, record.name, first.name AS met, first.whole
    FROM (
        SELECT DISTINCT ON (id) id, name, folded LIKE %(begins)s AS whole FROM ({names}) AS met
        ORDER BY id, folded LIKE %(begins)s DESC, own DESC, name
    ) AS first
    JOIN {table} AS record ON record.id = first.id AND record.is_public
    ORDER BY first.whole DESC, record.name, record.id LIMIT {candidates}
) AS best
CROSS JOIN LATERAL (SELECT count(*) AS said FROM ({quotes} LIMIT {counted}) AS few) AS counted
ORDER BY best.whole DESC, counted.said DESC, best.name, best.ref LIMIT {most}
"""


@dataclass(frozen=True)
class Suggestion:
    """A record to go to, or to fill an input with."""

    kind: str
    label: str
    name: str
    also: str
    """The other name it was met by; empty when that is its own."""

    value: str
    """What to type for it: its name, or its ref where another here is named the same."""

    address: str


def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for ``q``, typed into the input ``field``; 400 for an input we do not have."""
    field = request.GET.get("field", "q")
    if field not in FOR_FIELD:
        refusal = gettext("There is no input “%(field)s”. Known: %(known)s.")
        told = refusal % {"field": field, "known": ", ".join(FOR_FIELD)}
        return JsonResponse({"detail": told}, status=400)
    found = suggestions(request.GET.get("q", ""), FOR_FIELD[field])
    answer = JsonResponse({"suggestions": [asdict(one) for one in found]})
    patch_cache_control(answer, max_age=SECONDS_KEPT)
    return answer


def suggestions(typed: str, kinds: Sequence[str]) -> list[Suggestion]:
    """The best of each kind, those whose whole name begins so before those with such a word."""
    folded = _folded(typed[:LONGEST].replace("\0", ""))
    # One Latin letter begins a word of every third name; one Chinese character is a family name.
    if not folded or (len(folded) == 1 and folded.isascii()):
        return []
    beginning = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        statement = " UNION ALL ".join(f"({STATEMENTS[kind]})" for kind in kinds)
        cursor.execute(
            statement,
            {
                "begins": f"{beginning}%",
                "within": f"% {beginning}%",
                "inside": _inside(beginning),
            },
        )
        return _told(cursor.fetchall())


def _inside(typed: str) -> str | None:
    """What to look for inside names; None for what is no part of a Chinese name, or too little.

    One character is in too many of them.
    """
    if len(re.findall(CJK, typed)) < FEWEST_INSIDE:
        return None
    return "%" + re.sub(CJK, r" \g<0> ", typed) + "%"


def _folded(typed: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.fold_name(%s)", [typed])
        folded: str = cursor.fetchone()[0]
        return folded


def _told(rows: list[tuple[str, str, str, str]]) -> list[Suggestion]:
    names = [(kind, name) for kind, _ref, name, _met in rows]
    return [
        Suggestion(
            kind=kind,
            label=str(KINDS[kind]),
            name=name,
            also=met if met != name else "",
            value=name if names.count((kind, name)) == 1 else ref,
            address=reverse(f"web:{kind}", args=[ref]),
        )
        for kind, ref, name, met in rows
    ]


def _statement(kind: str) -> str:
    """The statement for one kind; nothing of what is typed is in it."""
    topic = kind == "topic"
    folded, column = ("public.fold_name(name)", "name") if topic else ("folded", "folded")
    begins = BEGINS.format(folded=folded, column=column)
    names = NAMES_OF_A_TOPIC if topic else NAMES_OF_A_RECORD
    return SUGGESTED.format(
        kind=kind,
        table="quotes_topic" if topic else f"archive_{kind}",
        names=names.format(kind=kind, begins=begins),
        quotes=QUOTES[kind],
        candidates=CANDIDATES,
        counted=COUNTED,
        most=MOST,
    )


STATEMENTS = {kind: _statement(kind) for kind in KINDS}
