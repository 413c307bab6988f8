"""The cast every test may use. Introduced once: read this before a test.

Alice holds two offices at Acme. Bob is credited with a saying that was never his. Their speech at
Acme's spring meeting is of uncertain date; it was posted on a forum, and the Daily reports it.
"""

import os
from functools import cache
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as examples

from archive.models import (
    Derivation,
    Organization,
    Person,
    Role,
    Source,
    Speech,
    SpeechSource,
    SpeechSpeaker,
)
from quotes.allowance import TABS
from quotes.models import Citation, Quote, Topic
from quotes.search import frequencies

# The same examples each time, however slow the machine: what chance finds is not for whoever comes
# next. `make test ARGS=--hypothesis-profile=explore` looks for others.
examples.load_profile("ci")
examples.register_profile(
    "explore", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Hashing one as for production takes a quarter of a second."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """A database for each run and worker, so that two runs at once do not disturb each other."""
    database = settings.DATABASES["default"]
    database.setdefault("TEST", {})["NAME"] = f"test_{database['NAME']}_{os.getpid()}"


OUR_TABLES = """
SELECT format('ALTER TABLE %s SET (autovacuum_enabled = off)', oid::regclass)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """No autovacuum comes by in the midst of a test.

    What it saw of a table would be what other tests had rolled back, and how many match is
    expected, and so which way a search goes, by the minute it came.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OUR_TABLES)
        for (alter,) in cursor.fetchall():
            cursor.execute(alter)


@pytest.fixture(autouse=True)
def no_tabs():
    """No test owes for the requests of another."""
    TABS.forget()


@pytest.fixture(autouse=True)
def quiet_door(request, monkeypatch):
    """No request looks for what is due: one that did, once a second, would count one query more."""
    if "test_embargo" not in request.node.nodeid:
        monkeypatch.setattr("quotes.embargo.EmbargoMiddleware._look", lambda door: None)


@pytest.fixture(autouse=True)
def no_statistics_of_words(request, monkeypatch):
    """They are read once a minute, which would count a query or two more now and then."""
    if "statistics_of_words" not in request.fixturenames:
        none = frequencies.Frequencies(0, {}, 0.01)
        monkeypatch.setattr(frequencies, "_frequencies", cache(lambda *_: none))


@pytest.fixture
def statistics_of_words(monkeypatch):
    """What ANALYZE told of this test's words, whose minute does not end."""
    monkeypatch.setattr(frequencies, "monotonic", lambda: 0.0)
    frequencies.forget()
    yield
    frequencies.forget()


@pytest.fixture
def groups(db):
    """Contributor, Editor and Administrator, as migrated; a transactional test empties them."""
    import_module("quotes.migrations.0006_groups").create_groups(apps, None)
    import_module("quotes.api.migrations.0003_keys_for_administrators").permit(apps, None)


@pytest.fixture
def make_user(groups, django_user_model):
    """Make somebody of the desk, in the groups named."""

    def make(name, *names):
        user = django_user_model.objects.create_user(name, is_staff=True)
        user.groups.set(Group.objects.filter(name__in=names))
        assert user.groups.count() == len(names)
        return user

    return make


@pytest.fixture
def sign_in(make_user):
    """Sign somebody of the desk in, in the groups named: a client, whose ``user`` is who."""

    def sign_in(name, *groups):
        client = Client()
        client.user = make_user(name, *groups)
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture
def editor(sign_in):
    """Erin, an editor at her desk."""
    return sign_in("erin", "Editor")


@pytest.fixture
def acme(db):
    acme = Organization.objects.create(ref="acme", name="Acme", language="en", is_public=True)
    acme.names.create(name="顶点公司", language="zh", kind="native")
    return acme


@pytest.fixture
def daily(db):
    return Organization.objects.create(ref="daily", name="The Daily", is_public=True)


@pytest.fixture
def alice(acme):
    """Chair since 2015, and chief executive from 2018 to 2020."""
    alice = Person.objects.create(ref="alice", name="Alice Ångström", language="en", is_public=True)
    alice.names.create(name="爱丽丝", language="zh", kind="native")
    roles = {"chair": ("Chair", "2015/.."), "ceo": ("Chief executive", "2018-03/2020-12")}
    for ref, (title, period) in roles.items():
        Role.objects.create(
            ref=f"alice-{ref}", person=alice, organization=acme, title=title, period=period,
            is_public=True,
        )  # fmt: skip
    return alice


@pytest.fixture
def bob(db):
    return Person.objects.create(ref="bob", name="Bob", is_public=True)


@pytest.fixture
def post(acme):
    return Source.objects.create(
        ref="post", kind="internal_post", title="Spring meeting, notes", publisher=acme,
        published="2019-04-02", language="zh", is_public=True,
    )  # fmt: skip


@pytest.fixture
def article(daily, post):
    article = Source.objects.create(
        ref="article", kind="article", title="Alice speaks", publisher=daily, language="en",
        published="2019-04-02/..", url="https://example.org/alice", is_public=True,
    )  # fmt: skip
    Derivation.objects.create(source=article, origin=post, relation="reports")
    return article


@pytest.fixture
def speech(alice, acme, post):
    """Delivered in March 2019, the day unknown."""
    speech = Speech.objects.create(
        ref="speech", title="Spring meeting", language="zh", delivered="2019-03", is_public=True
    )
    SpeechSpeaker.objects.create(speech=speech, person=alice, organization=acme)
    SpeechSource.objects.create(speech=speech, source=post)
    return speech


@pytest.fixture
def growth(db):
    return Topic.objects.create(ref="growth", name="Growth", is_public=True)


@pytest.fixture
def make_quote(db):
    """Make a quote; published unless told otherwise."""

    def make(text, citations=(), topics=(), **fields):
        quote = Quote.objects.create(
            **{"text": text, "language": "en", "kind": "direct", "status": "published", **fields}
        )
        for position, source in enumerate(citations, start=1):
            Citation.objects.create(quote=quote, source=source, position=position)
        quote.topics.set(topics)
        return quote

    return make


@pytest.fixture
def quote(make_quote, alice, acme, speech, article, growth):
    """Alice's words at the spring meeting, in the Daily's English."""
    return make_quote(
        "We will not grow at any price", [article], [growth], ref="any-price", speaker=alice,
        organization=acme, role=alice.roles.get(ref="alice-ceo"), speech=speech,
        spoken_language="zh", as_credited="said Alice",
    )  # fmt: skip


@pytest.fixture
def misattributed(make_quote, bob, article):
    """A saying that was never Bob's."""
    return make_quote(
        "Growth is a choice", [article], ref="a-choice", speaker=bob, said="2020",
        standing="misattributed", public_note="First printed in 1950, long before Bob.",
    )  # fmt: skip
