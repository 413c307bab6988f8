"""An app asks with a key: made at the desk, shown once, expired or revoked; and within limits."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from quotes import allowance
from quotes.api.keys import fill_in, revoke
from quotes.api.models import ApiKey
from tests.desk import revise

LIST = "/api/v1/topics/"


@pytest.fixture
def make_key(db, admin_user):
    """A saved key and the whole of it, as its owner has it."""

    def make(name="Newsroom", **fields):
        key = ApiKey(name=name, **fields)
        whole = fill_in(key, admin_user)
        key.save()
        return key, whole

    return make


@pytest.fixture
def ask(client, db):
    def ask(whole="", address=LIST, **headers):
        if whole:
            headers["Authorization"] = f"Bearer {whole}"
        return client.get(address, headers=headers)

    return ask


@pytest.fixture
def no_time(db, monkeypatch):
    """All of a burst in one moment, for this process as for the database; none is forgotten."""
    monkeypatch.setattr(allowance.time, "monotonic", lambda: 1000.0)
    for name in ("SPEND", "PAY", "LOOK"):
        stopped = getattr(allowance, name).replace(
            "statement_timestamp()", "timestamptz '2030-01-01 UTC'"
        )
        monkeypatch.setattr(allowance, name, stopped)
    monkeypatch.setattr(allowance, "FORGOTTEN", 10**9)


@pytest.fixture
def limited(settings, no_time):
    """Three requests a minute, six with a key, none of which comes back while a test asks."""
    settings.API_LIMIT, settings.API_KEY_LIMIT = 3, 6


# --- At the desk ------------------------------------------------------------------------------


def test_a_key_is_made_at_the_desk_and_shown_once(admin_client, ask):
    made = admin_client.post(
        "/admin/api/apikey/add/", {"name": "Fact checkers", "per_minute": ""}, follow=True
    )
    [whole] = re.findall(r"sqa_[0-9a-f]{8}_[0-9a-f]{40}", made.content.decode())
    assert ask(whole).status_code == 200
    key = ApiKey.objects.get()
    assert whole not in (key.digest, key.prefix)
    for page in ("/admin/api/apikey/", f"/admin/api/apikey/{key.pk}/change/"):
        again = admin_client.get(page).content.decode()
        assert key.prefix in again
        assert whole not in again
        assert key.digest not in again


def test_a_key_is_revoked_at_the_desk_and_says_so(admin_client, admin_user, make_key, ask):
    key, whole = make_key()
    chosen = {"action": "revoke_keys", "_selected_action": [key.pk]}
    told = admin_client.post("/admin/api/apikey/", chosen, follow=True)
    assert "Revoked: Newsroom." in told.content.decode()
    assert ask(whole).status_code == 401
    key.refresh_from_db()
    assert (key.state, key.revoked_by) == ("revoked", admin_user)


def test_a_revoked_key_stays_as_it_was_revoked(make_key, admin_user, django_user_model):
    key, _ = make_key()
    revoke(key, admin_user)
    first = ApiKey.objects.get().revoked_at
    revoke(key, django_user_model.objects.create(username="other"))
    assert (ApiKey.objects.get().revoked_at, ApiKey.objects.get().revoked_by) == (first, admin_user)


def test_a_key_is_renamed_without_a_new_secret(admin_client, make_key, ask):
    key, whole = make_key()
    page = admin_client.get(f"/admin/api/apikey/{key.pk}/change/").content.decode()
    assert 'name="_seen"' in page  # without it, the form would be refused as stale
    revise(admin_client, key, name="Newsroom, night desk", per_minute=5)
    assert ApiKey.objects.get().name == "Newsroom, night desk"
    assert ask(whole).status_code == 200


# --- At the door ------------------------------------------------------------------------------


def test_without_a_key_anybody_reads(ask):
    assert ask().status_code == 200


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Bearer sqa_00000000_" + "0" * 40, "No such API key"),
        ("Bearer made-up", "No such API key"),
        ("Bearer ", "No such API key"),
        ("Bearer " + "x" * 100_000, "No such API key"),
        ("Bearer sqa_\x00", "No such API key"),
        ("Basic YWxpY2U6c2VjcmV0", "takes API keys only"),
        ("sqa_00000000_" + "0" * 40, "takes API keys only"),
    ],
)
def test_what_is_no_key_is_a_401_with_a_sentence(client, db, header, sentence):
    answer = client.get(LIST, headers={"Authorization": header})
    assert answer.status_code == 401
    assert sentence in answer.json()["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_secret_behind_a_known_beginning_is_no_key(make_key, ask):
    key, _ = make_key()
    assert ask(f"{key.prefix}_{'0' * 40}").status_code == 401


def test_an_expired_key_says_when(make_key, ask):
    key, whole = make_key(expires_at=timezone.now() - timedelta(days=1))
    answer = ask(whole)
    assert answer.status_code == 401
    assert f"expired on {key.expires_at:%Y-%m-%d}" in answer.json()["detail"]


def test_a_key_notes_its_last_day_once_a_day(make_key, ask, monkeypatch, django_assert_num_queries):
    key, whole = make_key()
    noon = timezone.now().replace(hour=12)  # no day ends in the midst of the test
    monkeypatch.setattr(timezone, "now", lambda: noon)
    ask(whole)
    key.refresh_from_db()
    assert key.last_used_on == noon.date()
    with django_assert_num_queries(2):  # the key; the page with its count
        ask(whole)


# --- Limits -----------------------------------------------------------------------------------


def test_an_address_asks_so_often_a_minute_and_is_then_told_how_long_to_wait(limited, ask):
    assert [ask().status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask()
    assert 1 <= int(refused["Retry-After"]) <= 20
    sentence = (
        "This address may make 3 requests a minute and has made them. Ask again in {} seconds. "
    )
    waits = refused["Retry-After"]
    assert refused.json()["detail"] == sentence.format(waits) + "A key allows more."


def test_every_answer_says_what_is_left(limited, ask):
    answer = ask()
    assert answer["RateLimit-Policy"] == '"anonymous";q=3;w=60'
    assert answer["RateLimit"] == '"anonymous";r=2;t=20'
    assert "r=1" in ask()["RateLimit"]


def test_that_nothing_changed_is_counted_and_told_too(db, limited, client):
    tag = client.get("/api/v1/topics/")["ETag"]
    unchanged = client.get("/api/v1/topics/", headers={"If-None-Match": tag})
    assert unchanged.status_code == 304
    assert "r=1" in unchanged["RateLimit"]


def test_what_is_spent_comes_back_evenly(limited, ask):
    for _ in range(4):
        last = ask()
    assert last.status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_usage SET full_at = full_at - interval '21 seconds'")
    assert [ask().status_code for _ in range(2)] == [200, 429]


def test_a_refused_request_costs_nothing_more(limited, ask):
    for _ in range(3):
        ask()
    waits = [int(ask()["Retry-After"]) for _ in range(5)]
    assert max(waits) <= 20


def test_each_address_has_a_limit_of_its_own(limited, client, db):
    for address in ("10.0.0.1", "10.0.0.2"):
        asked = [client.get(LIST, REMOTE_ADDR=address).status_code for _ in range(3)]
        assert asked == [200] * 3


def test_a_key_allows_more_and_its_own_limit_counts(limited, make_key, ask):
    _, whole = make_key()
    assert [ask(whole).status_code for _ in range(7)] == [200] * 6 + [429]
    _, small = make_key("Small", per_minute=1)
    assert [ask(small).status_code for _ in range(2)] == [200, 429]
    refused = ask(small)
    told = "This key may make 1 request a minute and has made it. Ask again in {} seconds."
    assert refused.json()["detail"] == told.format(refused["Retry-After"])
    _, free = make_key("Free", per_minute=0)
    assert [ask(free).status_code for _ in range(20)] == [200] * 20


def test_a_whole_list_as_a_file_counts_for_more(settings, no_time, ask):
    settings.API_LIMIT = 25
    assert "r=15" in ask(address=f"{LIST}?format=csv")["RateLimit"]
    assert "r=5" in ask(address=f"{LIST}?format=jsonl")["RateLimit"]
    refused = ask(address=f"{LIST}?format=csv")
    assert refused.status_code == 429
    assert "and has 5 left, where this one counts for 10." in refused.json()["detail"]


def test_pages_for_readers_have_no_limit(limited, client, quote):
    assert [client.get("/quotes/any-price/").status_code for _ in range(5)] == [200] * 5


def test_one_statement_counts_a_request(limited, ask, django_assert_num_queries):
    with django_assert_num_queries(2):  # the limit; the page with its count
        ask()


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_are_counted_one_by_one(no_time):
    granted = []

    def ask():
        granted.extend(allowance.take("many", "anonymous", 25).wait == 0 for _ in range(10))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 25


class Processes:
    """Takes requests in turn in several processes, each with tabs of its own."""

    def __init__(self, monkeypatch, number):
        self.monkeypatch, self.tabs = monkeypatch, [allowance.Tabs() for _ in range(number)]

    def take(self, process, limit=1000):
        self.monkeypatch.setattr(allowance, "TABS", self.tabs[process])
        return allowance.take("one client", "key", limit)

    def granted(self, limit, asked):
        """How many of so many requests in a burst are granted."""
        number = len(self.tabs)
        return sum(self.take(n % number, limit).wait == 0 for n in range(asked))


def test_a_full_bucket_is_not_asked_for_every_request(
    no_time, make_key, ask, django_assert_num_queries
):
    _, whole = make_key(per_minute=1200)
    ask(whole)
    with django_assert_num_queries(2):  # the key; the page with its count
        assert "r=1198" in ask(whole)["RateLimit"]


def test_a_tab_is_a_twentieth_of_a_minutes_requests(
    no_time, monkeypatch, django_assert_num_queries
):
    one = Processes(monkeypatch, 1)
    with django_assert_num_queries(2):
        for _ in range(52):  # the first asks, fifty go on the tab, the next asks and pays
            one.take(0)
    assert one.take(0).remaining == 1000 - 53


def test_a_tab_is_not_believed_for_long(no_time, monkeypatch, django_assert_num_queries):
    two = Processes(monkeypatch, 2)
    two.take(0)
    for _ in range(100):
        two.take(1)
    monkeypatch.setattr(allowance.time, "monotonic", lambda: 1002.0)
    assert two.take(0).remaining < 1000 - 50


def test_under_half_a_bucket_each_request_is_counted_at_once(
    no_time, monkeypatch, django_assert_num_queries
):
    one = Processes(monkeypatch, 1)
    one.granted(1000, 501)
    with django_assert_num_queries(20):
        one.granted(1000, 20)


@pytest.mark.parametrize("limit", [1, 3, 19, 20, 120, 1000])
def test_one_process_grants_a_burst_exactly_what_the_bucket_holds(no_time, monkeypatch, limit):
    assert Processes(monkeypatch, 1).granted(limit, limit + 50) == limit


@pytest.mark.parametrize("limit", [1, 3, 19, 120, 1000])
@pytest.mark.parametrize("number", [2, 4])
def test_several_processes_exceed_it_by_a_twentieth_each_at_most(
    no_time, monkeypatch, limit, number
):
    granted = Processes(monkeypatch, number).granted(limit, 2 * limit + 50)
    assert limit <= granted <= limit + number * (limit // 20)


def test_what_went_on_a_tab_is_paid_before_more_is_granted(no_time, monkeypatch):
    two = Processes(monkeypatch, 2)
    for _ in range(31):
        two.take(0)
    assert two.granted(1000, 2000) + 31 <= 1000 + 2 * 50
    refused = two.take(0)
    assert refused.wait
    assert refused.seconds_to_full >= 60 - 60 / 1000


def test_clients_with_full_buckets_are_forgotten(db, monkeypatch):
    allowance.take("gone", "anonymous", 5)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE api_usage SET full_at = full_at - interval '1 hour'")
        monkeypatch.setattr(allowance, "FORGOTTEN", 1)
        allowance.take("here", "anonymous", 5)
        cursor.execute("SELECT client FROM api_usage")
        assert cursor.fetchall() == [("here",)]
