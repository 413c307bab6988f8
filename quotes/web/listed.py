"""The quotes of a list with all that their lines read, by one statement planned once.

Django compiled two statements for each page, and PostgreSQL planned them: together that took three
times as long as reading the rows.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from archive.models import Organization, Person, Role, Source
from archive.prepared import as_array, asked
from quotes.models import Citation, Quote


def _in_order(model: Any, *names: str) -> tuple[str, ...]:
    """Columns in the model's own order, in which ``from_db`` takes their values."""
    return tuple(one.attname for one in model._meta.concrete_fields if one.attname in names)


QUOTE = _in_order(
    Quote, "id", "ref", "text", "language", "spoken_language", "kind", "status", "standing", "said",
    "unattributed", "speech_delivered", "speaker_id", "organization_id", "role_id",
)  # fmt: skip
SPEAKER = _in_order(Person, "id", "ref", "name", "language")
ORGANIZATION = _in_order(Organization, "id", "ref", "name")
ROLE = _in_order(Role, "id", "title")
SOURCE = _in_order(Source, "id", "ref", "title", "language", "is_public")


def _columns(table: str, names: Iterable[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


LISTED = f"""SELECT
    {_columns("quote", QUOTE)}, {_columns("speaker", SPEAKER)},
    {_columns("organization", ORGANIZATION)}, {_columns("role", ROLE)},
    ARRAY(
        SELECT json_build_array({_columns("source", SOURCE)})
        FROM quotes_citation AS citation JOIN archive_source AS source ON source.id = source_id
        WHERE citation.quote_id = quote.id ORDER BY position
    )
FROM quotes_quote AS quote
LEFT JOIN archive_person AS speaker ON speaker.id = speaker_id
LEFT JOIN archive_organization AS organization ON organization.id = organization_id
LEFT JOIN archive_role AS role ON role.id = role_id
WHERE quote.id = ANY(%s::bigint[])
"""  # noqa: S608  # our own names


def listed(keys: Sequence[int]) -> list[Quote]:
    """The quotes with these primary keys, in this order; other columns stay behind."""
    found = {quote.pk: quote for quote in map(_quote, asked(LISTED, [as_array(keys)]))}
    return [found[key] for key in keys if key in found]


def _quote(row: Sequence[Any]) -> Quote:
    """The quote, and the records it names as if Django had fetched them with it."""
    values = iter(row)
    quote = _made(Quote, QUOTE, values)
    for name, model, columns in (
        ("speaker", Person, SPEAKER),
        ("organization", Organization, ORGANIZATION),
        ("role", Role, ROLE),
    ):
        quote._state.fields_cache[name] = _made(model, columns, values)
    cited = [_made(Source, SOURCE, iter(source)) for source in next(values)]
    vars(quote)["_prefetched_objects_cache"] = {
        "citations": [Citation(quote_id=quote.pk, source=source) for source in cited]
    }
    return quote


def _made(model: Any, names: Sequence[str], values: Any) -> Any:
    """A record with these columns, the others deferred; None where an outer join found none."""
    given = [next(values) for _ in names]
    return None if given[names.index("id")] is None else model.from_db("default", names, given)
