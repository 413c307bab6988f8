"""Whoever follows the feed of changes holds the public archive, whatever happens to it."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import count

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.merging import MergeError, merge
from archive.models import Change, Organization, Person, Role, Source, Speech
from quotes.fidelity import verifying
from quotes.models import Quote, Topic
from tests.quotes.following import Follower, crawl

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follower(client, quote, misattributed):
    return Follower(client).poll()


def told_since(follower):
    before = len(follower.told)
    return follower.poll().told[before:]


def test_from_the_start_everything_public_is_told_once(follower, client):
    assert follower.kept == crawl(client)
    assert len(follower.told) == len(set(follower.told)) == len(follower.kept)
    assert told_since(follower) == []


@pytest.mark.parametrize("page_size", [1, 2, 3, 1000])
def test_pages_of_any_size_tell_the_same(client, quote, misattributed, alice, acme, page_size):
    follower = Follower(client, page_size).poll()
    Person.objects.update(description="Someone.", name="Someone")
    Organization.objects.filter(pk=acme.pk).update(name="Acme Holdings")
    assert follower.poll().kept == crawl(client)


def test_a_draft_is_told_when_it_is_published_and_not_before(follower, quote, make_quote):
    draft = make_quote("Not yet", ref="later", status="draft", unattributed=True)
    draft.text = "Not quite yet"
    draft.save()
    assert told_since(follower) == []
    Quote.objects.filter(ref="later").update(status="published")
    assert told_since(follower) == [("upsert", "quote", "later")]


def test_retracted_restored_and_removed_are_told_by_name(follower):
    quotes = Quote.objects.filter(ref="any-price")
    quotes.update(status="retracted", public_note="Withdrawn.")
    assert told_since(follower) == [("retract", "quote", "any-price")]
    assert follower.kept["quote", "any-price"]["public_note"] == "Withdrawn."
    quotes.update(status="published")
    assert told_since(follower) == [("restore", "quote", "any-price")]
    quotes.update(status="removed")
    assert told_since(follower) == [("remove", "quote", "any-price")]


def test_no_word_of_a_removed_quote_is_given_to_anyone(client, quote):
    Quote.objects.update(text="Rather secret")
    Quote.objects.update(status="removed")
    for since in ("", Follower(client).next):
        assert "secret" not in client.get(since or "/api/v1/changes/").content.decode()


def test_a_merge_leads_to_the_one_kept(follower, alice, bob, client):
    merge(kept=alice, duplicate=bob, reason="One person.")
    assert ("merge", "person", "bob") in told_since(follower)
    assert follower.moved == {("person", "bob"): "alice"}
    assert follower.kept == crawl(client)
    assert follower.kept["quote", "a-choice"]["speaker"]["id"] == "alice"


def test_a_new_reader_learns_of_merges_too(client, quote, alice, bob):
    merge(kept=alice, duplicate=bob, reason="One person.")
    assert Follower(client).poll().moved == {("person", "bob"): "alice"}


def test_the_merge_of_what_was_never_public_is_not_told(client, db):
    hidden = [Person.objects.create(ref=ref, name=ref) for ref in ("one", "two")]
    follower = Follower(client).poll()
    merge(*hidden, reason="One person.")
    assert told_since(follower) == []
    assert Follower(client).poll().told == []


def test_a_renamed_speaker_brings_all_that_show_the_name(follower, alice, client):
    Person.objects.filter(pk=alice.pk).update(name="Alice Newname")
    assert {told[1:] for told in told_since(follower)} == {
        ("person", "alice"), ("role", "alice-chair"), ("role", "alice-ceo"), ("speech", "speech"),
        ("quote", "any-price"),
    }  # fmt: skip
    assert follower.kept == crawl(client)


def test_a_new_description_brings_the_person_alone(follower, alice):
    Person.objects.filter(pk=alice.pk).update(description="Chair of Acme.")
    assert told_since(follower) == [("upsert", "person", "alice")]


def test_a_new_verdict_on_its_citation_brings_the_quote(follower, quote, client):
    source = quote.citations.get().source
    source.texts.create(text="“We will grow at any price,” said Alice.", language="en")
    follower.poll()
    assert sum(verifying.catch_up()) == 2  # another quote is cited from it, too
    assert ("upsert", "quote", "any-price") in told_since(follower)
    assert follower.kept == crawl(client)
    assert follower.kept["quote", "any-price"]["citations"][0]["fidelity"]


def test_raw_sql_is_followed_too(follower, client):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_source SET title = 'Raw' WHERE ref = 'post'")
        cursor.execute("DELETE FROM quotes_quote_topics")
    assert told_since(follower)
    assert follower.kept == crawl(client)


def test_what_is_rolled_back_is_never_told(follower):
    with suppress(ZeroDivisionError), transaction.atomic():
        Person.objects.update(name="Nobody")
        raise ZeroDivisionError
    assert told_since(follower) == []


def test_a_long_transaction_holds_nobody_up_and_is_told_when_it_commits(follower, client):
    with closing(another_connection()) as slow:
        slow.execute("UPDATE archive_person SET name = 'Slow' WHERE ref = 'bob'")
        Person.objects.filter(ref="alice").update(name="Quick")
        assert ("upsert", "person", "alice") in told_since(follower)
        assert told_since(follower) == []
        slow.commit()
    assert ("upsert", "person", "bob") in told_since(follower)
    assert follower.kept == crawl(client)


# --- Many writers at once --------------------------------------------------------------------

WRITERS, EACH = 8, 12


def another_connection():
    return psycopg.connect(**connection.get_connection_params())


def write(writer):
    """Commit some quotes and roll others back, at random moments; when each began and ended."""
    rng, done = random.Random(writer), []
    with closing(another_connection()) as own:
        for number in range(EACH):
            ref = f"w{writer}-{number}"
            time.sleep(rng.random() / 50)
            began = time.perf_counter()
            own.execute(
                "INSERT INTO quotes_quote (ref, text, language, spoken_language, kind, as_credited,"
                " said, speech_delivered, unattributed, status, standing, public_note, editor_note)"
                " VALUES (%s, 'Said.', '', '', 'direct', '', '', '', true, 'published',"
                " 'unverified', '', '')",
                [ref],
            )
            own.execute("UPDATE archive_person SET description = %s WHERE ref = 'alice'", [ref])
            time.sleep(rng.random() / 50)
            if rng.random() < 0.25:
                own.rollback()
            else:
                own.commit()
                done.append((ref, began, time.perf_counter()))
    return done


def test_nothing_is_missed_and_order_is_kept_while_eight_write_at_once(follower, client):
    with (
        closing(another_connection()) as slow,
        ThreadPoolExecutor(WRITERS) as pool,
    ):
        slow.execute("UPDATE archive_person SET name = 'Slow' WHERE ref = 'bob'")
        writers = [pool.submit(write, writer) for writer in range(WRITERS)]
        while not all(writer.done() for writer in writers):
            follower.poll()
        slow.commit()
    follower.poll()
    committed = [one for writer in writers for one in writer.result()]
    place = {ref: at for at, (_, kind, ref) in enumerate(follower.told) if kind == "quote"}
    assert {ref for ref, *_ in committed} == {ref for ref in place if ref.startswith("w")}
    assert len(committed) < WRITERS * EACH  # some were rolled back
    for one, _, ended in committed:
        for other, began, _ in committed:
            assert ended >= began or place[one] < place[other]
    assert follower.kept == crawl(client)


# --- Anything, in any order ------------------------------------------------------------------

NUMBERS = count(100)  # beyond the places that citations of the cast have
STEPS = {
    "rename": lambda pick: _rename(pick(Person, Organization, Topic)),
    "retitle": lambda pick: _change(pick(Role, Speech, Source), title=f"Title {next(NUMBERS)}"),
    "redate": lambda pick: _change(pick(Speech), delivered=f"20{next(NUMBERS) % 90 + 10}"),
    "reword": lambda pick: _change(pick(Quote), text=f"Words {next(NUMBERS)}"),
    "publish": lambda pick: _change(pick(Quote), status="published"),
    "retract": lambda pick: _change(pick(Quote), status="retracted", public_note="Why."),
    "hide": lambda pick: _change(pick(Quote, Person, Source), None),
    "show": lambda pick: _change(pick(Person, Source, Organization), is_public=True),
    "publisher": lambda pick: _change(pick(Source), publisher=pick(Organization)),
    "derive": lambda pick: _derive(pick(Source), pick(Source)),
    "cut": lambda pick: pick(Source).derived_from.all().delete(),
    "cite": lambda pick: _cite(pick(Quote), pick(Source)),
    "uncite": lambda pick: pick(Quote).citations.all().delete(),
    "topic": lambda pick: pick(Quote).topics.add(pick(Topic)),
    "no topics": lambda pick: pick(Quote).topics.clear(),
    "relate": lambda pick: _relate(pick(Quote), pick(Quote)),
    "record": lambda pick: pick(Speech).records.get_or_create(source=pick(Source)),
    "speaker": lambda pick: _change(pick(Quote), speaker=pick(Person), unattributed=False),
    "name": lambda pick: pick(Person).names.create(name=f"Name {next(NUMBERS)}"),
    "evidence": lambda pick: _change(pick(Role), source=pick(Source)),
    "capture": lambda pick: pick(Source).texts.get_or_create(edition=1, defaults={"text": "All."}),
    "merge": lambda pick: _merge(pick),
}


def _change(record, hidden=False, **fields):
    if hidden is None:
        fields = {"status": "draft"} if isinstance(record, Quote) else {"is_public": False}
    type(record).objects.filter(pk=record.pk).update(**fields)


def _rename(record):
    _change(record, name=f"Name {next(NUMBERS)}")


def _derive(source, origin):
    if source != origin:
        source.derived_from.get_or_create(origin=origin, defaults={"relation": "reports"})


def _cite(quote, source):
    quote.citations.create(source=source, position=next(NUMBERS))


def _relate(quote, other):
    if quote != other:
        quote.relations.get_or_create(other=other, defaults={"relation": "variant_of"})


def _merge(pick):
    model = pick.rng.choice([Person, Organization, Topic, Source, Quote])
    if model.objects.count() > 2:
        with suppress(MergeError):
            merge(pick(model), pick(model), reason="The same.")


class Picking:
    def __init__(self, rng):
        self.rng = rng

    def __call__(self, *models):
        return self.rng.choice(list(self.rng.choice(models).objects.order_by("pk")))


@pytest.fixture
def more(follower, make_quote, alice, acme, growth, post):
    """A few more of each, so that merging and relating find some."""
    for n in range(4):
        person = Person.objects.create(ref=f"p{n}", name=f"P{n}", is_public=n % 2)
        Organization.objects.create(ref=f"o{n}", name=f"O{n}", is_public=True)
        Source.objects.create(ref=f"s{n}", kind="article", title=f"S{n}", is_public=n % 2)
        topic = Topic.objects.create(ref=f"t{n}", name=f"T{n}", is_public=True)
        make_quote(f"Q{n}", [post], [topic], ref=f"q{n}", speaker=person)
    return follower


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=12),
    seed=st.integers(0, 2**16),
)
def test_after_anything_a_follower_holds_what_a_fresh_crawl_finds(more, client, steps, seed):
    pick = Picking(random.Random(seed))
    for step in steps:
        STEPS[step](pick)
    fresh, kept = crawl(client), more.poll().kept
    assert [
        (k, kept.get(k), fresh.get(k))
        for k in kept.keys() | fresh.keys()
        if kept.get(k) != fresh.get(k)
    ] == []
    assert Follower(client).poll().kept == more.kept


# --- Cursors ---------------------------------------------------------------------------------


def ask(client, **parameters):
    return client.get("/api/v1/changes/", parameters)


def test_a_made_up_cursor_is_refused(client, db):
    answer = ask(client, since="made-up")
    assert answer.status_code == 400
    assert "not one of ours" in answer.json()["since"][0]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [("colour=red", "colour"), ("page_size=0", "page_size"), ("page_size=1001", "page_size"),
     ("page_size=00000000019999", "page_size"), ("page_size=" + "9" * 5000, "page_size"),
     ("since=a&since=b", "since"), ("cursor=x", "cursor")],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name(client, db, parameters, name):
    answer = client.get(f"/api/v1/changes/?{parameters}")
    assert answer.status_code == 400
    assert list(answer.json()) == [name]


def test_a_cursor_from_before_a_restore_says_start_again(follower, client):
    with connection.cursor() as cursor:  # a restore makes the table anew
        cursor.execute("CREATE TABLE again (LIKE archive_change INCLUDING ALL)")
        cursor.execute("ALTER TABLE archive_change RENAME TO gone")
        cursor.execute("ALTER TABLE again RENAME TO archive_change")
    try:
        answer = client.get(follower.next)
        assert answer.status_code == 410
        assert "Start again" in answer.json()["detail"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE archive_change")
            cursor.execute("ALTER TABLE gone RENAME TO archive_change")


def until_all_others_are_over():
    """Wait for the transactions that began before, in whatever database of this server.

    While one is open, the log keeps what it may not have seen: other tests run beside this one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        (now,) = cursor.fetchone()
        end = time.monotonic() + 600
        while time.monotonic() < end:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [now])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("A transaction of another test was open for ten minutes.")


def test_the_log_is_kept_short_and_misleads_nobody(follower, client, capsys):
    old = Follower(client)
    old.next = follower.next
    for n in range(5):
        until_all_others_are_over()
        Person.objects.filter(ref="bob").update(description=f"Number {n}")
    before = Change.objects.filter(ref="bob").count()
    call_command("compact_changes")
    assert (before, Change.objects.filter(ref="bob").count()) == (6, 1)
    assert told_since(old) == [("upsert", "person", "bob")]
    assert old.kept["person", "bob"]["description"] == "Number 4"
    assert "row" in capsys.readouterr().out


def test_a_change_that_overlapped_a_later_one_is_not_taken_for_superseded(follower, client):
    with closing(another_connection()) as slow:
        slow.execute("INSERT INTO archive_change (kind, ref) VALUES ('person', 'bob')")
        Person.objects.filter(ref="bob").update(description="Meanwhile")
        told_since(follower)
        slow.commit()
    call_command("compact_changes", verbosity=0)
    assert told_since(follower) == [("upsert", "person", "bob")]
