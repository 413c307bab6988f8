"""Many new records are written by helpers; what comes of it is the same."""

import pytest
from django.db import OperationalError, connection
from imported import QUOTE, accept, lines, run

from archive.importing import helpers, loading
from archive.models import Person
from quotes.models import Quote

pytestmark = pytest.mark.django_db(transaction=True)

COUNT = 50
PERSON = {"type": "person", "ref": "p", "name": "P"}
SOURCE = {"type": "source", "ref": "s", "kind": "article", "title": "S"}


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(helpers, "MANY", 10)
    monkeypatch.setattr(loading, "BATCH", 8)


@pytest.fixture
def portions(monkeypatch):
    """The lines of the portions that helpers wrote."""
    written = []
    original = helpers._copy

    def watched(portion):
        lines = original(portion)
        if lines:
            written.append(lines)
        return lines

    monkeypatch.setattr(helpers, "_copy", watched)
    return written


def quotes(**fields):
    return [
        {
            **QUOTE,
            "ref": f"q{i}",
            "text": f"Words of {i}",
            "speaker": "p",
            "topics": ["growth"],
            "citations": [{"source": "s"}, {"source": "The Post"}],
            "relations": [{"quote": f"q{(i + 1) % COUNT}", "relation": "variant_of"}],
            **fields,
        }
        for i in range(COUNT)
    ]


def test_every_record_is_there_with_its_lists(portions):
    assert accept(PERSON, SOURCE, *quotes()) == {
        "person": (1, 0, 0),
        "source": (2, 0, 0),
        "topic": (1, 0, 0),
        "quote": (COUNT, 0, 0),
    }
    assert len(portions) == 7
    for quote in Quote.objects.all():
        assert quote.citations.count() == 2
        assert quote.topics.count() == 1
        assert quote.relations.count() == 1
        assert quote.events.count() == 1
    assert accept(PERSON, SOURCE, *quotes())["quote"] == (0, 0, COUNT)


def test_known_records_are_updated_beside_new_ones(portions):
    accept(PERSON, SOURCE, *quotes(relations=[])[:5])
    assert accept(*quotes(text="Other words"))["quote"] == (COUNT - 5, 5, 0)
    assert Quote.objects.filter(text="Other words").count() == COUNT


def test_what_helpers_cannot_write_is_left_to_the_careful_way(portions):
    unusual = {**QUOTE, "ref": "x", "text": " ".join(f"a{i}" for i in range(130_000))}
    all_of_them = quotes()
    report, [refusal] = run(PERSON, SOURCE, *all_of_them[:20], unusual, *all_of_them[20:])
    assert (refusal.line, report.kinds["quote"].created) == (23, COUNT)
    assert len(portions) == 6
    assert Quote.objects.count() == COUNT


def test_strict_and_dry_runs_do_without_helpers(portions):
    run(lines(PERSON, SOURCE, *quotes(), "{"), strict=True)
    run(lines(PERSON, SOURCE, *quotes()), dry=True)
    assert portions == []
    assert not Person.objects.exists()


def test_a_pool_too_small_for_helpers_does_without(portions, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", {"max_size": 2})
    assert accept(PERSON, SOURCE, *quotes())["quote"] == (COUNT, 0, 0)
    assert portions == []


def test_a_fault_of_the_database_ends_the_run_and_the_next_completes_it(portions, monkeypatch):
    def broken(portion):
        raise OperationalError("the server is gone")

    with monkeypatch.context() as patch:
        patch.setattr(helpers, "_copy", broken)
        with pytest.raises(OperationalError):
            accept(PERSON, SOURCE, *quotes())
    assert accept(PERSON, SOURCE, *quotes())["quote"] == (COUNT, 0, 0)
