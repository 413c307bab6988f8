"""A cursor leads to the same place whatever comes and goes, and is of no other making than ours."""

import zlib
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.models import Quote

QUOTES = "/api/v1/quotes/"

DAYS = st.integers(0, 9)
CHANGES = st.lists(
    st.lists(st.tuples(st.sampled_from(["come", "go"]), DAYS), max_size=4), max_size=8
)  # fmt: skip
"""What happens between one page and the next: a quote of this day comes, or those of it go."""


def made(make_quote, day, known=True):
    said = str(date(2020, 1, 1) + timedelta(day)) if known else ""
    return make_quote(f"Cloud number {Quote.objects.count()}", said=said, unattributed=True).ref


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    st.lists(DAYS, min_size=1, max_size=12), CHANGES, st.integers(1, 4),
    st.sampled_from(["newest", "oldest", "relevance"]), st.booleans(),
)  # fmt: skip
def test_no_other_record_is_missed_or_repeated_while_others_come_and_go(
    client, make_quote, days, changes, size, ordering, back
):
    Quote.objects.all().delete()
    for day in days:
        made(make_quote, day, known=day > 0)
    asked = {"page_size": size, "ordering": ordering, "q": "cloud", "fields": "id"}
    stayed = {quote.ref for quote in Quote.objects.all()}
    seen = []
    page = client.get(QUOTES, asked).json()
    seen += [one["id"] for one in page["results"]]
    pending = list(changes)
    while page["next"]:
        for what, day in pending.pop() if pending else ():
            if what == "come":
                made(make_quote, day)
            else:
                gone = Quote.objects.filter(said=str(date(2020, 1, 1) + timedelta(day)))
                stayed -= {quote.ref for quote in gone}
                gone.delete()
        page = client.get(page["next"]).json()
        seen += [one["id"] for one in page["results"]]
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)


@pytest.fixture
def cursor(client, make_quote):
    for day in range(5):
        made(make_quote, day)
    return client.get(QUOTES, {"page_size": 2}).json()["next"].split("cursor=")[1].split("&")[0]


def refusal(client, address, cursor):
    answer = client.get(f"{address}?cursor={cursor}")
    return answer.status_code, answer.content.decode()


@given(st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_a_cursor_with_any_other_letter_is_refused(client, cursor, data):
    at = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.sampled_from("abcdefgXYZ0189-_.:%\x00é云"))
    other = cursor[:at] + letter + cursor[at + 1 :]
    if unquote(other) != unquote(cursor):  # %3a is %3A
        status, told = refusal(client, QUOTES, other)
        assert status == 400
        assert "cursor" in told


@pytest.mark.parametrize("address", [QUOTES, "/search/", "/search/speeches/", "/people/alice/"])
@pytest.mark.parametrize(
    "value",
    [
        ["newest", False, []],
        ["newest", False, [["no day"], ["2020-01-01"], 1]], ["newest", False, "abc"], "newest", 5,
        None, {}, [1, 2, 3, 4], ["newest", "yes", [None, None, None]],
        ["newest", False, [1, 2, 2**70]], ["title", False, ["a\x00", 1]],
        ["newest", False, [["2020-01-01", "2020"], ["2020-01-01"], 1]],
    ],
)  # fmt: skip
def test_a_cursor_that_leads_nowhere_is_refused_even_if_it_is_signed(
    client, cursor, alice, address, value
):
    """Signed with our key by an older version, or for another list."""
    signed = signing.Signer(salt="cursor").sign_object(value)
    status, _ = refusal(client, address, signed)
    assert status in (400, 404)


def test_a_cursor_of_an_earlier_version_says_what_to_do(client, cursor):
    signed = signing.Signer(salt="cursor").sign_object(["newest", False, [["2020-01-01"], 1]])
    _, told = refusal(client, QUOTES, signed)
    assert "of an earlier version of this archive. Start again without it." in told


def test_a_cursor_that_was_compressed_leads_where_it_led(client, cursor):
    """As they were signed until it was found that it makes them no shorter."""
    signer = signing.Signer(salt="cursor")
    plain = signing.b64_decode(signer.unsign(unquote(cursor)).encode())
    compressed = signing.b64_encode(zlib.compress(plain)).decode()
    status, page = refusal(client, QUOTES, signer.sign(f".{compressed}"))
    assert (status, page) == (200, refusal(client, QUOTES, cursor)[1])


def test_a_cursor_of_the_changes_is_none_of_a_list(client, quote):
    since = client.get("/api/v1/changes/?page_size=1").json()["cursor"]
    assert refusal(client, QUOTES, since)[0] == 400


def test_a_cursor_is_opaque_and_the_same_for_the_same_page(client, cursor):
    again = client.get(QUOTES, {"page_size": 2}).json()["next"]
    assert f"cursor={cursor}" in again
