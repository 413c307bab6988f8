"""Archives in which many quotes match."""

import random

import pytest
from django.db import connection

# Before any threshold is set: a module loaded by a test's first request would keep what it was.
import config.urls  # noqa: F401
from quotes import paging, parts
from quotes.search import by_date, density, facets, ranking
from tests.quotes.searches import WALK, analyze


@pytest.fixture
def numbered(db):
    """Quotes are numbered from the start of a block on: of a part of the archive always the same.

    A sequence goes on from test to test, so which quotes are in every second block would depend on
    what ran before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('quotes_quote', 'id')")
        ((sequence,),) = cursor.fetchall()
        cursor.execute("SELECT setval(%s, (nextval(%s) / 4096 + 1) * 4096)", [sequence, sequence])


@pytest.fixture
def broad(numbered, make_quote, alice, bob, growth):
    """Ninety quotes, three of them on most days; what is said about risk clusters at old dates."""
    rng = random.Random(7)
    for i in range(90):
        about = "risk" if i < 15 else rng.choice(["growth", "people", "and more risk"])
        text = "云服务" if i % 9 == 8 else f"Cloud {about} is quote {i}"
        make_quote(
            text,
            ref=f"quote-{i}",
            language="zh" if i % 9 == 8 else "en",
            speaker=bob if i % 4 else alice,
            said="" if i % 30 == 29 else f"20{i // 9:02}-0{i // 3 % 3 + 1}",
            standing="confirmed" if i % 7 == 0 else "unverified",
            status="retracted" if i % 20 == 19 else "published",
            public_note="Withdrawn." if i % 20 == 19 else "",
            topics=[growth] if i % 5 == 0 else [],
        )
    with connection.cursor() as cursor:  # how many there are; of another test's ANALYZE it stays
        cursor.execute("ANALYZE quotes_quote (id)")


@pytest.fixture
def thresholds(monkeypatch):
    """Set the thresholds, so that ninety quotes are many."""

    def thresholds(
        few=0, probed=6, look=WALK, patience=3, kept=0, surely=10**9, doubt=0, placed=0, counted=20
    ):
        monkeypatch.setattr(paging, "FEW", few)
        monkeypatch.setattr(paging, "PLACED", placed)
        monkeypatch.setattr(paging, "KEPT", kept)
        for module in (paging, facets, density, by_date):
            monkeypatch.setattr(module, "COUNT_FLOOR", 20)
        monkeypatch.setattr(facets, "COUNTED", counted)
        monkeypatch.setattr(parts, "BITS", 2)
        monkeypatch.setattr(density, "SURELY", surely)
        monkeypatch.setattr(density, "CLEARLY", 1)
        monkeypatch.setattr(density, "BEYOND_DOUBT", doubt)
        monkeypatch.setattr(density, "UNDERRATED", 10**9)
        monkeypatch.setattr(density, "RICHEST", 0)
        monkeypatch.setattr(by_date, "PROBED", probed)
        monkeypatch.setattr(by_date, "LOOK", look)
        monkeypatch.setattr(by_date, "PATIENCE", patience)
        monkeypatch.setattr(ranking, "RANKED", few)
        monkeypatch.setattr(ranking, "CANDIDATES", 12)

    return thresholds


@pytest.fixture
def many(numbered, make_quote):
    """Two hundred quotes about clouds, every second of them about rain too; one in ten of hail."""
    for i in range(200):
        rain, hail = "rain " * (i % 2), "hail " * (i % 10 == 0)
        make_quote(f"Cloud {rain}{hail}{i}", ref=f"many-{i}", unattributed=True)
    analyze()
