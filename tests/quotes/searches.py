"""Short ways to ask what matches, as the pages and the API ask it; no tests here."""

from django.db import connection

from quotes.filters import QuoteFilter
from quotes.models import Quote
from quotes.search import frequencies
from quotes.search.answers import Answer
from quotes.search.parsing import parse
from quotes.search.reading import read

WALK, GATHER = 0, 10**9
"""What looking at a row is made to cost: nothing, so that walks go on; or too much."""

SAMPLED, INDEXED = {"surely": 1}, {"doubt": 10**9}
"""Where a sample or the index tells that more than twenty match, they are not counted."""

SEARCHES = [
    {"q": "cloud risk"},
    {"q": "cloud risk -14"},
    {"q": '"cloud risk"'},
    {"q": "cloud OR growth -people"},
    {"q": "云"},
    {"q": '"is quote"'},
    {"q": "云服务"},
    {"q": "cloud", "speaker": "bob"},
    {"q": "cloud", "said": "2001"},
    {"q": "cloud", "status": "retracted"},
    {"q": "cloud", "topic": "growth"},
]


def pages(client, **asked):
    """Every page of a search, there and back again: refs, counts and facets."""
    address, found = "/api/v1/quotes/", []
    asked = {**asked, "page_size": 25, "facets": "speaker,kind,timeline"}
    answer = client.get(address, asked).json()
    found.append(contents(answer))
    for way in ("next", "previous"):
        while answer[way]:
            answer = client.get(answer[way]).json()
            found.append(contents(answer))
    return found


def contents(answer):
    """What a page shows: refs, count and facets."""
    refs = [quote["id"] for quote in answer["results"]]
    return refs, answer["count"], answer["count_exact"], answer["facets"]


def holding(words):
    """The public quotes that a typed question finds."""
    return Quote.objects.published().filter(Answer(read(parse(words))).matches())


def bound_to(**asked):
    """The filter of a search, bound to its parameters."""
    bound = QuoteFilter(asked, Quote.objects.shown())
    assert bound.is_valid()
    return bound


def analyze():
    """Have PostgreSQL know the words of this test."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quotes_quote")
    frequencies.forget()


def rows_of(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def leave_only(*indexes):
    """Drop the other indexes of quotes, and scan no table: as is planned with more quotes."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON oid = indexrelid"
            " WHERE indrelid = 'quotes_quote'::regclass AND NOT indisunique"
            " AND relname <> ALL (%s)",
            [list(indexes)],
        )
        cursor.execute(f"DROP INDEX {', '.join(name for (name,) in cursor.fetchall())}")
        cursor.execute("SET LOCAL enable_seqscan = off")
